"""When a mail leaves: at once, after the seconds of undo, with what follows, after the quiet hours, or in the morning. Pure Python.

All instants are UTC; quiet hours and mornings are read in the person's own zone.
"""

from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

GRACE: Final = timedelta(seconds=3)  # the worker that is woken comes first; the sweeper takes what it did not
UNDO: Final = timedelta(seconds=10)  # as long as a page offers the way back
TOGETHER: Final = timedelta(minutes=5)  # changes of one ticket that follow the first one within this time are one mail
MORNING: Final = time(7, 30)  # of the morning list
_SATURDAY: Final = 5


def after_quiet(at: datetime, starts: time, ends: time, zone: str) -> datetime:
    """Return ``at``, or the end of the quiet hours when it falls into them.

    starts, ends: wall-clock times of the zone; a span that ends before it starts goes past midnight.
    """
    tz = ZoneInfo(zone)
    here = at.astimezone(tz)
    past_midnight = ends < starts
    is_quiet = (here.time() >= starts or here.time() < ends) if past_midnight else starts <= here.time() < ends
    if not is_quiet:
        return at
    day = here.date() + timedelta(days=1) if past_midnight and here.time() >= starts else here.date()
    # An hour that the clock skips in spring ends a little later, one that comes twice ends the first time, but not before now.
    return max(at, datetime.combine(day, ends, tz).astimezone(UTC))


def next_morning(at: datetime, zone: str) -> datetime:
    """Return the next moment of a morning list after ``at``: Monday to Friday, at MORNING in the zone."""
    tz = ZoneInfo(zone)
    day = at.astimezone(tz).date()
    while True:
        moment = datetime.combine(day, MORNING, tz).astimezone(UTC)
        if moment > at and day.weekday() < _SATURDAY:
            return moment
        day += timedelta(days=1)


def day_in(at: datetime, zone: str) -> date:
    """Return the day that this instant falls on in the zone."""
    return at.astimezone(ZoneInfo(zone)).date()
