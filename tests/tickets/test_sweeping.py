"""A clock that turns is recorded once, as of the moment at which it turned, whenever somebody looks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from sites import actions as clients
from sites.models import Client, Site
from tickets import actions, events
from tickets.actions import sweeping
from tickets.models import Impact, Ticket, TicketEvent, Urgency

MONDAY = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)  # 09:00 in Brussels
SECOND = timedelta(seconds=1)
Reports = Callable[..., Ticket]


def after(**span: int) -> datetime:
    return MONDAY + timedelta(**span)


@pytest.fixture
def reports(brewery_site: Site, requester: User) -> Reports:
    """Report a P2 of Monday 09:00: an answer is due at 10:00, the solution at 17:00."""

    def reported(what: str = "No mail") -> Ticket:
        told = actions.Report(what=what, impact=Impact.TEAM, urgency=Urgency.STOPPED, site=brewery_site)
        return actions.report(told, client=brewery_site.client, actor=requester, at=MONDAY)

    return reported


def turned(ticket: Ticket) -> list[tuple[str, datetime]]:
    rows = TicketEvent.objects.filter(ticket=ticket, kind__in=events.TURNS.values()).order_by("pk")
    return list(rows.values_list("kind", "occurred_at"))


def test_each_turn_is_recorded_once_when_it_comes(reports: Reports) -> None:
    ticket = reports()

    for minutes in (44, 45, 50, 60, 61, 90):
        actions.sweep(after(minutes=minutes))

    assert turned(ticket) == [
        (events.RESPONSE_WARNED, after(minutes=45)),
        (events.RESPONSE_LATE, after(hours=1) + SECOND),
    ]


def test_after_a_night_of_standstill_all_is_recorded_as_of_then(reports: Reports) -> None:
    ticket = reports()
    before = ticket.version

    actions.sweep(after(days=1))

    assert turned(ticket) == [
        (events.RESPONSE_WARNED, after(minutes=45)),
        (events.RESPONSE_LATE, after(hours=1) + SECOND),
        (events.RESOLUTION_WARNED, after(hours=6)),
        (events.RESOLUTION_LATE, after(hours=23, minutes=30) + SECOND),  # used up at closing: late from Tuesday 08:30
    ]
    assert Ticket.objects.get(pk=ticket.pk).version == before, "nobody changed it"


def test_what_nobody_looked_at_is_recorded_when_it_is_solved(reports: Reports, fso: User) -> None:
    ticket = reports()

    actions.resolve(ticket, how="A new profile.", minutes=5, actor=fso, at=after(days=1))
    actions.sweep(after(days=2))

    assert [kind for kind, _at in turned(ticket)] == [
        events.RESPONSE_WARNED,
        events.RESPONSE_LATE,
        events.RESOLUTION_WARNED,
        events.RESOLUTION_LATE,
    ]
    assert Ticket.objects.get(pk=ticket.pk).moves_at is None or Ticket.objects.get(pk=ticket.pk).clock_turns_at is None


def test_in_time_is_in_time(reports: Reports, fso: User) -> None:
    ticket = reports()
    actions.answer(ticket, body="I look at it.", actor=fso, at=after(minutes=30))
    actions.answer(ticket, body="Still at it.", actor=fso, at=after(hours=3))  # the next word is in time too
    actions.resolve(ticket, how="A new profile.", minutes=5, actor=fso, at=after(hours=5))

    actions.sweep(after(days=3))

    assert turned(ticket) == []


def test_another_priority_makes_it_late_and_takes_it_back(reports: Reports, fso: User) -> None:
    ticket = reports()
    actions.answer(ticket, body="I look at it.", actor=fso, at=after(minutes=30))
    for spoken in (180, 290):  # the next word is in time, at either priority
        actions.answer(ticket, body="Still at it.", actor=fso, at=after(minutes=spoken))
    actions.override_priority(ticket, priority=1, reason="Everybody.", actor=fso, at=after(hours=5))
    actions.sweep(after(hours=5))
    assert events.RESOLUTION_LATE in [kind for kind, _at in turned(ticket)]

    actions.override_priority(ticket, priority=2, reason="Not everybody.", actor=fso, at=after(hours=5, minutes=10))
    actions.sweep(after(hours=5, minutes=10))
    actions.sweep(after(hours=5, minutes=11))

    kinds = [kind for kind, _at in turned(ticket)]
    assert kinds.count(events.NOT_LATE_BY_PRIORITY) == 1
    assert kinds[-1] == events.NOT_LATE_BY_PRIORITY
    assert not Ticket.objects.get(pk=ticket.pk).is_late(after(hours=5, minutes=10))

    actions.override_priority(ticket, priority=1, reason="Everybody.", actor=fso, at=after(hours=5, minutes=20))
    actions.sweep(after(hours=5, minutes=20))
    assert turned(ticket)[-1][0] == events.RESOLUTION_LATE, "it is late again"


def test_a_closing_day_takes_lateness_back(
    reports: Reports, brewery: Client, administrator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticket = reports()
    actions.sweep(after(hours=2))
    assert turned(ticket)[-1][0] == events.RESPONSE_LATE

    clients.add_closing_day(brewery, day=MONDAY.date(), actor=administrator, at=after(hours=3))
    monkeypatch.setattr("django.utils.timezone.now", lambda: after(hours=3))
    actions.recalculate_due()
    actions.sweep(after(hours=3))
    actions.sweep(after(hours=4))

    assert [kind for kind, _at in turned(ticket)].count(events.NOT_LATE_BY_HOURS) == 1
    assert not Ticket.objects.get(pk=ticket.pk).is_late(after(hours=4))


def test_one_that_raises_holds_up_no_other(reports: Reports, monkeypatch: pytest.MonkeyPatch) -> None:
    poisoned, healthy = reports("One"), reports("Two")

    def raises(ticket: Ticket, at: datetime) -> Ticket:
        if ticket.pk == poisoned.pk:
            raise ZeroDivisionError
        return ticket

    monkeypatch.setattr(sweeping, "TURNS", (raises, *sweeping.TURNS))
    for minutes in (50, 51):
        actions.sweep(after(minutes=minutes))

    assert turned(poisoned) == []
    assert turned(healthy) == [(events.RESPONSE_WARNED, after(minutes=45))]


def test_a_ticket_that_is_not_due_is_not_looked_at(
    reports: Reports, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(3):
        reports(f"Printer {number}")

    with django_assert_num_queries(1):
        assert actions.sweep(after(minutes=10)) == 0
