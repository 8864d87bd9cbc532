"""The figures of one client for one stretch of time, counted from the facts of its tickets. Pure Python.

A ticket ends once: when it was solved for the last time, or cancelled. Opened again, it counts as open until it is
solved for good; so open before + received - solved - cancelled = open after, always.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from reports.figures import Count, Share, Spread, spread
from sites.opening_hours import Calendar
from tickets.time_left import counted

ANSWERED_BY_NATURE = ("phone", "walk_in")  # somebody of the firm hears them: a first response of 0 would flatter
WALK_IN = "walk_in"


class Row(NamedTuple):
    """The facts of one ticket; instants are UTC. ``ended_at`` is when it was solved or cancelled.

    respond_late_at, resolve_late_at: from when it is too late (None = nothing was promised).
    """

    number: int
    type: str
    channel: str
    category: int | None
    site: int | None
    priority: int
    calendar: Calendar
    counts_every_minute: bool
    opened_at: datetime
    responded_at: datetime | None
    respond_late_at: datetime | None
    ended_at: datetime | None
    is_solved: bool
    resolve_late_at: datetime | None
    on_the_spot: bool
    is_hidden: bool


class Stretch(NamedTuple):
    """From one instant (included) until another (excluded); ``now`` is when it is looked at."""

    start: datetime
    end: datetime
    now: datetime

    def holds(self, at: datetime | None) -> bool:
        """Whether the instant lies in it."""
        return at is not None and self.start <= at < self.end

    @property
    def until(self) -> datetime:
        """Its end, or now where it still runs."""
        return min(self.end, self.now)


@dataclass(frozen=True)
class Promise:
    """How often a target was kept, and the tickets that missed it."""

    share: Share
    missed: list[Row]


@dataclass(frozen=True)
class Tally:
    """What happened in the stretch."""

    open_before: Count
    received: Count
    solved: Count
    cancelled: Count
    open_after: Count
    responded: list[Row]
    response: Spread
    response_in_time: Promise
    resolution: Spread
    resolution_in_time: Promise
    on_the_spot: Share


class Group(NamedTuple):
    """One value of a breakdown: received and solved now, received before. Key None = without."""

    key: str | int | None
    received: int
    solved: int
    before: int


def tally(rows: Sequence[Row], stretch: Stretch) -> Tally:
    """Count one client's tickets; rows must hold all that were open in the stretch."""
    received = [row for row in rows if stretch.holds(row.opened_at)]
    ended = [row for row in rows if stretch.holds(row.ended_at)]
    solved = [row for row in ended if row.is_solved]
    responded = [row for row in rows if stretch.holds(row.responded_at) and row.channel not in ANSWERED_BY_NATURE]
    walked_in = [row for row in received if row.channel == WALK_IN]
    return Tally(
        open_before=open_at(rows, stretch.start),
        received=count(received),
        solved=count(solved),
        cancelled=count(row for row in ended if not row.is_solved),
        open_after=open_at(rows, stretch.end),
        responded=responded,
        response=spread([_minutes(row, row.responded_at) for row in responded]),
        response_in_time=_response_in_time(rows, responded, stretch),
        resolution=spread([_minutes(row, row.ended_at) for row in solved]),
        resolution_in_time=resolution_in_time(rows, stretch),
        on_the_spot=Share(sum(row.is_solved and row.on_the_spot for row in walked_in), len(walked_in)),
    )


def count(rows: Iterable[Row]) -> Count:
    """Count these, and those of them that the reader may not open."""
    hidden = [row.is_hidden for row in rows]
    return Count(len(hidden), sum(hidden))


def open_at(rows: Iterable[Row], at: datetime) -> Count:
    """Count those opened before this instant that had not ended yet."""
    return count(row for row in rows if row.opened_at < at and (row.ended_at is None or row.ended_at >= at))


def numbers(rows: Iterable[Row]) -> tuple[int, ...]:
    """Return the numbers of those that the reader may open."""
    return tuple(sorted(row.number for row in rows if not row.is_hidden))


def resolution_in_time(rows: Iterable[Row], stretch: Stretch) -> Promise:
    """Solved in time, of those solved in the stretch and those still open and late at its end."""
    with_target = [row for row in rows if row.resolve_late_at is not None]
    done = [row for row in with_target if row.is_solved and stretch.holds(row.ended_at)]
    running = [row for row in with_target if _runs(row, row.ended_at, row.resolve_late_at, stretch)]
    return _promise(done, running, lambda row: _is_in_time(row.ended_at, row.resolve_late_at))


def reopened(rows: Iterable[Row], again: Iterable[tuple[int, datetime]], stretch: Stretch) -> list[Row]:
    """Return those solved in the stretch that had been opened again in it; ``again``: number and instant of each time.

    A part of what was solved in it, so never more than all: what is still open, or solved later, counts there.
    """
    opened_again = {number for number, at in again if stretch.holds(at)}
    return [row for row in rows if row.is_solved and stretch.holds(row.ended_at) and row.number in opened_again]


def groups(rows: Iterable[Row], key: Callable[[Row], str | int | None], now: Stretch, before: Stretch) -> list[Group]:
    """Break down what was received and solved, most first; what the reader may not open is left out."""
    received: Counter[str | int | None] = Counter()
    solved: Counter[str | int | None] = Counter()
    earlier: Counter[str | int | None] = Counter()
    for row in rows:
        if row.is_hidden:
            continue
        value = key(row)
        received[value] += now.holds(row.opened_at)
        solved[value] += row.is_solved and now.holds(row.ended_at)
        earlier[value] += before.holds(row.opened_at)
    found = [Group(value, received[value], solved[value], earlier[value]) for value in received]
    some = [group for group in found if group.received or group.solved or group.before]
    return sorted(some, key=lambda group: (-group.received, -group.solved, -group.before, str(group.key)))


def _response_in_time(rows: Iterable[Row], responded: Iterable[Row], stretch: Stretch) -> Promise:
    done = [row for row in responded if row.respond_late_at is not None]
    running = [
        row
        for row in rows
        if row.channel not in ANSWERED_BY_NATURE and _runs(row, row.responded_at, row.respond_late_at, stretch)
    ]
    return _promise(done, running, lambda row: _is_in_time(row.responded_at, row.respond_late_at))


def _promise(done: list[Row], running_late: list[Row], is_kept: Callable[[Row], bool]) -> Promise:
    kept = sum(map(is_kept, done))
    missed = [row for row in done if not is_kept(row)] + running_late
    return Promise(Share(kept, kept + len(missed)), missed)


def _is_in_time(stopped_at: datetime | None, late_at: datetime | None) -> bool:
    return stopped_at is not None and late_at is not None and stopped_at < late_at


def _runs(row: Row, stopped_at: datetime | None, late_at: datetime | None, stretch: Stretch) -> bool:
    """Whether this clock still ran, and was late, at the end of the stretch: unfinished late ones count as missed."""
    at = stretch.until
    is_open = row.opened_at < at and (row.ended_at is None or row.ended_at >= at)
    return is_open and (stopped_at is None or stopped_at >= at) and late_at is not None and late_at <= at


def _minutes(row: Row, stopped_at: datetime | None) -> int:
    until, every_minute = stopped_at or row.opened_at, row.counts_every_minute
    return counted(row.opened_at, until, calendar=row.calendar, around_the_clock=every_minute)
