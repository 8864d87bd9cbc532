"""The requester is told once that what was solved is finished, when nobody spoke any more."""

from __future__ import annotations

from datetime import timedelta

from accounts.models import User
from tests.notifications.conftest import Told, to
from tickets import actions
from tickets.models import Ticket


def test_a_closing_by_itself_is_told_once(told: Told, ticket: Ticket, requester: User, fso: User) -> None:
    ticket = actions.resolve(ticket, how="A new profile was needed.", minutes=10, actor=fso)
    told()
    assert ticket.closes_at is not None

    actions.sweep(ticket.closes_at)
    first = to(requester, told(timedelta(hours=1)))
    actions.sweep(ticket.closes_at + timedelta(hours=14))
    again = to(requester, told(timedelta(hours=1)))

    assert len(first) == 1
    assert again == []
