"""The queue page: what can be worked on now, first things first."""

from collections.abc import Callable

import pytest
from django.test import Client as Browser

from accounts.models import User
from tickets.models import Ticket

SignIn = Callable[[User], Browser]


def test_the_queue_shows_my_tickets(ticket: Ticket, critical_ticket: Ticket, fso: User, sign_in: SignIn) -> None:
    page = sign_in(fso).get("/queue/")

    assert page.status_code == 200
    assert [row.ticket.pk for row in page.context["rows"]] == [critical_ticket.pk, ticket.pk]


def test_list(ticket: Ticket, critical_ticket: Ticket, fso: User, sign_in: SignIn) -> None:
    page = sign_in(fso).get("/tickets/?q=outlook&opened_from=2020-01-01&client=")

    assert [row.ticket.pk for row in page.context["rows"]] == [ticket.pk]
