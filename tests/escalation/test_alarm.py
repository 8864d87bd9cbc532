"""No P1 without a hand: the alarm is raised and ended by what happens, and called by the clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.models import User
from escalation import actions
from escalation.models import Alarm, Escalation, Quiet
from escalation.queries import people_at
from history.recording import event_recorded
from sites.models import Client
from tests.cast import person_of_firm
from tests.escalation.conftest import Escalate
from tests.escalation.test_following import deactivated, unassigned
from tickets import actions as tickets
from tickets.lifecycle import Status
from tickets.models import Category, Channel, Impact, Ticket, TicketEvent, Urgency
from tickets.queries import happenings_of
from tickets.timeline import Happened, timeline_of

T0 = datetime.fromisoformat("2026-11-24T09:00:00+00:00")
MINUTE = timedelta(minutes=1)

EVERYBODY = tickets.Report(what="The server is down", impact=Impact.COMPANY, urgency=Urgency.STOPPED)
ONE_PERSON = tickets.Report(what="Outlook is slow", impact=Impact.PERSON, urgency=Urgency.DIFFICULT)

Report = Callable[..., Ticket]


@pytest.fixture
def report(brewery: Client, requester: User, fso: User) -> Report:
    """Return a function that reports a P1 of the brewery, at T0."""

    def reported(told: tickets.Report = EVERYBODY, at: datetime = T0) -> Ticket:
        return tickets.report(told, client=brewery, actor=requester, at=at)

    return reported


def live(ticket: Ticket) -> Alarm | None:
    return Alarm.objects.live().filter(ticket=ticket).first()


def since(ticket: Ticket) -> datetime | None:
    """Since when its alarm runs; None = there is none."""
    alarm = live(ticket)
    return alarm.since if alarm else None


def ended(ticket: Ticket) -> tuple[str, User | None, datetime | None]:
    """How its last alarm ended."""
    assert live(ticket) is None
    alarm = Alarm.objects.filter(ticket=ticket).latest("pk")
    return alarm.why_ended, alarm.ended_by, alarm.ended_at


def calls(ticket: Ticket) -> list[TicketEvent]:
    return list(TicketEvent.objects.filter(ticket=ticket, kind="p1_called").order_by("pk"))


def moments(ticket: Ticket) -> list[float]:
    """The minutes after T0 at which somebody was called about it."""
    return [(call.occurred_at - T0) / MINUTE for call in calls(ticket)]


def sweep(first: float, last: float, every: float = 0.25) -> None:
    """Let the clock go on from one minute after T0 to another, as the sweeper would."""
    now = first
    while now <= last:
        actions.call_due(T0 + now * MINUTE)
        now += every


# ---- what raises it ----


def test_a_reported_p1_is_alone_from_the_moment_it_was_reported(report: Report) -> None:
    ticket = report()

    alarm = live(ticket)
    assert alarm is not None
    assert (alarm.since, alarm.next_at, alarm.rounds) == (T0, T0 + 10 * MINUTE, 0)


def test_what_is_no_p1_has_no_alarm(report: Report, fso: User) -> None:
    ticket = report(ONE_PERSON)
    tickets.start(ticket, actor=fso)
    tickets.answer(ticket, body="I look at it", actor=fso)

    assert not Alarm.objects.exists()


def test_a_recorded_p1_is_alone_and_one_solved_on_the_spot_is_not(brewery: Client, requester: User, fso: User) -> None:
    common = {"client": brewery, "actor": fso, "channel": Channel.WALK_IN, "at": T0}
    recorded = tickets.record(EVERYBODY, requester=requester, **common)  # type: ignore[arg-type]
    solved = tickets.record_call(
        EVERYBODY,
        caller=tickets.Caller(requester),
        solved=tickets.SolvedNow(5, "The plug"),
        **common,  # type: ignore[arg-type]
    )

    assert since(recorded) == T0
    assert ended(solved)[0] == Quiet.FINISHED


def test_raised_to_p1_by_hand_and_back(report: Report, fso: User) -> None:
    ticket = report(ONE_PERSON)
    raised_at, lowered_at = T0 + 3 * MINUTE, T0 + 7 * MINUTE

    tickets.override_priority(ticket, priority=1, reason="It is the director", actor=fso, at=raised_at)
    assert since(ticket) == raised_at

    tickets.override_priority(ticket, priority=3, reason="It is not", actor=fso, at=lowered_at)
    assert ended(ticket) == (Quiet.NOT_CRITICAL, fso, lowered_at)


def test_raised_to_p1_by_its_category(brewery: Client, requester: User, fso: User) -> None:
    told = tickets.Report(what="The till stands still", impact=Impact.TEAM, urgency=Urgency.STOPPED)
    ticket = tickets.report(told, client=brewery, actor=requester, at=T0)
    till = Category.objects.create(name_en="Till", question_kind="technical", floor=1)
    assert since(ticket) is None

    tickets.categorize(ticket, category=till, actor=fso, at=T0 + MINUTE)

    assert since(ticket) == T0 + MINUTE


def test_her_second_answer_makes_and_unmakes_it(report: Report, requester: User) -> None:
    ticket = report()

    tickets.confirm_reach(ticket, impact=Impact.COMPANY, actor=requester, at=T0 + MINUTE)
    assert since(ticket) == T0

    other = report()
    tickets.confirm_reach(other, impact=Impact.PERSON, actor=requester, at=T0 + MINUTE)
    assert ended(other) == (Quiet.NOT_CRITICAL, requester, T0 + MINUTE)


def test_words_and_a_first_look_are_no_hand(report: Report, requester: User, fso: User) -> None:
    ticket = report()
    tickets.answer(ticket, body="We know", actor=fso, at=T0 + MINUTE)
    tickets.note(ticket, body="Who goes?", actor=fso, at=T0 + 2 * MINUTE)
    tickets.reply(ticket, body="Hurry", actor=requester, at=T0 + 3 * MINUTE)

    assert since(ticket) == T0


def test_assigned_is_not_in_hand(report: Report, fso: User, stand_in: User) -> None:
    ticket = report()

    tickets.assign(ticket, to=stand_in, actor=fso, at=T0 + MINUTE)

    assert since(ticket) == T0


# ---- what ends it, and raises it anew ----


def test_started_it_is_taken(report: Report, fso: User) -> None:
    ticket = report()

    tickets.start(ticket, actor=fso, at=T0 + 4 * MINUTE)

    assert ended(ticket) == (Quiet.TAKEN, fso, T0 + 4 * MINUTE)


def test_given_to_a_colleague_it_is_alone_until_he_starts(report: Report, fso: User, stand_in: User) -> None:
    ticket = report()
    tickets.start(ticket, actor=fso, at=T0)

    tickets.assign(ticket, to=stand_in, actor=fso, at=T0 + 5 * MINUTE)
    assert since(ticket) == T0 + 5 * MINUTE

    tickets.start(ticket, actor=stand_in, at=T0 + 6 * MINUTE)
    assert ended(ticket) == (Quiet.TAKEN, stand_in, T0 + 6 * MINUTE)


def test_solved_it_is_quiet_and_reopened_it_is_alone_again(report: Report, fso: User, requester: User) -> None:
    ticket = report()
    tickets.start(ticket, actor=fso, at=T0)
    tickets.resolve(ticket, how="The plug", minutes=5, actor=fso, at=T0 + MINUTE)
    assert live(ticket) is None

    tickets.reopen(ticket, reason="Still down", actor=requester, at=T0 + 20 * MINUTE)
    assert since(ticket) == T0 + 20 * MINUTE

    tickets.resolve(ticket, how="The other plug", minutes=5, actor=fso, at=T0 + 21 * MINUTE)
    assert ended(ticket) == (Quiet.FINISHED, fso, T0 + 21 * MINUTE)

    tickets.confirm(ticket, actor=requester, at=T0 + 22 * MINUTE)
    assert ended(ticket) == (Quiet.FINISHED, fso, T0 + 21 * MINUTE)


def test_that_it_works_again_ends_it(report: Report, requester: User) -> None:
    ticket = report()

    tickets.say_it_works(ticket, actor=requester, words="By itself", at=T0 + MINUTE)

    assert ended(ticket) == (Quiet.FINISHED, requester, T0 + MINUTE)


def test_cancelled_it_is_quiet(report: Report, fso: User) -> None:
    ticket = report()

    tickets.cancel(ticket, reason="A false alarm", actor=fso, at=T0 + MINUTE)

    assert ended(ticket) == (Quiet.FINISHED, fso, T0 + MINUTE)


def test_offered_to_the_second_line_it_is_alone_until_somebody_picks_it_up(
    report: Report, escalate: Escalate, engineer: User
) -> None:
    ticket = report()

    escalation = escalate(ticket, at=T0 + MINUTE)
    assert since(ticket) == T0

    actions.pick_up(escalation, actor=engineer, at=T0 + 2 * MINUTE)
    assert ended(ticket) == (Quiet.TAKEN, engineer, T0 + 2 * MINUTE)


@pytest.fixture
def picked_up(report: Report, escalate: Escalate, engineer: User, fso: User) -> Escalation:
    """A P1 that Thibault has picked up, at T0 + 2 minutes."""
    ticket = report()
    tickets.start(ticket, actor=fso, at=T0)
    escalation = escalate(ticket, at=T0 + MINUTE)
    assert live(ticket) is None, "its face has it in hand while it is offered"
    escalation = actions.pick_up(escalation, actor=engineer, at=T0 + 2 * MINUTE)
    assert live(ticket) is None
    return escalation


LATER = T0 + 9 * MINUTE


@pytest.mark.parametrize(
    "give_back",
    [
        lambda one, who: actions.hand_back(one, done="Half", needed_on_site="", actor=who["engineer"], at=LATER),
        lambda one, who: actions.withdraw(one, actor=who["fso"], at=LATER),
        lambda one, who: tickets.assign(one.ticket, to=who["fso"], actor=who["engineer"], at=LATER),
        lambda one, who: tickets.assign(one.ticket, to=who["stand_in"], actor=who["fso"], at=LATER),
    ],
    ids=["handed back", "withdrawn", "given to its face", "given to a colleague"],
)
def test_back_from_the_second_line_it_is_alone(
    give_back: Callable[[Escalation, dict[str, User]], object],
    picked_up: Escalation,
    fso: User,
    stand_in: User,
    engineer: User,
) -> None:
    give_back(picked_up, {"fso": fso, "stand_in": stand_in, "engineer": engineer})

    assert since(picked_up.ticket) == LATER


@pytest.mark.parametrize("goes", ["deactivated", "unassigned"])
def test_who_leaves_leaves_it_alone(
    goes: str, picked_up: Escalation, engineer: User, administrator: User, brewery: Client
) -> None:
    before = timezone.now()

    if goes == "deactivated":
        deactivated(engineer, administrator)
    else:
        unassigned(engineer, brewery, administrator)

    began = since(picked_up.ticket)
    assert not Ticket.objects.get(pk=picked_up.ticket_id).is_in_hand
    assert began is not None
    assert began >= before


def test_a_face_that_leaves_leaves_it_alone(
    report: Report, fso: User, stand_in: User, brewery: Client, administrator: User
) -> None:
    ticket = report()
    tickets.start(ticket, actor=fso, at=T0)
    before = timezone.now()

    unassigned(fso, brewery, administrator)

    began = since(ticket)
    assert not Ticket.objects.get(pk=ticket.pk).is_in_hand
    assert began is not None
    assert began >= before


def test_the_alarm_is_raised_with_the_fact_or_not_at_all(report: Report) -> None:
    def reported_in_vain() -> None:
        with transaction.atomic():
            report()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        reported_in_vain()

    assert not Alarm.objects.exists()
    assert not Ticket.objects.exists()


def test_the_database_allows_one_live_alarm_per_ticket(report: Report) -> None:
    ticket = report()

    with pytest.raises(IntegrityError), transaction.atomic():
        Alarm.objects.create(ticket=ticket, since=T0, next_at=T0)
    with pytest.raises(IntegrityError), transaction.atomic():
        Alarm.objects.filter(ticket=ticket).update(ended_at=T0)


def test_an_end_is_never_before_the_beginning(report: Report, fso: User) -> None:
    ticket = report()

    tickets.start(ticket, actor=fso, at=T0 - MINUTE)

    assert ended(ticket) == (Quiet.TAKEN, fso, T0)


# ---- who is called, and when ----


def test_ten_minutes_later_and_then_every_five(report: Report, desk: User) -> None:
    ticket = report()

    sweep(0, 31)

    assert moments(ticket) == [10, 15, 20, 25, 30]
    assert [call.details["round"] for call in calls(ticket)] == [1, 2, 3, 4, 5]
    first = calls(ticket)[0]
    assert (first.actor, first.details) == (None, {"round": 1, "step": "desk", "people": [desk.pk]})


def test_from_the_third_round_on_team_leads_too(report: Report, desk: User, brewery: Client) -> None:
    lead = person_of_firm("An Willems", "an@lumen-it.example", "administrator", is_team_lead=True)
    ticket = report()

    sweep(10, 21)

    assert [(call.details["step"], call.details["people"]) for call in calls(ticket)] == [
        ("desk", [desk.pk]),
        ("desk", [desk.pk]),
        ("team_leads", [desk.pk, lead.pk]),
    ]


def test_without_a_desk_the_next_are_called_at_once_and_without_anybody_that_is_recorded(report: Report) -> None:
    ticket = report()
    actions.call_due(T0 + 10 * MINUTE)
    lead = person_of_firm("An Willems", "an@lumen-it.example", "administrator", is_team_lead=True)
    actions.call_due(T0 + 15 * MINUTE)

    assert [call.details["people"] for call in calls(ticket)] == [[], [lead.pk]]


def test_only_active_people_who_may_see_it_are_called(report: Report, desk: User) -> None:
    gone = person_of_firm("Gone", "gone@lumen-it.example", "desk")
    User.objects.filter(pk=gone.pk).update(is_active=False)
    person_of_firm("Blind", "blind@lumen-it.example", "engineer", is_team_lead=True)
    seeing = person_of_firm("Seeing", "seeing@lumen-it.example", "administrator", is_team_lead=True)
    ticket = report()

    assert people_at("desk", ticket) == [desk]
    assert people_at("team_leads", ticket) == [seeing]

    ticket.confidential = True
    ticket.save()
    assert people_at("desk", ticket) == [desk]
    assert people_at("team_leads", ticket) == []


def test_a_step_that_nobody_knows_is_a_fault(report: Report) -> None:
    with pytest.raises(ValueError, match="on_the_moon"):
        people_at("on_the_moon", report())


def test_taken_in_time_nobody_is_called(report: Report, fso: User, desk: User) -> None:
    ticket = report()
    sweep(0, 9.75)
    tickets.start(ticket, actor=fso, at=T0 + 9.8 * MINUTE)

    sweep(10, 30)

    assert calls(ticket) == []


@pytest.mark.parametrize("how", ["started", "lowered", "solved", "cancelled"])
def test_it_repeats_until_somebody_takes_it_or_it_is_over(how: str, report: Report, fso: User, desk: User) -> None:
    ticket = report()
    sweep(0, 16)
    ends: dict[str, Callable[[], object]] = {
        "started": lambda: tickets.start(ticket, actor=fso, at=T0 + 17 * MINUTE),
        "lowered": lambda: tickets.override_priority(ticket, priority=2, reason="No", actor=fso, at=T0 + 17 * MINUTE),
        "solved": lambda: tickets.resolve(ticket, how="Plug", minutes=1, actor=fso, at=T0 + 17 * MINUTE),
        "cancelled": lambda: tickets.cancel(ticket, reason="No", actor=fso, at=T0 + 17 * MINUTE),
    }

    ends[how]()
    sweep(17, 60)

    assert moments(ticket) == [10, 15]
    assert ended(ticket)[1:] == (fso, T0 + 17 * MINUTE)


def test_handed_back_it_begins_from_the_beginning(report: Report, fso: User, stand_in: User, desk: User) -> None:
    ticket = report()
    sweep(0, 16)
    tickets.start(ticket, actor=fso, at=T0 + 17 * MINUTE)
    tickets.assign(ticket, to=stand_in, actor=fso, at=T0 + 20 * MINUTE)

    sweep(20, 36)

    assert moments(ticket) == [10, 15, 30, 35]
    assert [call.details["round"] for call in calls(ticket)] == [1, 2, 1, 2]


def test_after_a_standstill_of_a_night_one_round_is_called(report: Report, desk: User) -> None:
    ticket = report()
    sweep(0, 11)

    sweep(600, 611)

    assert moments(ticket) == [10, 600, 605, 610]


def test_what_comes_close_together_is_called_in_one_turn(report: Report, desk: User) -> None:
    first, second, third = report(), report(at=T0 + 0.5 * MINUTE), report(at=T0 + 1.75 * MINUTE)
    later = report(at=T0 + 3 * MINUTE)

    sweep(0, 23)

    # Ten minutes at least and two more at most before the first call; then they draw together, and stay so.
    assert moments(first) == [10, 14, 17, 22]
    assert moments(second) == moments(third) == [12, 17, 22]
    assert moments(later) == [14, 17, 22]
    assert [call.details["round"] for call in calls(third)] == [1, 2, 3]


def test_a_turn_is_one_transaction(report: Report, desk: User) -> None:
    tickets_of_turn = [report(), report()]
    told_in = []

    def note(event: TicketEvent, **_: object) -> None:
        told_in.append((event.ticket_id, connection.savepoint_ids[:-1]))

    event_recorded.connect(note, sender=TicketEvent)
    try:
        actions.call_due(T0 + 10 * MINUTE)
    finally:
        event_recorded.disconnect(note, sender=TicketEvent)

    assert [number for number, _ in told_in] == [one.pk for one in tickets_of_turn]
    assert told_in[0][1] == told_in[1][1] != []


def test_what_no_fact_told_the_sweeper_finds(report: Report, fso: User, desk: User) -> None:
    ticket = report()
    Ticket.objects.filter(pk=ticket.pk).update(status=Status.IN_PROGRESS, assignee=fso)

    actions.call_due(T0 + 12 * MINUTE)

    assert calls(ticket) == []
    assert ended(ticket) == (Quiet.TAKEN, fso, T0 + 12 * MINUTE)


def test_one_that_cannot_be_called_stops_no_other_and_is_tried_again(
    report: Report, desk: User, caplog: pytest.LogCaptureFixture
) -> None:
    poisoned, healthy = report(), report(at=T0 + MINUTE)

    def refuse(event: TicketEvent, **_: object) -> None:
        if event.ticket_id == poisoned.pk:
            raise RuntimeError

    event_recorded.connect(refuse, sender=TicketEvent)
    try:
        actions.call_due(T0 + 12 * MINUTE)
    finally:
        event_recorded.disconnect(refuse, sender=TicketEvent)

    assert calls(poisoned) == []
    assert moments(healthy) == [12]
    assert f"Nobody could be called about ticket {poisoned.pk}" in caplog.text
    alarm = live(poisoned)
    assert alarm is not None
    assert (alarm.rounds, alarm.next_at) == (0, T0 + 13 * MINUTE)

    sweep(12, 14)
    assert moments(poisoned) == [13]


def test_the_call_is_told_in_the_history_of_the_firm_only(report: Report, desk: User, requester: User) -> None:
    person_of_firm("Bo Desk", "bo@lumen-it.example", "desk")
    ticket = report()
    actions.call_due(T0 + 10 * MINUTE)

    told = [one.sentence for one in timeline_of(ticket, reader=desk) if isinstance(one, Happened)]
    assert told[-1] == "Nobody had it in hand. Called: Bo Desk, Marleen Peeters"
    assert "p1_called" not in [event.kind for event in happenings_of(ticket)]


def test_called_by_nobody_reads_as_a_sentence(report: Report, fso: User) -> None:
    ticket = report()
    actions.call_due(T0 + 10 * MINUTE)

    told = [one.sentence for one in timeline_of(ticket, reader=fso) if isinstance(one, Happened)]
    assert told[-1] == "Nobody had it in hand. Called: nobody"


def test_on_the_day_of_the_change_what_is_alone_gets_its_alarm(report: Report, fso: User, requester: User) -> None:
    alone, in_hand, solved = report(), report(), report()
    report(ONE_PERSON)
    tickets.start(in_hand, actor=fso)
    tickets.say_it_works(solved, actor=requester)
    Alarm.objects.all().delete()

    for _again in range(2):
        import_module("escalation.migrations.0004_what_nobody_has_now").raise_alarms(apps, None)

    assert list(Alarm.objects.values_list("ticket", "since", "next_at")) == [(alone.pk, T0, T0 + 10 * MINUTE)]
