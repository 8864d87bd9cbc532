"""What happened to a ticket, as far as its clocks care, and the stretches in which a clock ran. Pure Python.

Instants are aware and come back in UTC. The rules stand in docs/clock.md, by number.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal

from sites.opening_hours import Calendar, in_utc
from tickets.lifecycle import ENDED_STATUSES, Status, WaitingFor

By = Literal["firm", "client", "system"]


class State(StrEnum):
    """What a clock does. VOID = there is nothing left to keep; NONE = nothing was promised."""

    RUNNING = "running"
    PAUSED = "paused"
    STOPPED = "stopped"
    VOID = "void"
    NONE = "none"


@dataclass(frozen=True)
class FirmAnswered:
    """A public answer by a person of the firm, written or spoken; at: when it was said. promised_at: when the next word comes."""

    at: datetime
    promised_at: datetime | None = None


@dataclass(frozen=True)
class ClientWrote:
    """A message by a person of the client."""

    at: datetime


@dataclass(frozen=True)
class StatusChanged:
    """Another status, and who brought it. waiting_for: a code of WaitingFor, with the status of waiting only.

    until: when a wait ends by itself; of one for a visit the end of that visit. pauses_visit False: this wait for a visit pauses
    nothing.
    """

    at: datetime
    to: Status
    by: By = "firm"
    waiting_for: str = ""
    pauses_visit: bool = True
    until: datetime | None = None


@dataclass(frozen=True)
class PriorityChanged:
    """Another priority, 1 to 5."""

    at: datetime
    to: int


@dataclass(frozen=True)
class Moved:
    """Another calendar: the ticket went to another place or client, or the hours there changed (rule 11)."""

    at: datetime
    calendar: Calendar


Fact = FirmAnswered | ClientWrote | StatusChanged | PriorityChanged | Moved


@dataclass(frozen=True)
class Life:
    """A ticket's life. priority: at the opening. met_at_opening: a person of the firm was there (walk-in, phone)."""

    opened_at: datetime
    priority: int
    met_at_opening: bool = False
    facts: tuple[Fact, ...] = ()

    def known_at(self, at: datetime) -> "Life":
        """Return what was known of it at this instant: facts in order of time, equal ones as they came.

        What is said to have happened before the opening happened with it (rule 3).
        """
        opened_at = in_utc(self.opened_at)
        known = [replace(fact, at=max(in_utc(fact.at), opened_at)) for fact in self.facts if fact.at <= at]
        return replace(self, opened_at=opened_at, facts=tuple(sorted(known, key=lambda fact: fact.at)))

    def before(self, number: int) -> "Life":
        """Return this life as it was when the fact of this number came."""
        return replace(self, facts=self.facts[:number])

    @property
    def priority_now(self) -> int:
        """The priority that the last change brought."""
        return next((fact.to for fact in reversed(self.facts) if isinstance(fact, PriorityChanged)), self.priority)

    def calendar_now(self, first: Calendar) -> Calendar:
        """Return the calendar that the last move brought; first: the one of the opening."""
        return next((fact.calendar for fact in reversed(self.facts) if isinstance(fact, Moved)), first)

    @property
    def solved_by(self) -> int | None:
        """The number of the fact that solved it; None while it is not solved. Closing is no event (rule 4)."""
        solved: int | None = None
        for number, fact in enumerate(self.facts):
            if isinstance(fact, StatusChanged) and fact.to is not Status.CLOSED:
                if fact.to is not Status.RESOLVED:
                    solved = None
                elif solved is None:
                    solved = number
        return solved


@dataclass(frozen=True)
class Stretch:
    """What a clock did from one instant (included) to another (excluded; None = until something happens).

    why: whom it waited for while paused, the status while stopped or void, "" while running. counted: how much of it counted.
    """

    start: datetime
    end: datetime | None
    state: State
    why: str = ""
    counted: timedelta = timedelta()


def stretches(life: Life, pauses: frozenset[str]) -> list[Stretch]:
    """Return what a clock does that starts at the opening, pauses in these waits and stops at solving (rule 4), in order.

    life: as ``known_at`` returns it. A stretch may lie in the future: a wait for a visit ends by itself. Only the last may be
    without length.
    """
    found: list[Stretch] = []
    for one in _stretches(life, pauses):
        if found and found[-1].start == one.start:
            found.pop()
        if found and (found[-1].state, found[-1].why) == (one.state, one.why):
            found[-1] = replace(found[-1], end=one.end)
        else:
            found.append(one)
    return found


def _stretches(life: Life, pauses: frozenset[str]) -> Iterator[Stretch]:
    changes = [fact for fact in life.facts if isinstance(fact, StatusChanged) and fact.to is not Status.CLOSED]
    now = StatusChanged(life.opened_at, Status.NEW)
    visit_ends: datetime | None = None
    for change in [*changes, None]:
        end = change.at if change else None
        if now.to is Status.WAITING and now.waiting_for == WaitingFor.VISIT:
            visit_ends = visit_ends or (now.until and in_utc(now.until))
            yield from _waits_for_visit(now, end, visit_ends, pauses)
        elif now.to is Status.WAITING and now.until is not None:
            yield from _waits_until(now, end, in_utc(now.until), pauses)
        else:
            yield Stretch(now.at, end, *_does(now, pauses))
        if change is None or now.to in ENDED_STATUSES:
            return
        now = change


def _waits_for_visit(
    wait: StatusChanged, end: datetime | None, visit_ends: datetime | None, pauses: frozenset[str]
) -> Iterator[Stretch]:
    """Rule 4: such a wait ends with the first visit that was planned, held or not; planning again pauses nothing more."""
    pauses = pauses if wait.pauses_visit else frozenset()
    if visit_ends is None:
        yield Stretch(wait.at, end, *_does(wait, pauses))
        return
    yield from _waits_until(wait, end, visit_ends, pauses)


def _waits_until(
    wait: StatusChanged, end: datetime | None, ends_by_itself: datetime, pauses: frozenset[str]
) -> Iterator[Stretch]:
    """Rule 4: a wait pauses nothing after the moment until which it was to last, whoever looks at it, and when."""
    if end is not None and end <= ends_by_itself:
        yield Stretch(wait.at, end, *_does(wait, pauses))
        return
    if wait.at < ends_by_itself:
        yield Stretch(wait.at, ends_by_itself, *_does(wait, pauses))
    yield Stretch(max(wait.at, ends_by_itself), end, State.RUNNING)


def _does(change: StatusChanged, pauses: frozenset[str]) -> tuple[State, str]:
    if change.to is Status.RESOLVED:
        return State.STOPPED, change.to.value
    if change.to in ENDED_STATUSES:
        return State.VOID, change.to.value
    if change.to is Status.WAITING and change.waiting_for in pauses:
        return State.PAUSED, change.waiting_for
    return State.RUNNING, ""
