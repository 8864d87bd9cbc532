"""What is solved closes by itself after five opening days in which nobody of the client speaks."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from sites import actions as clients
from sites.models import Client, Site
from tests.conftest import SignIn
from tests.tickets.test_portal_asking import words_of
from tickets import actions, events
from tickets.lifecycle import Status
from tickets.models import Impact, Ticket, TicketEvent, Urgency

FRIDAY = datetime(2026, 11, 13, 14, 0, tzinfo=UTC)  # 15:00 in Brussels
NEXT_FRIDAY = datetime(2026, 11, 20, 16, 0, tzinfo=UTC)  # its fifth opening day ends
MINUTE = timedelta(minutes=1)


@pytest.fixture
def solved(brewery_site: Site, requester: User, fso: User) -> Ticket:
    told = actions.Report(what="No mail", impact=Impact.PERSON, urgency=Urgency.DIFFICULT, site=brewery_site)
    ticket = actions.report(told, client=brewery_site.client, actor=requester, at=FRIDAY - 30 * MINUTE)
    return actions.resolve(ticket, how="A new profile.", minutes=10, actor=fso, at=FRIDAY)


def status_after(ticket: Ticket, at: datetime) -> str:
    actions.sweep(at)
    return Ticket.objects.get(pk=ticket.pk).status


def closings(ticket: Ticket) -> list[datetime]:
    rows = TicketEvent.objects.filter(ticket=ticket, kind=events.CLOSED)
    return list(rows.values_list("occurred_at", flat=True))


def test_after_five_opening_days_of_silence_it_closes(solved: Ticket) -> None:
    assert solved.closes_at == NEXT_FRIDAY

    assert status_after(solved, NEXT_FRIDAY - MINUTE) == Status.RESOLVED
    assert status_after(solved, NEXT_FRIDAY) == Status.CLOSED
    assert closings(solved) == [NEXT_FRIDAY]
    assert Ticket.objects.get(pk=solved.pk).moves_at is None


def test_a_closing_day_is_no_opening_day(
    brewery: Client, brewery_site: Site, requester: User, fso: User, administrator: User
) -> None:
    clients.add_closing_day(brewery, day=date(2026, 11, 18), actor=administrator, at=FRIDAY - MINUTE)
    told = actions.Report(what="No mail", impact=Impact.PERSON, urgency=Urgency.DIFFICULT, site=brewery_site)
    ticket = actions.report(told, client=brewery, actor=requester, at=FRIDAY)

    ticket = actions.resolve(ticket, how="A new profile.", minutes=10, actor=fso, at=FRIDAY)

    assert ticket.closes_at == NEXT_FRIDAY + timedelta(days=3)


def test_words_of_the_client_count_the_silence_anew(solved: Ticket, requester: User) -> None:
    actions.reply(solved, body="Thank you!", actor=requester, at=FRIDAY + timedelta(days=4))

    assert status_after(solved, NEXT_FRIDAY) == Status.RESOLVED
    assert status_after(solved, NEXT_FRIDAY + timedelta(days=4)) == Status.CLOSED
    assert Ticket.objects.get(pk=solved.pk).reopen_count == 0, "a thank-you is no reopening"


def test_words_of_the_firm_do_not(solved: Ticket, fso: User) -> None:
    actions.answer(solved, body="All well?", actor=fso, at=FRIDAY + timedelta(days=4))
    actions.note(solved, body="I asked her.", actor=fso, at=FRIDAY + timedelta(days=4))

    assert status_after(solved, NEXT_FRIDAY) == Status.CLOSED


def test_after_a_night_of_standstill_it_closes_once_as_of_then(solved: Ticket) -> None:
    for hours in (14, 14, 15):
        actions.sweep(NEXT_FRIDAY + timedelta(hours=hours))

    assert closings(solved) == [NEXT_FRIDAY]
    assert Ticket.objects.get(pk=solved.pk).closed_at == NEXT_FRIDAY


def test_what_she_says_before_a_late_sweep_still_counts(solved: Ticket, requester: User) -> None:
    actions.reply(solved, body="It is back.", actor=requester, at=NEXT_FRIDAY + timedelta(hours=1))

    assert status_after(solved, NEXT_FRIDAY + timedelta(hours=14)) == Status.RESOLVED


def test_what_is_reopened_does_not_close(solved: Ticket, requester: User, fso: User) -> None:
    actions.reopen(solved, reason="No.", actor=requester, at=FRIDAY + timedelta(days=3))

    assert status_after(solved, NEXT_FRIDAY) == Status.OPEN

    again = actions.resolve(solved, how="A cable.", minutes=5, actor=fso, at=NEXT_FRIDAY)
    assert again.closes_at == NEXT_FRIDAY + timedelta(days=7), "the time before does not count"


def test_what_is_confirmed_is_not_closed_again(solved: Ticket, requester: User) -> None:
    actions.confirm(solved, words="Thanks!", actor=requester, at=FRIDAY + MINUTE)

    assert status_after(solved, NEXT_FRIDAY + timedelta(days=14)) == Status.CLOSED
    assert closings(solved) == []


def test_what_was_solved_before_this_was_counted_has_the_whole_time(solved: Ticket) -> None:
    """As the migration leaves it: to be looked at, with no moment yet."""
    Ticket.objects.filter(pk=solved.pk).update(closes_at=None, moves_at=FRIDAY)

    assert status_after(solved, NEXT_FRIDAY) == Status.RESOLVED
    assert Ticket.objects.get(pk=solved.pk).closes_at == NEXT_FRIDAY + timedelta(days=7)
    assert status_after(solved, NEXT_FRIDAY + timedelta(days=7)) == Status.CLOSED


@pytest.fixture
def emma(requester: User, sign_in: SignIn) -> Browser:
    return sign_in(requester)


def test_she_reads_until_when(emma: Browser, ticket: Ticket, requester: User, fso: User) -> None:
    address = reverse("tickets:show", args=[ticket.pk])
    assert "Not solved” until" not in words_of(emma.get(address).content.decode())

    ticket = actions.resolve(ticket, how="A new profile.", minutes=10, actor=fso)
    assert ticket.closes_at is not None
    assert ticket.closes_at > timezone.now() + timedelta(days=5)

    assert "You can say “Not solved” until" in words_of(emma.get(address).content.decode())

    actions.confirm(ticket, actor=requester)
    assert "Not solved” until" not in words_of(emma.get(address).content.decode())
