"""A ticket waits: until when, what ends it, and what comes of silence."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from accounts.models import User
from sites.models import Client, Site
from tests.tickets.test_deadlines import checked
from tickets import actions
from tickets.lifecycle import Status
from tickets.models import Impact, Ticket, TicketEvent, Urgency
from visits.models import Visit

MONDAY = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)  # 09:00 in Brussels; open from 08:30 to 17:00
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
THURSDAY_EVENING = datetime(2026, 11, 5, 16, 0, tzinfo=UTC)


@pytest.fixture
def printer(brewery_site: Site, requester: User, fso: User) -> Ticket:
    """A P3 of Monday 09:00 that Inès has started on."""
    told = actions.Report(what="The printer", impact=Impact.PERSON, urgency=Urgency.STOPPED, site=brewery_site)
    ticket = actions.report(told, client=brewery_site.client, actor=requester, at=MONDAY)
    return actions.start(ticket, actor=fso, at=MONDAY + HOUR)


@pytest.fixture
def visit(brewery_site: Site, fso: User) -> Visit:
    """Wednesday morning."""
    starts = MONDAY + 2 * DAY
    return Visit.objects.create(site=brewery_site, fso=fso, starts_at=starts, ends_at=starts + 3 * HOUR)


def now(ticket: Ticket) -> Ticket:
    return Ticket.objects.get(pk=ticket.pk)


def kinds(ticket: Ticket) -> list[str]:
    return list(TicketEvent.objects.filter(ticket=ticket).order_by("pk").values_list("kind", flat=True))


def asked(ticket: Ticket, fso: User, at: datetime = MONDAY + 2 * HOUR) -> Ticket:
    return actions.answer_and_wait(ticket, body="Which roll is in it?", actor=fso, at=at)


def test_it_waits_three_opening_days_for_the_client_and_asks_once_more_on_the_second(
    printer: Ticket, fso: User
) -> None:
    waits = now(asked(printer, fso))

    assert (waits.status, waits.waiting_for, waits.waiting_until) == ("waiting", "customer", THURSDAY_EVENING)
    assert waits.remind_at == datetime(2026, 11, 4, 7, 30, tzinfo=UTC)
    assert (waits.in_queue, waits.resolve_due_at, waits.is_paused) == (False, None, True)
    with time_machine.travel(waits.remind_at):
        assert checked() == (0, "1 right, 0 wrong\n")

    assert actions.sweep(waits.remind_at) == 1
    assert actions.sweep(waits.remind_at + HOUR) == 0
    assert kinds(printer).count("reminded") == 1
    assert now(printer).status == Status.WAITING

    actions.sweep(THURSDAY_EVENING + HOUR)
    back = now(printer)
    assert (back.status, back.waited_for, back.in_queue, back.queue_pull, back.silences) == (
        "open",
        "customer",
        True,
        0,
        1,
    )
    over = TicketEvent.objects.get(ticket=printer, kind="wait_was_over")
    assert over.occurred_at == THURSDAY_EVENING, "however late one looks"
    assert checked() == (0, "1 right, 0 wrong\n")

    actions.answer(printer, body="Are you there?", actor=fso, at=THURSDAY_EVENING + DAY)
    assert (now(printer).waited_for, now(printer).queue_pull) == ("", 1), "somebody acted"


@pytest.mark.parametrize(
    ("waiting_for", "day", "until"),
    [
        ("approval", None, datetime(2026, 11, 9, 16, 0, tzinfo=UTC)),
        ("supplier", None, datetime(2026, 11, 9, 16, 0, tzinfo=UTC)),
        ("supplier", date(2026, 11, 4), datetime(2026, 11, 4, 16, 0, tzinfo=UTC)),
        ("delivery", date(2026, 11, 10), datetime(2026, 11, 10, 16, 0, tzinfo=UTC)),
        ("delivery", date(2026, 11, 8), datetime(2026, 11, 9, 16, 0, tzinfo=UTC)),  # a Sunday
        ("ourselves", date(2026, 11, 10), datetime(2026, 11, 10, 7, 30, tzinfo=UTC)),
    ],
)
def test_each_wait_has_its_end(
    waiting_for: str, day: date | None, until: datetime, printer: Ticket, fso: User, contact: User
) -> None:
    actions.wait(printer, waiting_for=waiting_for, day=day, words="A roll, 20 euro", actor=fso, at=MONDAY + 2 * HOUR)

    assert (now(printer).waiting_for, now(printer).waiting_until, now(printer).remind_at) == (waiting_for, until, None)
    actions.sweep(until)
    assert (now(printer).status, now(printer).waited_for) == ("open", waiting_for), "it never vanishes"
    assert checked() == (0, "1 right, 0 wrong\n")


@pytest.mark.parametrize("waiting_for", ["delivery", "ourselves", "visit"])
def test_of_these_somebody_says_until_when(waiting_for: str, printer: Ticket, fso: User) -> None:
    with pytest.raises(actions.WrongMoment):
        actions.wait(printer, waiting_for=waiting_for, actor=fso, at=MONDAY + 2 * HOUR)
    with pytest.raises(actions.WrongMoment):
        actions.wait(printer, waiting_for="ourselves", day=date(2026, 11, 1), actor=fso, at=MONDAY + 2 * HOUR)
    with pytest.raises(actions.WrongMoment):
        actions.wait(printer, waiting_for="ourselves", day=date(2028, 11, 1), actor=fso, at=MONDAY + 2 * HOUR)

    assert now(printer).status == Status.IN_PROGRESS


def test_a_visit_ends_its_wait_and_must_come_to_the_place(
    printer: Ticket, visit: Visit, fso: User, garage: Client
) -> None:
    elsewhere = Visit.objects.create(
        site=Site.objects.get(client=garage), fso=fso, starts_at=visit.starts_at, ends_at=visit.ends_at
    )
    with pytest.raises(actions.WrongMoment, match="of this place"):
        actions.wait(printer, waiting_for="visit", visit=elsewhere, actor=fso, at=MONDAY + 2 * HOUR)
    actions.wait(printer, waiting_for="visit", visit=visit, actor=fso, at=MONDAY + 2 * HOUR)

    assert (now(printer).planned_visit, now(printer).waiting_until) == (visit, visit.ends_at)
    assert now(printer).is_paused is False, "a P3 keeps running until a visit"
    actions.sweep(visit.ends_at)
    assert (now(printer).status, now(printer).waited_for) == ("open", "visit")
    assert checked() == (0, "1 right, 0 wrong\n")


def test_a_word_of_the_client_ends_the_wait_and_the_clock_goes_on(
    printer: Ticket, fso: User, colleague: User, contact: User
) -> None:
    asked(printer, fso)
    actions.reply(printer, body="The long one.", actor=contact, at=MONDAY + 5 * HOUR)

    back = now(printer)
    assert (back.status, back.waiting_for, back.waited_for, back.silences) == ("open", "", "", 0)
    assert back.resolve_due_at == datetime(2026, 11, 4, 10, 0, tzinfo=UTC), (
        "16 opening hours after Monday 09:00, and the three that it waited"
    )
    assert kinds(printer)[-2:] == ["replied", "wait_ended"]
    assert checked() == (0, "1 right, 0 wrong\n")

    actions.wait_on(printer, actor=fso, at=MONDAY + 6 * HOUR)
    assert now(printer).waiting_until == THURSDAY_EVENING, "the same date"


def test_words_of_the_firm_and_of_the_client_end_no_other_wait(printer: Ticket, fso: User, requester: User) -> None:
    actions.wait(printer, waiting_for="supplier", actor=fso, at=MONDAY + 2 * HOUR)
    actions.note(printer, body="Called them", actor=fso, at=MONDAY + 3 * HOUR)
    actions.answer(printer, body="They look at it", actor=fso, at=MONDAY + 3 * HOUR)
    actions.reply(printer, body="Thanks", actor=requester, at=MONDAY + 4 * HOUR)

    assert (now(printer).status, now(printer).waiting_for) == ("waiting", "supplier")


def test_go_on_once_and_twice_is_once(printer: Ticket, fso: User) -> None:
    actions.wait(printer, waiting_for="supplier", actor=fso, at=MONDAY + 2 * HOUR)
    actions.wait(printer, waiting_for="supplier", actor=fso, at=MONDAY + 2 * HOUR)
    for _ in range(2):
        actions.end_wait(printer, actor=fso, at=MONDAY + 3 * HOUR)

    assert (kinds(printer).count("waited"), kinds(printer).count("wait_ended")) == (1, 1)
    assert now(printer).status == Status.OPEN
    assert checked() == (0, "1 right, 0 wrong\n")


@pytest.mark.parametrize("act", ["start", "resolve", "cancel", "say_it_works"])
def test_whatever_ends_a_wait_leaves_deadlines_that_the_facts_give(
    act: str, printer: Ticket, fso: User, requester: User
) -> None:
    actions.wait(printer, waiting_for="customer", actor=fso, at=MONDAY + 2 * HOUR)
    at = MONDAY + DAY
    if act == "start":
        actions.start(printer, actor=fso, at=at)
    elif act == "resolve":
        actions.resolve(printer, how="A roll", minutes=5, actor=fso, at=at)
    elif act == "cancel":
        actions.cancel(printer, reason="Twice", actor=fso, at=at)
    else:
        actions.say_it_works(printer, actor=requester, words="The cable", at=at)

    ended = now(printer)
    assert (ended.waiting_for, ended.waiting_until, ended.remind_at) == ("", None, None)
    assert checked() == (0, "1 right, 0 wrong\n")


def test_the_clock_reads_a_wait_that_nobody_ended_as_ended_by_itself(printer: Ticket, fso: User) -> None:
    asked(printer, fso)
    back = THURSDAY_EVENING + 15 * HOUR + timedelta(minutes=30)  # Friday, as the place opens: nobody swept

    actions.override_priority(printer, priority=2, reason="Payday", actor=fso, at=back + HOUR)

    kept = now(printer)
    assert kept.resolve_due_at == back + 6 * HOUR, "two of eight hours were used on Monday"
    actions.sweep(back + HOUR)
    assert now(printer).resolve_due_at == kept.resolve_due_at, "and a sweep changes no verdict"
    assert checked() == (0, "1 right, 0 wrong\n")


def test_what_waits_while_its_clock_runs_comes_back_when_time_runs_out(printer: Ticket, fso: User) -> None:
    actions.answer(printer, body="I look at it", actor=fso, at=MONDAY + HOUR)
    actions.wait(printer, waiting_for="ourselves", day=date(2026, 11, 10), actor=fso, at=MONDAY + 2 * HOUR)
    assert now(printer).in_queue is False
    three_quarters = datetime(2026, 11, 3, 11, 30, tzinfo=UTC)  # 12 of 16 opening hours

    actions.sweep(three_quarters - timedelta(seconds=1))
    assert now(printer).in_queue is False
    actions.sweep(three_quarters)

    assert (now(printer).status, now(printer).in_queue) == ("waiting", True)


def test_after_the_second_silence_it_may_be_closed_and_an_answer_opens_it_again(
    printer: Ticket, fso: User, requester: User
) -> None:
    asked(printer, fso)
    actions.sweep(THURSDAY_EVENING)
    with pytest.raises(actions.WrongMoment, match="silent twice"):
        actions.close_unanswered(printer, actor=fso, at=THURSDAY_EVENING + HOUR)
    actions.remind(printer, actor=fso, at=THURSDAY_EVENING + HOUR)
    again = now(printer)
    assert (again.status, again.remind_at) == ("waiting", None)
    assert again.waiting_until is not None
    actions.sweep(again.waiting_until)
    at = again.waiting_until + HOUR

    for _ in range(2):
        actions.close_unanswered(printer, actor=fso, at=at)
    closed = now(printer)
    assert (closed.status, closed.is_unanswered, kinds(printer).count("closed_unanswered")) == ("closed", True, 1)
    assert checked() == (0, "1 right, 0 wrong\n")

    actions.reply(printer, body="I was away. It is the long one.", actor=requester, at=at + 9 * DAY)
    back = now(printer)
    assert (back.status, back.is_unanswered, back.resolved_at, back.closed_at) == ("open", False, None, None)
    assert (back.reopen_count, back.silences) == (0, 0), "nobody said that it was not solved"
    assert checked() == (0, "1 right, 0 wrong\n")


def test_a_second_tab_does_not_wait_on_what_was_answered_meanwhile(printer: Ticket, fso: User, requester: User) -> None:
    seen = now(printer).version
    actions.reply(printer, body="One more thing", actor=requester, at=MONDAY + 2 * HOUR)

    with pytest.raises(actions.WrongMoment, match="while you were writing"):
        actions.wait(printer, waiting_for="customer", version=seen, actor=fso, at=MONDAY + 3 * HOUR)
    with pytest.raises(actions.WrongMoment, match="while you were writing"):
        actions.answer_and_wait(printer, body="Which roll?", version=seen, actor=fso, at=MONDAY + 3 * HOUR)

    assert "answered" not in kinds(printer), "nothing was sent either"
    assert now(printer).status == Status.IN_PROGRESS


def test_the_client_contact_approves_or_refuses_once(
    printer: Ticket, fso: User, requester: User, contact: User, outsider_contact: User
) -> None:
    with pytest.raises(actions.WrongMoment, match="what it costs"):
        actions.wait(printer, waiting_for="approval", actor=fso, at=MONDAY + 2 * HOUR)
    actions.wait(printer, waiting_for="approval", words="A new printer, 400 euro", actor=fso, at=MONDAY + 2 * HOUR)
    for person in (requester, outsider_contact, fso):
        with pytest.raises(actions.NotAllowed):
            actions.approve(printer, actor=person, at=MONDAY + 3 * HOUR)
    with pytest.raises(actions.WrongMoment, match="why not"):
        actions.refuse_approval(printer, words="", actor=contact, at=MONDAY + 3 * HOUR)

    for _ in range(2):
        actions.approve(printer, words="Go ahead", actor=contact, at=MONDAY + 3 * HOUR)

    assert (now(printer).status, kinds(printer).count("approved")) == ("open", 1)
    with pytest.raises(actions.WrongMoment):
        actions.refuse_approval(printer, words="No", actor=contact, at=MONDAY + 4 * HOUR)
    assert checked() == (0, "1 right, 0 wrong\n")


def test_where_nobody_can_approve_nothing_waits_for_it(printer: Ticket, fso: User) -> None:
    with pytest.raises(actions.WrongMoment, match="Nobody of this company"):
        actions.wait(printer, waiting_for="approval", words="400 euro", actor=fso, at=MONDAY + 2 * HOUR)


def test_what_is_to_be_approved_may_be_said_anew_on_the_same_day(printer: Ticket, fso: User, contact: User) -> None:
    for words in ("A dock, 120 euro", "A dock, 120 euro", "A dock, 180 euro"):
        actions.wait(printer, waiting_for="approval", words=words, actor=fso, at=MONDAY + 2 * HOUR)

    asked_for = TicketEvent.objects.filter(ticket=printer, kind="waited").order_by("pk")
    assert [event.words.text for event in asked_for if event.words] == ["A dock, 120 euro", "A dock, 180 euro"]


def test_a_day_that_is_too_far_is_refused_with_its_reason(printer: Ticket, fso: User) -> None:
    with pytest.raises(actions.WrongMoment, match="within a year"):
        actions.wait(printer, waiting_for="delivery", day=date.max, actor=fso, at=MONDAY + 2 * HOUR)


def test_an_answer_takes_the_haste_away_that_only_the_first_answer_made(
    brewery_site: Site, requester: User, fso: User
) -> None:
    told = actions.Report(what="The mail", impact=Impact.TEAM, urgency=Urgency.STOPPED, site=brewery_site)
    ticket = actions.report(told, client=brewery_site.client, actor=requester, at=MONDAY)
    actions.wait(ticket, waiting_for="supplier", actor=fso, at=MONDAY + timedelta(minutes=5))
    actions.sweep(MONDAY + timedelta(minutes=46))
    assert now(ticket).in_queue, "three quarters of the time for the first answer are used"

    actions.answer(ticket, body="The supplier is on it.", actor=fso, at=MONDAY + timedelta(minutes=50))

    assert (now(ticket).in_queue, now(ticket).is_pressing) == (False, False)
