"""What a clock says now: how much opening time is left until the earliest running deadline, or how late it is. Pure Python."""

from dataclasses import dataclass
from datetime import datetime

from sites import opening_hours
from sites.opening_hours import Calendar
from tickets import queue_order, targets
from tickets.lifecycle import is_open


@dataclass(frozen=True)
class Reading:
    """A clock in words.

    state: "left"; "near" from three quarters used; "late"; "due" when it is more than an opening day away; "paused";
    "stopped". minutes: of counted time, left or late. due_at: the deadline (UTC).
    """

    state: str
    minutes: int = 0
    due_at: datetime | None = None


def reading(facts: queue_order.Facts, *, calendar: Calendar, around_the_clock: bool, at: datetime) -> Reading | None:
    """Return what the clock of a ticket says at this instant (UTC), or None when nothing is promised.

    calendar: when the place is open. around_the_clock: whether every minute counts for this ticket.
    """
    if not is_open(facts.status):
        return Reading("stopped")
    if facts.is_paused:
        return Reading("paused")
    place = queue_order.place(facts)
    due_at = place.due_at
    if due_at == queue_order.NEVER:
        return None
    if place.late_at <= at:
        return Reading("late", counted(due_at, at, calendar=calendar, around_the_clock=around_the_clock), due_at)
    left = counted(at, due_at, calendar=calendar, around_the_clock=around_the_clock)
    if place.warn_at <= at:
        return Reading("near", left, due_at)
    return Reading("left" if left <= targets.A_DAY else "due", left, due_at)


def counted(start: datetime, end: datetime, *, calendar: Calendar, around_the_clock: bool = False) -> int:
    """Return the whole minutes of counted time between two instants (UTC); 0 when the end is not after the start."""
    if end <= start:
        return 0
    spent = end - start if around_the_clock else opening_hours.counted(calendar, start, end)
    return int(spent.total_seconds() // 60)
