"""The life of one ticket through its actions."""

from datetime import UTC, date, datetime

import pytest

from accounts.models import User
from tickets import actions
from tickets.lifecycle import Status
from tickets.models import Message, Ticket, TicketEvent, TimeEntry


def kinds(ticket: Ticket) -> list[str]:
    return list(TicketEvent.objects.filter(ticket=ticket).order_by("pk").values_list("kind", flat=True))


def test_a_ticket_is_reported_worked_on_solved_found_not_solved_and_finished(
    ticket: Ticket, fso: User, requester: User
) -> None:
    assert ticket.pk >= 1001
    assert (ticket.contact, ticket.assignee, ticket.priority) == (fso, fso, 4)

    actions.start(ticket, actor=fso)
    actions.answer(ticket, body="I look at it.", actor=fso)
    actions.resolve(ticket, how="The profile was broken.", minutes=10, actor=fso)
    actions.reopen(ticket, reason="Still the same.", actor=requester)
    actions.resolve(ticket, how="A new profile.", minutes=20, actor=fso)
    ended = actions.confirm(ticket, actor=requester)

    assert ended.status == Status.CLOSED
    assert not ended.in_queue
    assert ended.reopen_count == 1
    assert sum(TimeEntry.objects.filter(ticket=ticket).values_list("minutes", flat=True)) == 30
    assert kinds(ticket) == [
        "reported", "opened", "started", "answered", "resolved", "reopened", "resolved", "confirmed",
    ]  # fmt: skip


def test_doing_it_twice_is_doing_it_once(ticket: Ticket, fso: User, requester: User) -> None:
    for _ in range(2):
        actions.start(ticket, actor=fso)
    for _ in range(2):
        actions.resolve(ticket, how="Done.", minutes=5, actor=fso)
    for _ in range(2):
        actions.confirm(ticket, actor=requester)

    assert kinds(ticket) == ["reported", "opened", "started", "resolved", "confirmed"]


def test_who_does_not_serve_the_client_is_refused_with_the_reason(
    ticket: Ticket, fso: User, outsider_fso: User
) -> None:
    with pytest.raises(actions.NotAllowed):
        actions.answer(ticket, body="Hello", actor=outsider_fso)
    assert not Message.objects.filter(ticket=ticket, body="Hello").exists()

    actions.answer(ticket, body="Hello", actor=fso)
    assert Message.objects.filter(ticket=ticket, body="Hello").exists()


def test_a_finished_ticket_is_refused_as_a_wrong_moment(ticket: Ticket, fso: User, requester: User) -> None:
    actions.resolve(ticket, how="Done.", minutes=5, actor=fso)
    actions.confirm(ticket, actor=requester)

    with pytest.raises(actions.WrongMoment):
        actions.answer(ticket, body="One more thing", actor=fso)


def test_a_p1_from_the_portal_is_unconfirmed_until_taken_in_hand(critical_ticket: Ticket, fso: User) -> None:
    assert critical_ticket.is_unconfirmed
    assert critical_ticket.queue_step == 0

    started = actions.start(critical_ticket, actor=fso)

    assert not started.is_unconfirmed
    assert started.queue_step == 1


def test_minutes_after_midnight_belong_to_the_day_of_the_place(ticket: Ticket, fso: User) -> None:
    half_past_midnight_in_brussels = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)

    actions.resolve(ticket, how="Done.", minutes=5, actor=fso, at=half_past_midnight_in_brussels)

    assert TimeEntry.objects.get(ticket=ticket).day == date(2026, 11, 25)
