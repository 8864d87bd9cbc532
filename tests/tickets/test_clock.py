"""The service-level clock by worked examples: the rules of docs/clock.md, one by one."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from sites.opening_hours import Calendar, ClosingDay
from sites.public_holidays import public_holidays
from sites.week_text import read_day
from tickets.clock import Policy, Reading, Readings, Target, next_change, read, runs
from tickets.life import By, ClientWrote, Fact, FirmAnswered, Life, Moved, PriorityChanged, State, StatusChanged
from tickets.lifecycle import Status

BRUSSELS = ZoneInfo("Europe/Brussels")
HOLIDAYS = public_holidays("BE", "", [2026, 2027])

# id | case | calendar; priority (targets of its own); pauses | opened; events | asked at | response | solving.
# All in 2026, on the clock of Brussels. Pauses: c customer, s supplier, v visit.
EXAMPLES = """
D01 | one day, target ends exactly at closing time | O; P2; cs | 02/03 09:00 | 02/03 10:30 | 90, due 02/03 10:00, running LATE | 90, due 02/03 17:00, running
D02 | opened Friday afternoon, runs over the weekend | O; P2; cs | 06/03 16:00; 06/03 16:20 answer | 09/03 09:00 | 20, due 06/03 17:00, stopped | 90, due 09/03 15:30, running
D03 | opened and answered before opening hours: nothing elapsed | O; P2; cs | 03/03 06:30; 03/03 07:10 answer | 03/03 09:30 | 0, due 03/03 09:30, stopped | 60, due 03/03 16:30, running
D04 | opened on Saturday, answered Monday | O; P3; cs | 07/03 11:00; 09/03 09:00 answer | 09/03 12:00 | 30, due 09/03 12:30, stopped | 210, due 10/03 16:00, running
D05 | P1 around the clock on a Saturday night, same hour a business clock would sleep | O; P1; cs | 14/03 22:15; 14/03 22:40 answer | 15/03 01:00 | 25, due 14/03 22:45, stopped | 165, due 15/03 02:15, running
D06 | night of 29 March: around the clock, the missing hour is not counted | O; P1; cs | 28/03 23:00+01; 28/03 23:20+01 answer | 29/03 05:00+02 | 20, due 28/03 23:30+01, stopped | 300, due 29/03 04:00+02, running LATE
D07 | night of 25 October: around the clock, the doubled hour counts twice | O; P1; cs | 24/10 23:00+02; 24/10 23:20+02 answer | 25/10 01:30+02 | 20, due 24/10 23:30+02, stopped | 150, due 25/10 02:00+01, running
D08 | opening hours 22:00-06:00 on 28/29 March last 7 hours | N; P2; cs | 28/03 22:00+01; 28/03 22:30+01 answer | 29/03 08:00+02 | 30, due 28/03 23:00+01, stopped | 420, due 29/03 23:00+02, running
D09 | opening hours 22:00-06:00 on 24/25 October last 9 hours | N; P2 (P2: 60/600); cs | 24/10 22:00+02; 24/10 22:30+02 answer | 25/10 08:00+01 | 30, due 24/10 23:00+02, stopped | 540, due 25/10 23:00+01, running
D10 | Ascension Day between opening and target | O; P2; cs | 13/05 16:00; 13/05 16:30 answer | 15/05 09:00 | 30, due 13/05 17:00, stopped | 90, due 15/05 15:30, running
D11 | Ascension Day and the bridge Friday as own closing day | O +closed 15/05 (entered 12/01 10:00); P2; cs | 13/05 16:00; 13/05 16:30 answer | 18/05 09:00 | 30, due 13/05 17:00, stopped | 90, due 18/05 15:30, running
D12 | Easter Monday after a weekend | O; P2; cs | 03/04 16:30 | 07/04 09:15 | 75, due 07/04 09:00, running LATE | 75, due 07/04 16:00, running
D13 | waiting for the customer from Friday to Monday | O; P2; cs | 06/03 09:00; 06/03 10:00 answer; 06/03 10:00 wait customer; 09/03 11:00 open | 09/03 12:00 | 60, due 06/03 10:00, stopped | 120, due 10/03 09:30, running
D14 | pause begins and ends while closed: no effect | O; P2; cs | 10/03 15:00; 10/03 15:30 answer; 10/03 18:00 wait customer; 11/03 07:45 open | 11/03 10:00 | 30, due 10/03 16:00, stopped | 210, due 11/03 14:30, running
D15 | waiting for the supplier when the policy does not pause for it | O; P2; c | 11/03 09:00; 11/03 09:20 answer; 11/03 10:00 wait supplier | 12/03 10:00 | 20, due 11/03 10:00, stopped | 570, due 11/03 17:00, running LATE
D16 | waiting for the planned visit, policy pauses | O; P3; cv | 12/03 14:00; 12/03 14:30 answer; 12/03 14:30 wait visit; 17/03 09:00 open | 17/03 11:00 | 30, due 13/03 09:30, stopped | 150, due 18/03 16:00, running
D17 | waiting for the planned visit, policy does not pause | O; P3; c | 12/03 14:00; 12/03 14:30 answer; 12/03 14:30 wait visit; 17/03 09:00 open | 17/03 11:00 | 30, due 13/03 09:30, stopped | 1350, due 16/03 13:00, running LATE
D18 | priority raised while paused: new target, old minutes, deadline on resuming | O; P3; cs | 16/03 09:00; 16/03 09:30 answer; 16/03 10:00 wait customer; 16/03 15:00 P2; 17/03 09:00 open | 17/03 10:00 | 30, due 16/03 13:00, stopped | 120, due 17/03 16:00, running
D19 | priority lowered after the target was passed: in time again | O; P2; cs | 16/03 09:00; 16/03 09:30 answer; 17/03 10:00 P3 | 17/03 10:30 | 30, due 16/03 10:00, stopped | 600, due 17/03 16:30, running
D20 | priority raised when more than the new target is already used: deadline lies in the past | O; P3; cs | 16/03 09:00; 16/03 09:30 answer; 17/03 14:00 P2 | 17/03 14:05 | 30, due 16/03 13:00, stopped | 815, due 16/03 17:00, running LATE
D21 | reopened: time spent solved does not count | O; P2; cs | 17/03 09:00; 17/03 09:10 answer; 17/03 11:00 resolved; 19/03 09:00 open | 19/03 10:00 | 10, due 17/03 10:00, stopped | 180, due 19/03 15:00, running
D22 | solved late, reopened: stays late and goes on | O; P2; cs | 17/03 09:00; 17/03 09:10 answer; 18/03 10:00 resolved; 19/03 14:00 open | 19/03 14:30 | 10, due 17/03 10:00, stopped | 600, due 17/03 17:00, running LATE
D23 | reopened and solved again exactly on the target: in time | O; P2; cs | 17/03 09:00; 17/03 09:10 answer; 17/03 11:00 resolved; 19/03 09:00 open; 19/03 15:00 resolved | 20/03 09:00 | 10, due 17/03 10:00, stopped | 480, due 19/03 15:00, stopped
D24 | own closing day entered while the clock runs: counted from the start | O +closed 20/03 (entered 19/03 15:00); P2; cs | 19/03 14:00; 19/03 14:20 answer | 19/03 16:00 | 20, due 19/03 15:00, stopped | 120, due 23/03 13:30, running
D25 | own closing day entered after the solving: the result stands | O +closed 20/03 (entered 23/03 09:00); P2; cs | 19/03 14:00; 19/03 14:20 answer; 20/03 16:00 resolved | 24/03 09:00 | 20, due 19/03 15:00, stopped | 630, due 20/03 13:30, stopped LATE
D26 | lunch break does not count | L; P2; cs | 24/03 11:50; 24/03 13:40 answer | 24/03 15:00 | 50, due 24/03 13:50, stopped | 130, due 26/03 08:50, running
D27 | walk-in solved on the spot | O; P4; cs | 24/03 10:05+01 walk_in; 24/03 10:05+01 resolved | 24/03 12:00+01 | 0, due 25/03 09:35+01, stopped | 0, due 30/03 16:05+02, stopped
D28 | telephone, kept: response at once, solving runs | O; P3; cs | 24/03 10:05 phone | 24/03 12:00 | 0, due 24/03 14:05, stopped | 115, due 26/03 09:05, running
D29 | automatic mail, internal note and a client's own reply are no response | O; P2; cs | 25/03 09:00; 25/03 09:01 auto mail; 25/03 09:15 note; 25/03 09:30 client writes; 25/03 10:10 answer | 25/03 11:00 | 70, due 25/03 10:00, stopped LATE | 120, due 25/03 17:00, running
D30 | solved without a word before: response stops at the solving | O; P2; cs | 25/03 09:00; 25/03 09:45 resolved | 25/03 11:00 | 45, due 25/03 10:00, stopped | 45, due 25/03 17:00, stopped
D31 | cancelled before any answer: both void | O; P2; cs | 25/03 09:00; 25/03 12:00 cancelled | 26/03 11:00 | void | void
D32 | merged after an answer: response keeps its result, solving void | O; P2; cs | 25/03 09:00; 25/03 09:20 answer; 25/03 10:00 merged | 26/03 11:00 | 20, due 25/03 10:00, stopped | void
D33 | calendar open 00:00-24:00: no minute lost at midnight | A; P2; cs | 25/03 22:30; 25/03 23:00 answer | 26/03 01:00 | 30, due 25/03 23:30, stopped | 150, due 26/03 06:30, running
D34 | around the clock ignores Christmas | O; P1; cs | 24/12 22:00; 24/12 22:25 answer | 25/12 00:30 | 25, due 24/12 22:30, stopped | 150, due 25/12 02:00, running
D35 | raised from a business clock to an around-the-clock one: the whole life is re-read | O; P3 (P1: 30/1440); cs | 26/03 16:00; 26/03 16:15 answer; 27/03 09:00 P1 | 27/03 10:00 | 15, due 27/03 11:30, stopped | 1080, due 27/03 16:00, running
D36 | opening 18:00-02:00 before a holiday is cut at midnight | E; P2 (P2: 60/600); cs | 30/04 18:00; 30/04 18:20 answer | 04/05 19:00 | 20, due 30/04 19:00, stopped | 420, due 04/05 22:00, running
D37 | opening 18:00-02:00 that would begin on a holiday has no tail either | E; P2; cs | 13/05 23:00; 13/05 23:30 answer | 15/05 20:00 | 30, due 14/05 00:00, stopped | 180, due 16/05 01:00, running
D38 | solved on Saturday, target used up to the minute at Friday's closing: in time | O; P2; cs | 27/03 09:00+01; 27/03 09:10+01 answer; 28/03 10:00+01 resolved | 30/03 09:00+02 | 10, due 27/03 10:00+01, stopped | 480, due 27/03 17:00+01, stopped
D39 | from waiting for the customer straight to a waiting that does not pause: runs again | O; P2; c | 30/03 09:00; 30/03 09:30 answer; 30/03 09:30 wait customer; 30/03 14:00 wait supplier | 30/03 16:00 | 30, due 30/03 10:00, stopped | 150, due 31/03 13:00, running
D40 | priority raised after the answer: the response is not judged again | O; P3; cs | 31/03 09:00; 31/03 11:00 answer; 31/03 11:30 P2 | 31/03 12:00 | 120, due 31/03 13:00, stopped | 180, due 31/03 17:00, running
"""

WEEKS = {
    "O": ["08:30-17:00"] * 5 + ["", ""],
    "L": ["08:30-12:00, 13:00-17:00"] * 2
    + ["08:30-12:00", "08:30-12:00, 13:00-17:00", "08:30-12:00, 13:00-16:00", "", ""],
    "N": ["22:00-06:00"] * 7,
    "E": ["18:00-02:00"] * 5 + ["", ""],
    "A": ["00:00-24:00"] * 7,
}
TARGETS = {1: (30, 240), 2: (60, 480), 3: (240, 960), 4: (480, 2400), 5: (960, 4800)}
WAITS = {"c": "customer", "s": "supplier", "v": "visit"}
STATUSES = {"open": Status.OPEN, "resolved": Status.RESOLVED, "cancelled": Status.CANCELLED, "merged": Status.MERGED}
MOMENT = re.compile(r"(\d\d)/(\d\d) (\d\d):(\d\d)(\+\d\d)?")


def moment(text: str) -> datetime:
    day, month, hour, minute, offset = MOMENT.match(text).groups()  # type: ignore[union-attr]
    if offset:
        return datetime.fromisoformat(f"2026-{month}-{day}T{hour}:{minute}{offset}:00").astimezone(UTC)
    return datetime(2026, int(month), int(day), int(hour), int(minute), tzinfo=BRUSSELS).astimezone(UTC)


def calendar_of(told: str) -> Calendar:
    name, *closed = told.split(" +")
    days = tuple(
        ClosingDay(date(2026, int(found[2]), int(found[1])), moment(found[3]))
        for one in closed
        if (found := re.match(r"closed (\d\d)/(\d\d) \(entered (.*)\)", one))
    )
    holidays = frozenset() if name == "A" else HOLIDAYS
    return Calendar("Europe/Brussels", tuple(read_day(day) for day in WEEKS[name]), holidays, days)


def policy_of(own: str, pauses: str) -> Policy:
    minutes = TARGETS | {int(p): (int(a), int(b)) for p, a, b in re.findall(r"P(\d): (\d+)/(\d+)", own)}
    waits = frozenset(WAITS[letter] for letter in pauses)
    return Policy(
        response={number: Target(pair[0], around_the_clock=number == 1) for number, pair in minutes.items()},
        resolution={number: Target(pair[1], around_the_clock=number == 1) for number, pair in minutes.items()},
        pauses=dict.fromkeys(minutes, waits),
    )


def fact_of(text: str) -> Fact | None:
    at, what = moment(text), text[MOMENT.match(text).end() :].strip()  # type: ignore[union-attr]
    if what == "answer":
        return FirmAnswered(at)
    if what == "client writes":
        return ClientWrote(at)
    if what.startswith("wait "):
        return StatusChanged(at, Status.WAITING, waiting_for=what.removeprefix("wait "))
    if re.fullmatch(r"P\d", what):
        return PriorityChanged(at, int(what[1]))
    if what in STATUSES:
        return StatusChanged(at, STATUSES[what])
    assert what in {"auto mail", "note"}, what
    return None


def asked(row: str) -> tuple[Readings, list[str]]:
    _id, _case, terms, life, at, *expected = (part.strip() for part in row.split("|"))
    calendar, priority, pauses = re.match(r"(.*); (P\d.*); (\w+)$", terms).groups()  # type: ignore[union-attr]
    opened, *events = life.split("; ")
    read_life = Life(
        moment(opened),
        int(priority[1]),
        met_at_opening=opened.endswith(("walk_in", "phone")),
        facts=tuple(fact for event in events if (fact := fact_of(event))),
    )
    return read(read_life, policy_of(priority[2:], pauses), calendar_of(calendar), moment(at)), expected


def says(reading: Reading) -> str:
    """A reading as the table writes it, its deadline on the clock of Brussels."""
    if reading.state is State.VOID:
        return "void"
    assert reading.due_at
    due = reading.due_at.astimezone(BRUSSELS).strftime("%d/%m %H:%M")
    return f"{reading.minutes}, due {due}, {reading.state}{' LATE' if reading.is_late else ''}"


@pytest.mark.parametrize("row", EXAMPLES.strip().splitlines(), ids=lambda row: row.split(" | ")[0])
def test_the_forty_examples(row: str) -> None:
    readings, expected = asked(row)

    assert [says(readings.response), says(readings.resolution)] == [re.sub(r"\+\d\d\b", "", one) for one in expected]


OFFICE = calendar_of("O")
P2 = policy_of("", "cs")
WORD = Policy(response=P2.response, resolution=P2.resolution, next_word={2: Target(240)}, pauses=P2.pauses)


def monday(hour: int, minute: int = 0, *, days: int = 0) -> datetime:
    """A moment of Monday 2 March 2026, or so many days later, on the clock of Brussels."""
    return (datetime(2026, 3, 2, hour, minute, tzinfo=BRUSSELS) + timedelta(days=days)).astimezone(UTC)


def life(*facts: Fact, priority: int = 2, met: bool = False) -> Life:
    return Life(monday(9), priority, met_at_opening=met, facts=facts)


def waits(at: datetime, whom: str = "customer") -> StatusChanged:
    return StatusChanged(at, Status.WAITING, waiting_for=whom)


def test_rule_6_a_pause_below_the_target_has_no_deadline_and_above_it_keeps_it() -> None:
    below = life(StatusChanged(monday(10), Status.WAITING, waiting_for="customer"))
    above = life(StatusChanged(monday(10, days=1), Status.WAITING, waiting_for="customer"))

    assert read(below, P2, OFFICE, monday(12)).resolution.due_at is None
    assert read(below, P2, OFFICE, monday(12)).resolution.paused_since == monday(10)
    reading = read(above, P2, OFFICE, monday(12, days=1)).resolution
    assert (reading.state, reading.due_at, reading.is_late) == (State.PAUSED, monday(17), True)


def test_rule_7_a_target_used_up_at_closing_is_late_from_the_first_second_after_the_night() -> None:
    before, after = (read(life(), P2, OFFICE, at).resolution for at in (monday(8, 30, days=1), monday(8, 31, days=1)))

    assert (before.due_at, before.is_late, after.is_late) == (monday(17), False, True)
    assert next_change(before, monday(8, 30, days=1)) == monday(8, 30, days=1) + timedelta(seconds=1)


def test_rule_8_a_clock_that_stopped_keeps_what_was_known_until_it_runs_again() -> None:
    closed_later = Calendar(OFFICE.zone, OFFICE.week, OFFICE.closed, (ClosingDay(date(2026, 3, 2), monday(12)),))
    solved = StatusChanged(monday(11), Status.RESOLVED)
    reopened = StatusChanged(monday(13), Status.OPEN, by="client")

    assert read(life(solved), P2, closed_later, monday(15)).resolution.minutes == 120
    assert read(life(solved, reopened), P2, closed_later, monday(15)).resolution.minutes == 0


def test_rule_8_a_closing_day_that_was_taken_back_counts_no_more() -> None:
    taken_back = ClosingDay(date(2026, 3, 2), monday(10), withdrawn_at=monday(11))
    calendar = Calendar(OFFICE.zone, OFFICE.week, OFFICE.closed, (taken_back,))

    assert read(life(), P2, calendar, monday(10, 30)).resolution.minutes == 0
    assert read(life(), P2, calendar, monday(12)).resolution.minutes == 180


VISITS = Policy(resolution={5: Target(4800)}, pauses={5: frozenset({"visit"})})


def planned(at: datetime, until: datetime | None = None, *, pauses: bool = True) -> StatusChanged:
    return StatusChanged(at, Status.WAITING, waiting_for="visit", until=until, pauses_visit=pauses)


def test_rule_4_the_wait_for_a_visit_ends_with_the_first_visit_whoever_comes() -> None:
    waiting = life(planned(monday(10), until=monday(10, days=1)), priority=5)

    during = read(waiting, VISITS, OFFICE, monday(16)).resolution
    assert (during.state, during.minutes, during.due_at) == (State.PAUSED, 60, None)
    later = read(waiting, VISITS, OFFICE, monday(11, days=1)).resolution
    assert (later.state, later.minutes) == (State.RUNNING, 60 + 60)


def test_rule_4_planning_a_visit_again_pauses_nothing_more() -> None:
    first = planned(monday(10), until=monday(10, days=1))
    sooner, later = (planned(monday(9, days=day), until=monday(10, days=4)) for day in (1, 2))

    assert read(life(first, sooner, priority=5), VISITS, OFFICE, monday(11, days=1)).resolution.minutes == 60 + 60
    assert read(life(first, later, priority=5), VISITS, OFFICE, monday(11, days=2)).resolution.minutes == 60 + 420 + 150
    told = life(planned(monday(10)), planned(monday(11), pauses=False), priority=5)
    assert read(told, VISITS, OFFICE, monday(12)).resolution.minutes == 60 + 60


def test_rule_4_a_ticket_set_aside_pauses_nothing() -> None:
    with pytest.raises(ValueError, match="ourselves"):
        Policy(pauses={1: frozenset({"ourselves"})})


def test_rule_4_closing_is_no_event() -> None:
    solved = (StatusChanged(monday(11), Status.RESOLVED), StatusChanged(monday(13), Status.CLOSED, by="system"))

    readings = [read(life(*facts), P2, OFFICE, monday(15)).resolution for facts in (solved[:1], solved)]

    assert readings[0] == readings[1]
    assert readings[1].stopped_at == monday(11)


def test_rule_5_what_changes_in_the_instant_of_the_stop_but_after_it_judges_nothing() -> None:
    solved, raised = StatusChanged(monday(11), Status.RESOLVED), PriorityChanged(monday(11), 1)

    assert read(life(solved, raised), P2, OFFICE, monday(15)).resolution.target == Target(480)
    assert read(life(raised, solved), P2, OFFICE, monday(15)).resolution.target == Target(240, around_the_clock=True)


def test_rule_5_a_wait_that_another_priority_does_not_pause_for_counts_again() -> None:
    policy = Policy(resolution={4: Target(2400), 2: Target(480)}, pauses={4: frozenset({"visit"})})
    raised = life(planned(monday(10)), PriorityChanged(monday(12), 2), priority=4)

    assert read(raised, policy, OFFICE, monday(11)).resolution.minutes == 60
    assert read(raised, policy, OFFICE, monday(13)).resolution.minutes == 240


def test_rule_3_a_spoken_answer_counts_from_when_it_was_said_and_not_before_the_opening() -> None:
    assert read(life(FirmAnswered(monday(8))), P2, OFFICE, monday(10)).response.stopped_at == monday(9)
    late = life(FirmAnswered(monday(11)), FirmAnswered(monday(9, 30)))  # the second was written down afterwards
    assert read(late, P2, OFFICE, monday(12)).response.minutes == 30


@pytest.mark.parametrize("by", ["client", "system"])
def test_rule_3_nobody_of_the_firm_solved_it_so_there_was_nothing_to_answer(by: By) -> None:
    readings = read(life(StatusChanged(monday(10), Status.RESOLVED, by=by)), P2, OFFICE, monday(12))

    assert (readings.response.state, readings.resolution.state) == (State.VOID, State.STOPPED)


def test_rule_9_warned_and_late_turn_to_the_second() -> None:
    second = timedelta(seconds=1)

    def turned(at: datetime) -> tuple[bool, bool]:
        reading = read(life(), P2, OFFICE, at).response
        return reading.is_warned, reading.is_late

    assert [turned(at) for at in (monday(9, 45) - second, monday(9, 45), monday(10), monday(10) + second)] == [
        (False, False),
        (True, False),
        (True, False),
        (True, True),
    ]
    reading = read(life(), P2, OFFICE, monday(9)).response
    assert next_change(reading, monday(9)) == monday(9, 45)
    assert next_change(reading, monday(9, 45)) == monday(10) + second
    assert next_change(reading, monday(10) + second) is None


def test_rule_10_a_pause_without_an_end_turns_nothing_and_one_that_ends_by_itself_does() -> None:
    policy = Policy(resolution={2: Target(120)}, pauses={2: frozenset({"customer", "visit"})})

    paused = read(life(waits(monday(10))), policy, OFFICE, monday(11)).resolution
    visit = read(life(planned(monday(10), until=monday(12))), policy, OFFICE, monday(11)).resolution

    assert next_change(paused, monday(11)) is None
    assert (visit.due_at, next_change(visit, monday(11))) == (None, monday(12, 30))


def test_rule_11_a_move_reads_a_running_clock_again_and_leaves_a_stopped_one() -> None:
    mornings = Calendar("Europe/Brussels", (read_day("08:30-10:00"),) * 7)
    moved, solved = Moved(monday(14), mornings), StatusChanged(monday(13), Status.RESOLVED)

    assert read(life(moved), P2, OFFICE, monday(15)).resolution.minutes == 60
    assert read(life(solved, moved), P2, OFFICE, monday(15)).resolution.minutes == 240


def test_the_page_shows_when_the_clock_ran_paused_and_why() -> None:
    told = life(
        waits(monday(10)),
        waits(monday(11), "supplier"),
        StatusChanged(monday(12), Status.IN_PROGRESS),
        StatusChanged(monday(13), Status.RESOLVED),
        StatusChanged(monday(9, days=1), Status.OPEN, by="client"),
        waits(monday(10, days=1), "ourselves"),
    )

    found = runs(told, P2, OFFICE, monday(11, days=1))

    assert [(one.start, one.end, one.state.value, one.why, one.counted.seconds // 60) for one in found] == [
        (monday(9), monday(10), "running", "", 60),
        (monday(10), monday(11), "paused", "customer", 0),
        (monday(11), monday(12), "paused", "supplier", 0),
        (monday(12), monday(13), "running", "", 60),
        (monday(13), monday(9, days=1), "stopped", "resolved", 0),
        (monday(9, days=1), monday(11, days=1), "running", "", 120),
    ]
    assert runs(told, Policy(), OFFICE, monday(11)) == []


def test_rule_13_before_any_answer_the_response_rules_alone() -> None:
    assert read(life(ClientWrote(monday(10))), WORD, OFFICE, monday(15)).next_word.state is State.NONE
    assert read(life(met=True), WORD, OFFICE, monday(15)).next_word.due_at == monday(13)


def test_rule_13_the_next_word_is_counted_again_from_each_answer_and_each_message_of_the_client() -> None:
    said = life(FirmAnswered(monday(9, 30)), ClientWrote(monday(10)))

    assert read(said, WORD, OFFICE, monday(11)).next_word.due_at == monday(14)
    assert read(life(FirmAnswered(monday(9, 30))), WORD, OFFICE, monday(11)).next_word.due_at == monday(13, 30)
    answered = life(FirmAnswered(monday(9, 30)), ClientWrote(monday(10)), FirmAnswered(monday(15)))
    assert read(answered, WORD, OFFICE, monday(16)).next_word.due_at == monday(10, 30, days=1)


def test_rule_13_a_moment_that_was_promised_comes_first() -> None:
    promised = life(FirmAnswered(monday(9, 30), promised_at=monday(10, days=2)), ClientWrote(monday(10)))

    reading = read(promised, WORD, OFFICE, monday(9, days=2)).next_word
    assert (reading.due_at, reading.is_late, reading.is_warned) == (monday(10, days=2), False, True)
    assert not read(promised, WORD, OFFICE, monday(10, days=2)).next_word.is_late
    assert read(promised, WORD, OFFICE, monday(10, 1, days=2)).next_word.is_late


def test_rules_7_and_13_a_promise_for_the_evening_is_late_only_when_the_place_is_open_again() -> None:
    promised = life(FirmAnswered(monday(16), promised_at=monday(19)))

    evening, morning = (read(promised, WORD, OFFICE, at).next_word for at in (monday(22), monday(8, 31, days=1)))
    assert (evening.due_at, evening.is_late, morning.is_late) == (monday(19), False, True)
    assert next_change(evening, monday(22)) == monday(8, 30, days=1) + timedelta(seconds=1)


def test_rule_13_a_promise_stays_where_it_is_and_nothing_turns_late_while_it_waits_for_the_customer() -> None:
    waiting = (FirmAnswered(monday(10), promised_at=monday(12)), waits(monday(11)))
    resumed = (*waiting, StatusChanged(monday(14), Status.OPEN))

    paused = read(life(*waiting), WORD, OFFICE, monday(13)).next_word
    assert (paused.state, paused.due_at, paused.is_late) == (State.PAUSED, None, False)
    again = [read(life(*resumed), WORD, OFFICE, at).next_word for at in (monday(14), monday(14, 1))]
    assert [(one.due_at, one.is_late) for one in again] == [(monday(12), False), (monday(12), True)]


def test_rule_13_it_pauses_for_the_client_and_ends_with_the_solving() -> None:
    waiting = (FirmAnswered(monday(9, 30)), waits(monday(10)))

    paused = read(life(*waiting), WORD, OFFICE, monday(16, days=1)).next_word
    assert (paused.state, paused.due_at, paused.minutes, paused.is_late) == (State.PAUSED, None, 30, False)
    solved = read(life(*waiting, StatusChanged(monday(11), Status.RESOLVED)), WORD, OFFICE, monday(12)).next_word
    assert (solved.state, solved.minutes, solved.stopped_at) == (State.STOPPED, 30, monday(11))
    cancelled = read(life(*waiting, StatusChanged(monday(11), Status.CANCELLED)), WORD, OFFICE, monday(12)).next_word
    assert cancelled.state is State.VOID
    assert read(life(*waiting, priority=4), WORD, OFFICE, monday(12)).next_word.state is State.NONE


def test_rule_13_solving_keeps_a_promise_and_a_ticket_opened_again_owes_a_new_word() -> None:
    again = life(
        FirmAnswered(monday(10), promised_at=monday(12)),
        StatusChanged(monday(11), Status.RESOLVED),
        StatusChanged(monday(9, days=1), Status.OPEN, by="client"),
    )

    reading = read(again, WORD, OFFICE, monday(10, days=1)).next_word

    assert (reading.due_at, reading.is_late, reading.minutes) == (monday(13, days=1), False, 60)


def test_what_happens_later_is_not_known() -> None:
    later = life(FirmAnswered(monday(12)))

    assert read(later, P2, OFFICE, monday(11)).response.state is State.RUNNING


def test_a_priority_without_a_target_has_no_clock() -> None:
    readings = read(life(priority=3), Policy(response={2: Target(60)}), OFFICE, monday(11))

    assert (readings.response.state, readings.resolution.state) == (State.NONE, State.NONE)


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        read(life(), P2, OFFICE, datetime(2026, 3, 2, 10))  # noqa: DTZ001 - the point of the test
