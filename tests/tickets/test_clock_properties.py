"""The clock against a count of every minute, over calendars, zones and lives that nobody thought of."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sites.opening_hours import Calendar, ClosingDay
from sites.week_text import END_OF_DAY, Span, Week
from tickets.clock import Policy, Reading, Target, next_change, read, runs
from tickets.life import ClientWrote, Fact, FirmAnswered, Life, PriorityChanged, State, StatusChanged
from tickets.lifecycle import Status

MINUTE = timedelta(minutes=1)
DAYS = 16
ZONES = (
    "Europe/Brussels",
    "Asia/Tokyo",
    "America/St_Johns",
    "Australia/Lord_Howe",
)  # the last one moves by half an hour
# Near the nights in which the clocks of these zones change, and an ordinary month.
STARTS = tuple(
    datetime(2026, *day, tzinfo=UTC) for day in ((3, 27), (10, 23), (3, 6), (10, 30), (4, 3), (9, 30), (6, 10))
)
PAUSING = ("customer", "supplier", "delivery", "visit")
WAITS = (*PAUSING, "ourselves")


# ---- a count of every minute ----


@lru_cache(maxsize=4096)
def minutes_of(zone: str, day: date) -> tuple[tuple[datetime, int], ...]:
    """Every minute of a day on the clock of a zone: its instant, and what the clock reads (minutes since midnight)."""
    tz = ZoneInfo(zone)
    first = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(hours=15)
    every = ((at, at.astimezone(tz)) for at in (first + i * MINUTE for i in range(54 * 60)))
    return tuple((at, local.hour * 60 + local.minute) for at, local in every if local.date() == day)


def open_minutes(zone: str, week: Week, closed: frozenset[date], days: list[date]) -> set[datetime]:
    found: set[datetime] = set()
    for day in days:
        if day in closed:
            continue
        for opens, closes in week[day.weekday()]:
            today = minutes_of(zone, day)
            begins = next((i for i, (_at, reads) in enumerate(today) if reads >= opens), len(today))
            if closes > opens:
                found.update(at for at, _reads in today[begins : until(today, closes)])
                continue
            found.update(at for at, _reads in today[begins:])
            if (tomorrow := day + timedelta(days=1)) not in closed:
                found.update(
                    at for at, _reads in minutes_of(zone, tomorrow)[: until(minutes_of(zone, tomorrow), closes)]
                )
    return found


def until(day: tuple[tuple[datetime, int], ...], closes: int) -> int:
    """How many minutes of a day are over at closing: the last time the clock reads so or, where it skips that, would have."""
    reads_so = [i for i, (_at, reads) in enumerate(day) if reads == closes]
    return reads_so[-1] if reads_so else sum(reads < closes for _at, reads in day)


class Counted:
    """A clock that looks at each minute: whether the ticket's clock runs in it, and whether the place is open."""

    def __init__(self, life: Life, calendar: Calendar, at: datetime) -> None:
        self.life, self.calendar, self.at = life, calendar, at
        first = life.opened_at.date() - timedelta(days=2)
        self.days = [first + timedelta(days=i) for i in range(DAYS + 40)]

    def is_open(self, known_at: datetime) -> Callable[[datetime], bool]:
        closed = self.calendar.closed | {row.day for row in self.calendar.closing_days if row.entered_at <= known_at}
        here = open_minutes(self.calendar.zone, self.calendar.week, frozenset(closed), self.days)
        window = self.calendar.window
        if window is not None:
            here &= open_minutes(self.calendar.zone, window, frozenset(), self.days)
        return lambda minute: minute in here

    def status_at(self, minute: datetime) -> tuple[Status, str]:
        """The status in this minute, and whom it waited for: a wait for a visit ends with the first that was planned."""
        status, waiting_for, visit_ends = Status.NEW, "", None
        for fact in self.life.facts:
            if isinstance(fact, StatusChanged) and fact.at <= minute and fact.to is not Status.CLOSED:
                status, waiting_for = fact.to, fact.waiting_for
                visit_ends = visit_ends or fact.until
        if waiting_for == "visit" and visit_ends is not None and minute >= visit_ends:
            return status, ""
        return status, waiting_for

    def priority_at(self, at: datetime) -> int:
        changes = [fact.to for fact in self.life.facts if isinstance(fact, PriorityChanged) and fact.at <= at]
        return changes[-1] if changes else self.life.priority

    def resolution(self, policy: Policy) -> tuple[str, int, datetime | None, bool]:
        status, waiting_for = self.status_at(self.at)
        if status in {Status.CANCELLED, Status.MERGED}:
            return "void", 0, None, False
        stop = None
        if status is Status.RESOLVED:
            changes = [
                fact for fact in self.life.facts if isinstance(fact, StatusChanged) and fact.to is not Status.CLOSED
            ]
            known = [fact for fact in changes if fact.at <= self.at]
            while len(known) > 1 and known[-2].to is Status.RESOLVED:  # solved is solved: a second time changes nothing
                known.pop()
            stop = known[-1].at
        priority = self.priority_at(stop or self.at)
        target, pauses = policy.resolution[priority], policy.pauses[priority]
        is_open = self.is_open(stop or self.at)
        used, due, minute = 0, None, self.life.opened_at
        while minute < self.at:
            now, waits = self.status_at(minute)
            runs = now is not Status.RESOLVED and waits not in pauses
            if runs and (target.around_the_clock or is_open(minute)):
                used += 1
                if used == target.minutes:
                    due = minute + MINUTE
            minute += MINUTE
        paused = waiting_for in pauses
        if due is None and not paused:
            due = self.projected(stop or self.at, target, target.minutes - used, is_open)
        return ("stopped" if stop else "paused" if paused else "running"), used, due, used > target.minutes

    def response(self, policy: Policy) -> tuple[str, int, datetime | None, bool]:
        stop = self.life.opened_at if self.life.met_at_opening else None
        for fact in () if self.life.met_at_opening else self.life.facts:
            if fact.at > self.at or stop:
                break
            if isinstance(fact, FirmAnswered) or (
                isinstance(fact, StatusChanged) and fact.to is Status.RESOLVED and fact.by == "firm"
            ):
                stop = fact.at
            elif isinstance(fact, StatusChanged) and fact.to in {Status.RESOLVED, Status.CANCELLED, Status.MERGED}:
                return "void", 0, None, False
        target = policy.response[self.priority_at(stop or self.at)]
        is_open = self.is_open(stop or self.at)
        used, due, minute = 0, None, self.life.opened_at
        while minute < (stop or self.at):
            if target.around_the_clock or is_open(minute):
                used += 1
                if used == target.minutes:
                    due = minute + MINUTE
            minute += MINUTE
        if due is None:
            due = self.projected(stop or self.at, target, target.minutes - used, is_open)
        return ("stopped" if stop else "running"), used, due, used > target.minutes

    def projected(
        self, start: datetime, target: Target, left: int, is_open: Callable[[datetime], bool]
    ) -> datetime | None:
        if left == 0:
            return start
        minute, last = start, datetime.combine(self.days[-2], datetime.min.time(), UTC)
        while minute < last:
            if target.around_the_clock or is_open(minute):
                left -= 1
                if left == 0:
                    return minute + MINUTE
            minute += MINUTE
        return None


# ---- lives and calendars ----

# Every minute of the day, and often those at and within the hour that the clock skips or reads twice.
odd_minutes = st.sampled_from([1, 60, 90, 100, 119, 120, 121, 150, 179, 180, 181, END_OF_DAY - 1])
spans = st.tuples(odd_minutes | st.integers(0, END_OF_DAY - 1), odd_minutes | st.integers(1, END_OF_DAY)).filter(
    lambda span: span[0] != span[1]
)


def days_of_hours() -> st.SearchStrategy[tuple[Span, ...]]:
    return st.lists(spans, max_size=2).map(lambda found: tuple(sorted(found)))


weeks = st.tuples(*[days_of_hours()] * 7)
targets = st.builds(Target, st.integers(1, 3000), st.booleans())


@st.composite
def calendars(draw: st.DrawFn, start: datetime) -> Calendar:
    def some_day() -> date:
        return start.date() + timedelta(days=draw(st.integers(-1, DAYS)))

    closing_days = [
        ClosingDay(some_day(), start + draw(st.integers(-2000, 20000)) * MINUTE) for _ in range(draw(st.integers(0, 2)))
    ]
    return Calendar(
        zone=draw(st.sampled_from(ZONES)),
        week=draw(weeks),
        closed=frozenset(some_day() for _ in range(draw(st.integers(0, 2)))),
        closing_days=tuple(closing_days),
        window=draw(st.none() | weeks),
    )


def facts(moments: list[datetime]) -> Iterator[st.SearchStrategy[Fact]]:
    for at in sorted(moments):
        yield st.one_of(
            st.just(FirmAnswered(at)),
            st.just(ClientWrote(at)),
            st.builds(PriorityChanged, st.just(at), st.integers(1, 5)),
            st.builds(
                lambda at, waits, days: StatusChanged(
                    at, Status.WAITING, waiting_for=waits, until=at + days * MINUTE * 700 if waits == "visit" else None
                ),
                st.just(at),
                st.sampled_from(WAITS),
                st.integers(0, 8),
            ),
            st.builds(
                StatusChanged,
                st.just(at),
                st.sampled_from(
                    [Status.OPEN, Status.IN_PROGRESS, Status.RESOLVED, Status.OPEN, Status.RESOLVED, Status.CLOSED]
                ),
                st.sampled_from(["firm", "client", "system"]),
            ),
        )


@st.composite
def cases(draw: st.DrawFn) -> tuple[Life, Policy, Calendar, datetime]:
    start = draw(st.sampled_from(STARTS)) + draw(st.integers(0, 2880)) * MINUTE
    moments = draw(st.lists(st.integers(0, 12000), max_size=6, unique=True))
    told = tuple(draw(one) for one in facts([start + moment * MINUTE for moment in moments]))
    life = Life(start, draw(st.integers(1, 5)), draw(st.booleans()), told)
    numbers = range(1, 6)
    policy = Policy(
        response={number: draw(targets) for number in numbers},
        resolution={number: draw(targets) for number in numbers},
        pauses={number: draw(st.frozensets(st.sampled_from(PAUSING))) for number in numbers},
    )
    return life, policy, draw(calendars(start)), start + draw(st.integers(0, 14000)) * MINUTE


def told(reading: Reading) -> tuple[str, int, datetime | None, bool]:
    if reading.state is State.VOID:
        return "void", 0, None, False
    return reading.state.value, reading.minutes, reading.due_at, reading.is_late


def agree(reading: Reading, expected: tuple[str, int, datetime | None, bool], horizon: datetime) -> None:
    state, minutes, due_at, is_late = told(reading)
    assert (state, minutes, is_late) == (expected[0], expected[1], expected[3])
    if due_at is None or due_at < horizon:  # the count of minutes looks no further
        assert due_at == expected[2]


@settings(max_examples=60, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
@given(cases())
def test_the_clock_says_what_a_count_of_every_minute_says(case: tuple[Life, Policy, Calendar, datetime]) -> None:
    life, policy, calendar, at = case
    readings, count = read(life, policy, calendar, at), Counted(life, calendar, at)
    horizon = datetime.combine(count.days[-3], datetime.min.time(), UTC)

    agree(readings.resolution, count.resolution(policy), horizon)
    agree(readings.response, count.response(policy), horizon)


@settings(max_examples=100, derandomize=True, deadline=None)
@given(cases())
def test_deadline_warning_and_lateness_fit_together(case: tuple[Life, Policy, Calendar, datetime]) -> None:
    life, policy, calendar, at = case
    for reading in (read(life, policy, calendar, at).response, read(life, policy, calendar, at).resolution):
        assert reading.counted >= timedelta()
        if reading.due_at and reading.warn_at:
            assert reading.warn_at <= reading.due_at
        if reading.is_late:
            assert reading.due_at
            assert reading.due_at < at
        if reading.state not in {State.RUNNING, State.PAUSED}:
            assert next_change(reading, at) is None


@settings(max_examples=100, derandomize=True, deadline=None)
@given(cases())
def test_nothing_turns_before_the_next_change_and_something_does_then(
    case: tuple[Life, Policy, Calendar, datetime],
) -> None:
    life, policy, calendar, at = case
    calendar = replace(calendar, closing_days=())  # one that is entered later is something that happens
    life = life.known_at(at)
    for name in ("response", "resolution"):

        def turned(moment: datetime, name: str = name) -> tuple[bool, bool]:
            reading: Reading = getattr(read(life, policy, calendar, moment), name)
            return reading.is_warned, reading.is_late

        change = next_change(getattr(read(life, policy, calendar, at), name), at)
        if change is None:
            assert turned(at) == turned(at + timedelta(days=400))
        else:
            assert turned(at) == turned(max(at, change - timedelta(seconds=1))) != turned(change)


@settings(max_examples=100, derandomize=True, deadline=None)
@given(cases())
def test_what_counted_in_the_stretches_adds_up_to_the_reading(case: tuple[Life, Policy, Calendar, datetime]) -> None:
    life, policy, calendar, at = case
    reading, found = read(life, policy, calendar, at).resolution, runs(life, policy, calendar, at)

    assert sum((one.counted for one in found), timedelta()) == reading.counted
    assert [one.end for one in found[:-1]] == [one.start for one in found[1:]]
    assert (found[0].start, found[-1].end, found[-1].state) == (life.opened_at, at, reading.state)


@settings(max_examples=60, derandomize=True, deadline=None)
@given(cases(), st.integers(1, 5))
def test_raised_and_lowered_again_is_as_if_nothing_happened(
    case: tuple[Life, Policy, Calendar, datetime], other: int
) -> None:
    life, policy, calendar, at = case
    calm = replace(life, facts=tuple(f for f in life.facts if not isinstance(f, PriorityChanged)))
    moment = life.opened_at + MINUTE * 7
    stirred = sorted(
        [*calm.facts, PriorityChanged(moment, other), PriorityChanged(moment + MINUTE, life.priority)],
        key=lambda f: f.at,
    )
    late_enough = max(at, moment + MINUTE)
    if any(moment <= fact.at <= moment + MINUTE for fact in calm.facts):
        return

    ours = read(replace(calm, facts=tuple(stirred)), policy, calendar, late_enough)

    assert ours == read(calm, policy, calendar, late_enough)
