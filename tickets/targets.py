"""Until when: simple targets per priority, counted in opening time Monday to Friday. Pure Python.

A P1 of a client that is served around the clock counts every minute.
"""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

# priority: (minutes until the first response, minutes until solved)
MINUTES: dict[int, tuple[int, int]] = {1: (30, 240), 2: (60, 480), 3: (240, 960), 4: (480, 2400), 5: (960, 4800)}

OPENS, CLOSES = time(8, 30), time(17, 0)
A_DAY = (CLOSES.hour - OPENS.hour) * 60 + CLOSES.minute - OPENS.minute  # minutes from opening to closing
_SATURDAY = 5


def due(opened_at: datetime, minutes: int, *, zone: str, around_the_clock: bool = False) -> datetime:
    """Return the UTC instant at which ``minutes`` of counted time have passed since ``opened_at``.

    zone: IANA name of the site's zone, in which the opening hours are read.
    """
    if around_the_clock:
        return opened_at + timedelta(minutes=minutes)
    tz, left, now = ZoneInfo(zone), timedelta(minutes=minutes), opened_at.astimezone(UTC)
    day = opened_at.astimezone(tz).date()
    while True:
        if day.weekday() < _SATURDAY:
            opening = datetime.combine(day, OPENS, tz).astimezone(UTC)
            closing = datetime.combine(day, CLOSES, tz).astimezone(UTC)
            start = max(now, opening)
            if start < closing:
                if left <= closing - start:
                    return start + left
                left -= closing - start
        day += timedelta(days=1)
