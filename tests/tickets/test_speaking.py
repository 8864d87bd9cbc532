"""Talking is answering: it stops the response clock, is read by the client, and is mailed to nobody."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client as Browser
from django.utils import timezone

from accounts.models import User
from notifications.about import About
from notifications.recipients import recipients_of
from sites.models import Site
from tests.tickets.test_deadlines import checked
from tickets import actions, events
from tickets.models import Impact, Ticket, TicketEvent, Urgency

SignIn = Callable[[User], Browser]
MONDAY = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)  # 09:00 in Brussels
MINUTE = timedelta(minutes=1)


@pytest.fixture
def broken(brewery_site: Site, requester: User, fso: User) -> Ticket:
    """A P2 of Monday 09:00: the first answer is due at 10:00."""
    told = actions.Report(what="No mail", impact=Impact.TEAM, urgency=Urgency.STOPPED, site=brewery_site)
    return actions.report(told, client=brewery_site.client, actor=requester, at=MONDAY)


def now(ticket: Ticket) -> Ticket:
    return Ticket.objects.get(pk=ticket.pk)


def test_a_spoken_answer_stops_the_clock_at_the_moment_it_was_said(broken: Ticket, fso: User) -> None:
    actions.speak(broken, where=events.AT_DESK, spoken_at=MONDAY + 5 * MINUTE, actor=fso, at=MONDAY + 90 * MINUTE)

    kept = now(broken)
    assert (kept.status, kept.responded_at) == ("open", MONDAY + 5 * MINUTE)
    assert kept.respond_due_at == MONDAY + 60 * MINUTE
    assert checked() == (0, "1 right, 0 wrong\n")
    event = TicketEvent.objects.get(kind="spoke")
    assert event.details == {"where": "at_desk", "is_set_back": True}
    assert recipients_of(About(event, kept, kept.client)) == []


def test_it_may_precede_an_answer_that_was_written(broken: Ticket, fso: User) -> None:
    actions.answer(broken, body="As I said", actor=fso, at=MONDAY + 70 * MINUTE)
    actions.speak(broken, where=events.BY_PHONE, spoken_at=MONDAY + MINUTE, actor=fso, at=MONDAY + 80 * MINUTE)

    assert now(broken).responded_at == MONDAY + MINUTE
    assert checked() == (0, "1 right, 0 wrong\n")


@pytest.mark.parametrize("minutes", [-1, 31])
def test_nobody_spoke_before_the_opening_or_in_the_future(minutes: int, broken: Ticket, fso: User) -> None:
    with pytest.raises(actions.WrongMoment):
        actions.speak(
            broken, where=events.AT_DESK, spoken_at=MONDAY + minutes * MINUTE, actor=fso, at=MONDAY + 30 * MINUTE
        )

    assert now(broken).responded_at is None


def test_a_quarter_of_an_hour_is_not_marked_and_twice_is_once(broken: Ticket, fso: User) -> None:
    once = uuid4()
    for _ in range(2):
        actions.speak(broken, where=events.AT_DESK, spoken_at=MONDAY, actor=fso, at=MONDAY + 15 * MINUTE, once=once)

    assert [one.details["is_set_back"] for one in TicketEvent.objects.filter(kind="spoke")] == [False]


def test_one_tap_on_the_page_and_the_client_reads_who_spoke(
    ticket: Ticket, fso: User, requester: User, outsider_fso: User, sign_in: SignIn
) -> None:
    browser = sign_in(fso)
    assert 'id="spoke-at-desk"' in browser.get(f"/tickets/{ticket.pk}/").content.decode()
    assert sign_in(outsider_fso).post(f"/tickets/{ticket.pk}/speak/", {"where": "at_desk"}).status_code == 404
    assert browser.post(f"/tickets/{ticket.pk}/speak/", {"where": "shouted"}).status_code == 422

    assert browser.post(f"/tickets/{ticket.pk}/speak/", {"where": "by_phone"}).status_code == 302

    assert now(ticket).responded_at is not None
    assert "Inès spoke with you" in sign_in(requester).get(f"/tickets/{ticket.pk}/").content.decode()


def test_what_was_noted_late_says_so_to_us(ticket: Ticket, fso: User, sign_in: SignIn) -> None:
    Ticket.objects.filter(pk=ticket.pk).update(opened_at=timezone.now() - timedelta(hours=3))
    earlier = timezone.now() - timedelta(hours=1)
    actions.speak(ticket, where=events.AT_DESK, words="A new roll comes.", spoken_at=earlier, actor=fso)

    page = sign_in(fso).get(f"/tickets/{ticket.pk}/").content.decode()

    assert "Inès Vercammen spoke with the client" in page
    assert ">noted " in page
