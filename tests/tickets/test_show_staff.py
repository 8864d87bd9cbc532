"""The page of a ticket for people of the firm."""

from collections.abc import Callable

import pytest
from django.test import Client as Browser

from accounts.models import User
from tickets import actions
from tickets.models import Ticket

SignIn = Callable[[User], Browser]


def test_show(ticket: Ticket, fso: User, requester: User, sign_in: SignIn, colleague: User) -> None:
    actions.start(ticket, actor=fso)
    actions.answer(ticket, body="Hello", actor=fso)
    actions.note(ticket, body="Internal words", actor=fso)

    page = sign_in(fso).get(f"/tickets/{ticket.pk}/?do=resolve")

    assert page.status_code == 200
    print(page.content.decode())
