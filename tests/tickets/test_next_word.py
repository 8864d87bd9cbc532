"""When the client hears from us again: counted from each word, first in the queue's order, and a P1 that hears nothing comes back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from accounts.models import User
from sites.models import Client
from tests.conftest import SignIn
from tests.tickets.test_deadlines import checked
from tickets import actions, events, queue_order
from tickets.actions.recalculating import recalculate
from tickets.models import Impact, Ticket, Urgency
from tickets.reasons import reason_of

MONDAY = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)  # 09:00 in Brussels


def after(**span: int) -> datetime:
    return MONDAY + timedelta(**span)


@pytest.fixture
def critical(brewery: Client, requester: User, fso: User) -> Ticket:
    """A P1 of Monday 09:00: the next word an hour after each word."""
    told = actions.Report(what="The server is down", impact=Impact.COMPANY, urgency=Urgency.STOPPED)
    return actions.report(told, client=brewery, actor=requester, at=MONDAY)


def word(ticket: Ticket) -> datetime | None:
    return Ticket.objects.get(pk=ticket.pk).next_word_due_at


def test_it_is_counted_again_from_each_word_of_either_side(critical: Ticket, fso: User, requester: User) -> None:
    assert word(critical) is None, "before any answer the first answer alone is owed"
    for act, minutes in ((actions.answer, 10), (actions.reply, 30), (actions.answer, 50)):
        actor = requester if act is actions.reply else fso
        act(critical, body="And?", actor=actor, at=after(minutes=minutes))
        assert word(critical) == after(minutes=minutes + 60)

    actions.note(critical, body="Only us.", actor=fso, at=after(minutes=55))
    assert word(critical) == after(minutes=110), "a note is no word to the client"
    assert checked() == (0, "1 right, 0 wrong\n")


def test_it_ends_with_the_solving_and_begins_again_when_it_is_not_solved(
    critical: Ticket, fso: User, requester: User
) -> None:
    actions.answer(critical, body="I look.", actor=fso, at=after(minutes=10))
    actions.resolve(critical, how="Restarted.", minutes=5, actor=fso, at=after(minutes=20))
    assert word(critical) is None
    assert checked()[0] == 0

    actions.reopen(critical, reason="No.", actor=requester, at=after(hours=2))

    assert word(critical) == after(hours=3)
    actions.cancel(critical, reason="Twice.", actor=fso, at=after(hours=2, minutes=5))
    assert word(critical) is None
    assert checked() == (0, "1 right, 0 wrong\n")


def test_a_lower_priority_owes_none(critical: Ticket, fso: User) -> None:
    actions.answer(critical, body="I look.", actor=fso, at=after(minutes=10))
    actions.override_priority(critical, priority=3, reason="One only.", actor=fso, at=after(minutes=20))
    assert word(critical) is None

    actions.override_priority(critical, priority=2, reason="A team.", actor=fso, at=after(minutes=30))

    assert word(critical) == after(minutes=10 + 240)
    assert checked() == (0, "1 right, 0 wrong\n")


def test_it_is_one_of_the_deadlines_that_decide_the_place(critical: Ticket, fso: User) -> None:
    actions.start(critical, actor=fso, at=after(minutes=5))
    actions.answer(critical, body="I look.", actor=fso, at=after(minutes=10))

    stored = Ticket.objects.get(pk=critical.pk)
    assert (stored.queue_step, stored.queue_due_at) == (1, after(minutes=70))
    assert queue_order.reason(stored.facts) == "next_word"
    reason = reason_of(stored, after(minutes=20))
    assert reason
    assert reason.words.startswith("The next word to the client is due ")


def test_a_p1_in_hand_whose_next_word_is_overdue_comes_back_before_everything_else(critical: Ticket, fso: User) -> None:
    actions.start(critical, actor=fso, at=after(minutes=5))
    actions.answer(critical, body="I look.", actor=fso, at=after(minutes=10))
    with time_machine.travel(after(minutes=70), tick=False):
        recalculate(critical.pk)
        assert Ticket.objects.get(pk=critical.pk).queue_step == 1, "equal is in time"

    with time_machine.travel(after(minutes=71), tick=False):
        recalculate(critical.pk)

    late = Ticket.objects.get(pk=critical.pk)
    assert late.queue_step == queue_order.NOBODY_HAS_IT
    reason = reason_of(late, after(minutes=71))
    assert reason
    assert (reason.is_unusual, reason.words.startswith("Critical, and the next word")) == (True, True)
    actions.answer(critical, body="Still at it.", actor=fso, at=after(minutes=80))
    assert Ticket.objects.get(pk=critical.pk).queue_step == 1


@pytest.mark.parametrize(
    ("waiting_for", "due"),
    [("customer", None), ("supplier", after(minutes=70))],
    ids=["the client's turn", "she hears from us all the same"],
)
def test_only_a_wait_for_the_client_pauses_it_and_solving_ends_both(
    waiting_for: str, due: datetime | None, critical: Ticket, fso: User
) -> None:
    actions.answer(critical, body="I look.", actor=fso, at=after(minutes=10))
    actions.wait(critical, waiting_for=waiting_for, day=date(2026, 11, 4), actor=fso, at=after(minutes=20))
    waits = Ticket.objects.get(pk=critical.pk)
    assert (waits.next_word_due_at, waits.is_paused, waits.resolve_due_at) == (due, True, None)
    with time_machine.travel(after(minutes=20), tick=False):
        assert checked() == (0, "1 right, 0 wrong\n")

    actions.resolve(critical, how="Restarted.", minutes=5, actor=fso, at=after(hours=8))

    solved = Ticket.objects.get(pk=critical.pk)
    assert (solved.next_word_due_at, solved.is_paused, solved.is_pressing) == (None, False, False)
    assert (solved.resolve_due_at is not None, solved.was_solved_late) == (True, False), "20 minutes were used of 240"
    assert checked() == (0, "1 right, 0 wrong\n")


def test_a_p1_that_waits_for_others_comes_back_when_its_next_word_is_near(critical: Ticket, fso: User) -> None:
    actions.answer(critical, body="I look.", actor=fso, at=after(minutes=10))
    actions.wait(critical, waiting_for="supplier", day=date(2026, 11, 4), actor=fso, at=after(minutes=20))
    assert Ticket.objects.get(pk=critical.pk).in_queue is False

    actions.sweep(after(minutes=55))  # 45 of 60

    near = Ticket.objects.get(pk=critical.pk)
    assert (near.status, near.is_paused, near.is_pressing, near.in_queue) == ("waiting", True, True, True)
    actions.answer(critical, body="They come tomorrow.", actor=fso, at=after(minutes=56))
    assert Ticket.objects.get(pk=critical.pk).in_queue is False


def test_what_is_closed_unanswered_owes_no_word_and_presses_no_more(critical: Ticket, fso: User) -> None:
    actions.answer(critical, body="Which server?", actor=fso, at=after(minutes=10))
    for day in (3, 4):  # of November, until the evening
        actions.wait(
            critical, waiting_for="customer", day=date(2026, 11, day), actor=fso, at=after(days=day - 3, hours=1)
        )
        actions.sweep(after(days=day - 2, hours=12))
    friday = after(days=4)
    actions.sweep(friday)
    assert Ticket.objects.get(pk=critical.pk).is_pressing is True, "or the rest says nothing"

    actions.close_unanswered(critical, actor=fso, at=friday)

    closed = Ticket.objects.get(pk=critical.pk)
    assert (closed.next_word_due_at, closed.is_paused, closed.is_pressing) == (None, False, False)
    assert checked() == (0, "1 right, 0 wrong\n")


def test_what_was_spoken_is_a_word_and_may_answer_earlier_under_another_priority(critical: Ticket, fso: User) -> None:
    actions.override_priority(critical, priority=2, reason="A team.", actor=fso, at=after(minutes=20))
    actions.answer(critical, body="As I said.", actor=fso, at=after(minutes=50))
    assert Ticket.objects.get(pk=critical.pk).was_answered_late is False, "50 of the 60 minutes of a P2"

    actions.speak(critical, where=events.AT_DESK, spoken_at=after(minutes=10), actor=fso, at=after(minutes=60))

    assert Ticket.objects.get(pk=critical.pk).respond_due_at == after(minutes=30), "it was a P1 when she heard it"
    assert word(critical) == after(minutes=50 + 240)
    actions.speak(critical, where=events.BY_PHONE, actor=fso, at=after(minutes=80))
    assert word(critical) == after(minutes=80 + 240)
    assert checked() == (0, "1 right, 0 wrong\n")


def test_the_page_says_when_it_is_due(critical: Ticket, fso: User, sign_in: SignIn) -> None:
    actions.answer(critical, body="I look.", actor=fso, at=after(minutes=10))
    browser = sign_in(fso)

    with time_machine.travel(after(minutes=20), tick=False):
        assert "Next word due" in browser.get(f"/tickets/{critical.pk}/").text
