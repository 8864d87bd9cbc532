"""What a clock says now: how much opening time is left until the earliest running deadline, or how late it is. Pure Python."""

from dataclasses import dataclass
from datetime import datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo

from tickets import queue_order, targets
from tickets.lifecycle import Status, is_open

NEAR_FROM = 0.75  # of the target used


@dataclass(frozen=True)
class Reading:
    """A clock in words.

    state: "left"; "near" from three quarters used; "late"; "due" when it is more than an opening day away; "paused";
    "stopped". minutes: of counted time, left or late. due_at: the deadline (UTC).
    """

    state: str
    minutes: int = 0
    due_at: datetime | None = None


def reading(
    facts: queue_order.Facts, *, opened_at: datetime, zone: str, around_the_clock: bool, at: datetime
) -> Reading | None:
    """Return what the clock of a ticket says at this instant (UTC), or None when nothing is promised.

    zone: IANA name of the site's zone. around_the_clock: whether every minute counts for this ticket.
    """
    if not is_open(facts.status):
        return Reading("stopped")
    if Status(facts.status) is Status.WAITING:
        return Reading("paused")
    due_at = queue_order.place(facts).due_at
    if due_at == queue_order.NEVER:
        return None
    if due_at < at:
        return Reading("late", counted(due_at, at, zone=zone, around_the_clock=around_the_clock), due_at)
    left = counted(at, due_at, zone=zone, around_the_clock=around_the_clock)
    target = counted(opened_at, due_at, zone=zone, around_the_clock=around_the_clock)
    if target - left >= NEAR_FROM * target:
        return Reading("near", left, due_at)
    return Reading("left" if left <= targets.A_DAY else "due", left, due_at)


def counted(start: datetime, end: datetime, *, zone: str, around_the_clock: bool = False) -> int:
    """Return the whole minutes of counted time between two instants (UTC); 0 when the end is not after the start.

    Summer time begins and ends on a Sunday night, so every opening day has the same length.
    """
    if end <= start:
        return 0
    if around_the_clock:
        return int((end - start).total_seconds() // 60)
    tz = _zone(zone)
    return int((_opened_until(end.astimezone(tz)) - _opened_until(start.astimezone(tz))) // 60)


def _opened_until(local: datetime) -> float:
    """Return the opening seconds from the Monday of year 1 until this time on the wall."""
    weeks, weekday = divmod(local.toordinal() - 1, 7)
    of_today = min(max(_seconds(local.time()), _seconds(targets.OPENS)), _seconds(targets.CLOSES))
    opened_today = of_today - _seconds(targets.OPENS) if weekday < 5 else 0.0
    return (weeks * 5 + min(weekday, 5)) * targets.A_DAY * 60 + opened_today


def _seconds(on_the_wall: time) -> float:
    return on_the_wall.hour * 3600 + on_the_wall.minute * 60 + on_the_wall.second + on_the_wall.microsecond / 1e6


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)
