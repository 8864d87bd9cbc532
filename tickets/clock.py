"""The service-level clocks of a ticket, read from its life, its policy and a calendar. Pure Python.

The rules are those of CLOCK.md, by number. All instants are UTC; time is counted in seconds and shown in whole minutes, rounded down.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from sites.opening_hours import Calendar, Interval, after, counted
from tickets.life import Answered, ClientWrote, Life, Stretch, stretches
from tickets.lifecycle import Status, WaitingFor

WARNED_AT: Final = 0.75  # of the target used (rule 6)
_INSTANT: Final = timedelta(seconds=1)


class State(StrEnum):
    """What a clock does. VOID = there was nothing to keep; NONE = nothing was promised."""

    RUNNING = "running"
    PAUSED = "paused"
    STOPPED = "stopped"
    VOID = "void"
    NONE = "none"


@dataclass(frozen=True)
class Target:
    """What is promised: minutes of opening time, or of every hour of the day."""

    minutes: int
    around_the_clock: bool = False

    @property
    def length(self) -> timedelta:
        """The same as a length of time."""
        return timedelta(minutes=self.minutes)


@dataclass(frozen=True)
class Policy:
    """What is promised per priority (1 to 5; one that is missing has no clock), and which waits pause the solving (rule 4)."""

    response: Mapping[int, Target] = field(default_factory=dict)
    resolution: Mapping[int, Target] = field(default_factory=dict)
    next_word: Mapping[int, Target] = field(default_factory=dict)
    pauses: Mapping[int, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Reading:
    """What one clock says.

    counted: how much was used. due_at, warn_at: when the target, three quarters of it, is reached, if nothing more pauses;
    None while it is paused below that. late_from: the first instant after which it is late, as far as one can see.
    stopped_at, paused_since: since when it does so.
    """

    state: State
    counted: timedelta = timedelta()
    target: Target | None = None
    due_at: datetime | None = None
    warn_at: datetime | None = None
    late_from: datetime | None = None
    is_late: bool = False
    stopped_at: datetime | None = None
    paused_since: datetime | None = None

    @property
    def minutes(self) -> int:
        """Whole minutes used, rounded down (rule 1)."""
        return int(self.counted.total_seconds() // 60)

    @property
    def is_near(self) -> bool:
        """Whether three quarters of the target are used."""
        return self.target is not None and self.counted >= self.target.length * WARNED_AT


@dataclass(frozen=True)
class Readings:
    """The three clocks of a ticket."""

    response: Reading
    resolution: Reading
    next_word: Reading


def read(life: Life, policy: Policy, calendar: Calendar, at: datetime) -> Readings:
    """Return what the clocks of this ticket say at this instant; nothing after it is known."""
    life = life.until(at)
    return Readings(
        response=_response(life, policy, calendar, at),
        resolution=_resolution(life, policy, calendar, at),
        next_word=_next_word(life, policy, calendar, at),
    )


def _response(life: Life, policy: Policy, calendar: Calendar, at: datetime) -> Reading:
    """Rule 3: from the opening, without a pause, to the first public answer or the solving by the firm."""
    stopped_at, is_void = _answered_at(life)
    if is_void:
        return Reading(State.VOID)
    target = policy.response.get(life.priority_at(stopped_at or at))
    if target is None:
        return Reading(State.NONE, stopped_at=stopped_at)
    ended = stopped_at or at
    spent = [(life.opened_at, ended)]
    reading = _measured(spent, target, calendar.known_at(ended), goes_on_from=ended)
    return replace(reading, state=State.STOPPED if stopped_at else State.RUNNING, stopped_at=stopped_at)


def _answered_at(life: Life) -> tuple[datetime | None, bool]:
    """Return when the response was given (None = not yet), and whether there was nothing left to respond to."""
    if life.met_at_opening:
        return life.opened_at, False
    answered = min((answer.at for answer in life.answers), default=None)
    for change in life.statuses:
        if answered is not None and answered <= change.at:
            break
        if change.to is Status.RESOLVED and change.by_firm:
            return change.at, False
        if change.to in {Status.RESOLVED, Status.CANCELLED, Status.MERGED}:
            return None, True
    return answered, False


def _resolution(life: Life, policy: Policy, calendar: Calendar, at: datetime) -> Reading:
    """Rule 4: from the opening, in the statuses that do not pause, to the solving; after reopening with the minutes used."""
    parts = stretches(life, at)
    last = parts[-1]
    if last.status in {Status.CANCELLED, Status.MERGED}:
        return Reading(State.VOID)
    stopped_at = last.starts_at if last.status is Status.RESOLVED else None
    priority = life.priority_at(stopped_at or at)  # rule 5: the whole life is read with that of today, or of the stop
    target, pauses = policy.resolution.get(priority), policy.pauses.get(priority, frozenset())
    if target is None:
        return Reading(State.NONE, stopped_at=stopped_at)
    is_paused = last.waiting_for in pauses
    worked = [part for part in parts if part.status is not Status.RESOLVED and part.waiting_for not in pauses]
    spent = [(part.starts_at, part.ended_by(at)) for part in worked]
    known = calendar.known_at(stopped_at or at)  # rule 8: what was entered after the stop changes nothing
    reading = _measured(spent, target, known, goes_on_from=None if is_paused else stopped_at or at)
    if is_paused:
        return replace(reading, state=State.PAUSED, paused_since=last.starts_at)
    return replace(reading, state=State.STOPPED if stopped_at else State.RUNNING, stopped_at=stopped_at)


def _next_word(life: Life, policy: Policy, calendar: Calendar, at: datetime) -> Reading:
    """Rule 13: counted again from every public answer and client message; a moment that was promised comes first."""
    target = policy.next_word.get(life.priority_at(at))
    if target is None or not life.answers:
        return Reading(State.NONE)
    parts = stretches(life, at)
    last, answer = parts[-1], life.answers[-1]
    if last.status in {Status.RESOLVED, Status.CANCELLED, Status.MERGED}:
        return Reading(State.STOPPED, target=target, stopped_at=last.starts_at)
    since = max([answer.at, *(fact.at for fact in life.facts if isinstance(fact, ClientWrote))])
    is_paused = last.waiting_for == WaitingFor.CUSTOMER
    if answer.promised_at is not None and answer.promised_at > answer.at:
        return (
            Reading(State.PAUSED, target=target, paused_since=last.starts_at)
            if is_paused
            else _promised(answer, at, target)
        )
    spoken = [(part.starts_at, part.ended_by(at)) for part in parts if part.waiting_for != WaitingFor.CUSTOMER]
    spent = [(max(start, since), end) for start, end in spoken if end > since]
    reading = _measured(spent, target, calendar.known_at(at), goes_on_from=None if is_paused else at)
    return replace(reading, state=State.PAUSED, paused_since=last.starts_at) if is_paused else reading


def _promised(answer: Answered, at: datetime, target: Target) -> Reading:
    promised_at = answer.promised_at or answer.at
    return Reading(
        State.RUNNING,
        counted=at - answer.at,
        target=target,
        due_at=promised_at,
        warn_at=answer.at + (promised_at - answer.at) * WARNED_AT,
        late_from=promised_at + _INSTANT,
        is_late=at > promised_at,
    )


def _measured(
    spent: Iterable[Interval], target: Target, calendar: Calendar, *, goes_on_from: datetime | None
) -> Reading:
    """Count what was spent, project the rest of the target (rules 1, 6 and 7).

    goes_on_from: where the counting goes on, as if nothing more paused it; None = it is paused.
    """
    spent = [interval for interval in spent if interval[0] < interval[1]]
    used = sum((_counted(target, calendar, *interval) for interval in spent), timedelta())

    def reached(length: timedelta) -> datetime | None:
        left = length
        for start, end in spent:
            here = _counted(target, calendar, start, end)
            if left <= here:
                return _after(target, calendar, start, left)
            left -= here
        return None if goes_on_from is None else _after(target, calendar, goes_on_from, left)

    return Reading(
        State.RUNNING,
        counted=used,
        target=target,
        due_at=reached(target.length),
        warn_at=reached(target.length * WARNED_AT),
        late_from=reached(
            target.length + _INSTANT
        ),  # equal is in time, so no clock turns late while the place is closed
        is_late=used > target.length,
    )


def _counted(target: Target, calendar: Calendar, start: datetime, end: datetime) -> timedelta:
    return end - start if target.around_the_clock else counted(calendar, start, end)


def _after(target: Target, calendar: Calendar, start: datetime, length: timedelta) -> datetime | None:
    return start + length if target.around_the_clock else after(calendar, start, length)


def stretches_of(life: Life, policy: Policy, at: datetime) -> list[tuple[Stretch, bool]]:
    """Return the parts of a ticket's life until this instant, each with whether the clock of the solving ran in it."""
    life = life.until(at)
    pauses = policy.pauses.get(life.priority_at(at), frozenset())
    return [
        (part, part.status not in {Status.RESOLVED, Status.CANCELLED, Status.MERGED} and part.waiting_for not in pauses)
        for part in stretches(life, at)
    ]
