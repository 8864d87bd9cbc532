"""A ticket's number is read out on the telephone: four digits from the first one on, whatever the migrations did to the table."""

from __future__ import annotations

from tickets.models import Ticket


def test_numbers_begin_at_1001(ticket: Ticket) -> None:
    assert ticket.pk >= 1001
