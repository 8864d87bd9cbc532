"""The three service-level clocks of a ticket, read from its life, its policy and a calendar. Pure Python.

Instants are aware and come back in UTC. Time is counted exactly and shown in whole minutes, rounded down. The rules stand in
docs/clock.md, by number.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

from sites.opening_hours import Calendar, Interval, after, counted, in_utc
from tickets.life import ClientWrote, FirmAnswered, Life, State, StatusChanged, Stretch, stretches
from tickets.lifecycle import Status, WaitingFor

A_MINUTE: Final = timedelta(minutes=1)
A_SECOND: Final = timedelta(seconds=1)
NO_TIME: Final = timedelta()


@dataclass(frozen=True)
class Target:
    """What is promised: minutes of opening time or, around the clock, of every hour."""

    minutes: int
    around_the_clock: bool = False

    @property
    def length(self) -> timedelta:
        """The same as a length of time."""
        return timedelta(minutes=self.minutes)


@dataclass(frozen=True)
class Policy:
    """What is promised per priority (1 to 5; one that is missing has no clock), and which waits pause the resolution (rule 4).

    pauses: codes of WaitingFor. Raises ValueError where the firm would stop the clock by setting a ticket aside.
    """

    response: Mapping[int, Target] = field(default_factory=dict)
    resolution: Mapping[int, Target] = field(default_factory=dict)
    next_word: Mapping[int, Target] = field(default_factory=dict)
    pauses: Mapping[int, frozenset[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if any(WaitingFor.OURSELVES in waits for waits in self.pauses.values()):
            raise ValueError("A clock never pauses while a ticket waits for ourselves.")


@dataclass(frozen=True)
class Reading:
    """What one clock says.

    counted: how much was used. due_at, warn_at: the earliest instants at which the target and three quarters of it are
    reached, as if nothing more paused; None while it is paused below them. late_at: the second from which it is late, in the
    same way: after a night when the target is used up at closing (rule 7). stopped_at: since when it is stopped or void.
    turns: when it became or becomes warned and late if nothing happens; a wait for a visit ends by itself. since: the word from
    which the next one is counted; None for the other clocks.
    """

    state: State
    counted: timedelta = NO_TIME
    target: Target | None = None
    due_at: datetime | None = None
    warn_at: datetime | None = None
    late_at: datetime | None = None
    is_warned: bool = False
    is_late: bool = False
    stopped_at: datetime | None = None
    paused_since: datetime | None = None
    turns: tuple[datetime, ...] = ()
    since: datetime | None = None

    @property
    def minutes(self) -> int:
        """Whole minutes used, rounded down (rule 1)."""
        return self.counted // A_MINUTE


@dataclass(frozen=True)
class Readings:
    """The three clocks of a ticket."""

    response: Reading
    resolution: Reading
    next_word: Reading


def read(life: Life, policy: Policy, calendar: Calendar, at: datetime) -> Readings:
    """Return what the clocks say at this instant; nothing after it is known (rule 10: it does not matter when one looks).

    calendar: the one of the opening, with every closing day that was ever entered.
    """
    at = in_utc(at)
    life = life.known_at(at)
    return Readings(
        response=_response(life, policy, calendar, at),
        resolution=_resolution(life, policy, calendar, at),
        next_word=_next_word(life, policy, calendar, at),
    )


def next_change(reading: Reading, at: datetime) -> datetime | None:
    """Return the earliest second after ``at`` at which this clock becomes warned or late if nothing happens (rules 7, 10)."""
    return min((turn for turn in reading.turns if turn > at), default=None)


def runs(life: Life, policy: Policy, calendar: Calendar, at: datetime) -> list[Stretch]:
    """Return when the resolution clock ran, paused (and why) and was stopped until ``at``, in order; none without a target.

    The time counted in them adds up to what ``read`` says.
    """
    at = in_utc(at)
    life = life.known_at(at)
    known, until = _when_stopped(life, at)
    target = policy.resolution.get(known.priority_now)
    if target is None:
        return []
    calendar = known.calendar_now(calendar).known_at(until)
    whole = stretches(life, policy.pauses.get(known.priority_now, frozenset()))
    seen = [(one, min(one.end or at, at)) for one in whole if one.start <= at]
    return [
        replace(
            one,
            end=end,
            counted=_counted(target, calendar, one.start, end) if one.state is State.RUNNING else NO_TIME,
        )
        for one, end in seen
    ]


def _response(life: Life, policy: Policy, calendar: Calendar, at: datetime) -> Reading:
    """Rule 3: from the opening, without a pause, to the first public answer or the solving by a person of the firm.

    Rule 5: with the priority of the stop. It does not run again: what was answered stays answered.
    """
    number, state = _answered(life)
    known = life if number is None else life.before(number)
    until = at if number is None else life.facts[number].at
    if life.met_at_opening:
        known, until, state = life.before(0), life.opened_at, State.STOPPED
    target = policy.response.get(known.priority_now)
    if target is None:
        return Reading(State.NONE)
    ran = [Stretch(life.opened_at, until, State.RUNNING), Stretch(until, None, state)]
    return _measured(ran, target, known.calendar_now(calendar).known_at(until), until)


def _answered(life: Life) -> tuple[int | None, State]:
    """Return the number of the fact that ended the response, and whether it stopped or voided it."""
    for number, fact in enumerate(life.facts):
        if isinstance(fact, FirmAnswered):
            return number, State.STOPPED
        if isinstance(fact, StatusChanged) and fact.to in {Status.RESOLVED, Status.CANCELLED, Status.MERGED}:
            is_solved_by_firm = fact.to is Status.RESOLVED and fact.by == "firm"
            return number, State.STOPPED if is_solved_by_firm else State.VOID
    return None, State.RUNNING


def _resolution(life: Life, policy: Policy, calendar: Calendar, at: datetime) -> Reading:
    """Rule 4: from the opening, without the waits that pause, to the solving; opened again, with the minutes already used.

    Rules 5 and 8: the whole life is read with the priority and the calendar of now, or of the stop while it is solved.
    """
    known, until = _when_stopped(life, at)
    target = policy.resolution.get(known.priority_now)
    if target is None:
        return Reading(State.NONE)
    ran = stretches(life, policy.pauses.get(known.priority_now, frozenset()))
    return _measured(ran, target, known.calendar_now(calendar).known_at(until), at)


def _next_word(life: Life, policy: Policy, calendar: Calendar, at: datetime) -> Reading:
    """Rule 13: from the later of the last public answer and the last message of the client; pauses for the customer only.

    A promised moment stays where it is: the clock is late once time counted after it. Before any answer there is none.
    """
    known, until = _when_stopped(life, at)
    target = policy.next_word.get(known.priority_now)
    since, promised_at = _last_word(known)
    if target is None or since is None:
        return Reading(State.NONE)
    whole = stretches(life, frozenset({WaitingFor.CUSTOMER.value}))
    ran = [replace(one, start=max(one.start, since)) for one in whole if one.end is None or one.end > since]
    measured = _measured(ran, target, known.calendar_now(calendar).known_at(until), at, promised_at=promised_at)
    return replace(measured, since=since)


def _last_word(life: Life) -> tuple[datetime | None, datetime | None]:
    """Return since when the next word is counted (None = nobody has answered yet), and the moment that was promised for it.

    Solving is a word of the firm too, and with it a promise is kept: a ticket opened again does not owe it any more.
    """
    answered_at = life.opened_at if life.met_at_opening else None
    promised_at = wrote_at = None
    for fact in life.facts:
        if isinstance(fact, FirmAnswered):
            answered_at, promised_at = fact.at, fact.promised_at and in_utc(fact.promised_at)
        elif isinstance(fact, ClientWrote):
            wrote_at = fact.at
        elif isinstance(fact, StatusChanged) and fact.to is Status.RESOLVED:
            answered_at, promised_at = fact.at if fact.by == "firm" else answered_at, None
    if answered_at is None or wrote_at is None:
        return answered_at, promised_at
    return max(answered_at, wrote_at), promised_at


def _when_stopped(life: Life, at: datetime) -> tuple[Life, datetime]:
    """Rule 8: return what a clock that ends with the solving knows, and until when: the stop while it is solved, else now."""
    number = life.solved_by
    return (life, at) if number is None else (life.before(number), life.facts[number].at)


def _measured(
    ran: Sequence[Stretch], target: Target, calendar: Calendar, at: datetime, *, promised_at: datetime | None = None
) -> Reading:
    """Count what was used and project the rest (rules 1, 6 and 7): running from now, stopped from the stop.

    ran: what the clock did and, where a wait ends by itself, will do. promised_at: the moment it is due instead (rule 13).
    """
    past = [one for one in ran if one.start <= at]
    now = past[-1]
    if now.state is State.VOID:
        return Reading(State.VOID, stopped_at=now.start)
    is_paused, is_stopped = now.state is State.PAUSED, now.state is State.STOPPED
    spent = [(one.start, min(one.end or at, at)) for one in past if one.state is State.RUNNING]
    goes_on_from = None if is_paused else now.start if is_stopped else at
    resumes_at = next((one.start for one in ran[len(past) :]), None) if is_paused else goes_on_from

    length = target.length
    if promised_at is not None:
        length = _until_promise([*spent, (goes_on_from or now.start, promised_at)], target, calendar, promised_at)
        target = replace(target, minutes=length // A_MINUTE)
    used = [_counted(target, calendar, *interval) for interval in spent]
    total, warned = sum(used, NO_TIME), length * 3 / 4

    def reached(wanted: timedelta, onward: datetime | None) -> datetime | None:
        return _reached(wanted, spent, used, target, calendar, onward)

    due_at = reached(length, goes_on_from)
    if promised_at is not None:
        due_at = None if is_paused and promised_at > now.start else promised_at
    turns = () if is_stopped else (reached(warned, resumes_at), reached(length + A_SECOND, resumes_at))
    return Reading(
        state=now.state,
        counted=total,
        target=target,
        due_at=due_at,
        warn_at=reached(warned, goes_on_from),
        late_at=reached(length + A_SECOND, goes_on_from),
        is_warned=total >= warned,
        is_late=total > length,  # equal is in time, so no clock turns late in closed time or in a pause
        stopped_at=now.start if is_stopped else None,
        paused_since=now.start if is_paused else None,
        turns=tuple(turn for turn in turns if turn is not None),
    )


def _reached(
    wanted: timedelta,
    spent: Sequence[Interval],
    used: Sequence[timedelta],
    target: Target,
    calendar: Calendar,
    onward: datetime | None,
) -> datetime | None:
    """Rule 6: return the earliest instant at which so much was counted; onward: where counting goes on after what was spent."""
    left = wanted
    for (start, _end), here in zip(spent, used, strict=True):
        if left <= here:
            return _after(target, calendar, start, left)
        left -= here
    return None if onward is None else _after(target, calendar, onward, left)


def _until_promise(spent: Sequence[Interval], target: Target, calendar: Calendar, promised_at: datetime) -> timedelta:
    """Return how much of these intervals counts before the promised moment."""
    return sum((_counted(target, calendar, start, min(end, promised_at)) for start, end in spent), NO_TIME)


def _counted(target: Target, calendar: Calendar, start: datetime, end: datetime) -> timedelta:
    if target.around_the_clock:
        return max(end - start, NO_TIME)
    return counted(calendar, start, end)


def _after(target: Target, calendar: Calendar, start: datetime, length: timedelta) -> datetime | None:
    return start + length if target.around_the_clock else after(calendar, start, length)
