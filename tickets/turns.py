"""Which turns of its clocks are to be recorded about a ticket: warned, late, late no more (docs/clock.md, rule 9). Pure Python."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from tickets.clock import Reading, Readings, next_change
from tickets.life import State

WARNED, LATE = "warned", "late"
NOT_LATE_BY_PRIORITY, NOT_LATE_BY_HOURS = "not_late_by_priority", "not_late_by_hours"
CLOCKS: Final = ("response", "resolution", "next_word")
ON: Final = (State.RUNNING, State.PAUSED)


@dataclass(frozen=True)
class Turn:
    """A clock that turned. kind: WARNED, LATE or one of NOT_LATE_BY_...; at: when it did (UTC).

    minutes: of the target. since: from when the next word was counted (ISO 8601, "" for the other clocks).
    """

    kind: str
    at: datetime
    clock: str
    minutes: int
    since: str = ""

    @property
    def facts(self) -> dict[str, Any]:
        """What the event holds about it."""
        return {"clock": self.clock, "minutes": self.minutes, "since": self.since}


@dataclass(frozen=True)
class Told:
    """A turn that was recorded before, as its event holds it."""

    kind: str
    facts: dict[str, Any] = field(default_factory=dict)


def next_turn(readings: Readings, at: datetime) -> datetime | None:
    """Return the earliest second after ``at`` (UTC) at which a clock that is on becomes warned or late."""
    return min((turn for _clock, one in _on(readings) if (turn := next_change(one, at))), default=None)


def is_warned(readings: Readings) -> bool:
    """Whether three quarters of a target are used on a clock that is on."""
    return any(one.is_warned for _clock, one in _on(readings))


def is_pressing(readings: Readings) -> bool:
    """Whether three quarters of a target are used on a clock that runs."""
    return any(one.is_warned and one.state is State.RUNNING for _clock, one in _on(readings))


def turns_of(readings: Readings, told: Sequence[Told], at: datetime) -> list[Turn]:
    """Return what is to be recorded at this instant, in the order in which it happened.

    told: the turns that were recorded so far, in their order. Each is recorded once per clock and target; lateness that is
    taken back and comes again is recorded again. A clock that is void says nothing.
    """
    found = (turn for clock in CLOCKS for turn in _of_clock(clock, getattr(readings, clock), told, at))
    return sorted(found, key=lambda turn: turn.at)


def _of_clock(clock: str, reading: Reading, told: Iterable[Told], at: datetime) -> Iterator[Turn]:
    if reading.target is None or reading.state in (State.VOID, State.NONE):
        return
    since = "" if reading.since is None else reading.since.isoformat()
    mine: dict[str, Any] = {"clock": clock, "minutes": reading.target.minutes, "since": since}
    before = [one for one in told if (one.facts["clock"], one.facts["since"]) == (clock, since)]
    if reading.is_warned and reading.warn_at and not any(one.kind == WARNED and one.facts == mine for one in before):
        yield Turn(WARNED, reading.warn_at, **mine)
    last = next((one for one in reversed(before) if one.kind != WARNED), None)
    stands = last is not None and last.kind == LATE
    if reading.is_late and reading.late_at:
        if not (stands and last and last.facts == mine):
            yield Turn(LATE, reading.late_at, **mine)
    elif stands and last and reading.state in ON:
        by_priority = last.facts["minutes"] != reading.target.minutes
        yield Turn(NOT_LATE_BY_PRIORITY if by_priority else NOT_LATE_BY_HOURS, at, **mine)


def _on(readings: Readings) -> Iterator[tuple[str, Reading]]:
    for clock in CLOCKS:
        reading = getattr(readings, clock)
        if reading.state in ON:
            yield clock, reading
