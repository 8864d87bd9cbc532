"""Days on which a place is open, counted: "five opening days from now". Pure Python."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sites.opening_hours import LONGEST_SEARCH, Calendar, Interval, in_utc, openings


def opening_day(calendar: Calendar, after: datetime, number: int) -> Interval | None:
    """Return the first opening and the last closing (UTC) of the number-th opening day after the day of this instant.

    A day is a date of the place's zone. A night that runs past midnight belongs to both its dates. None when the place does
    not open so often any more.
    """
    zone = ZoneInfo(calendar.zone)
    today = in_utc(after).astimezone(zone).date()
    for days in range(1, number * 7 + LONGEST_SEARCH):
        start, end = (in_utc(datetime.combine(today + timedelta(days=day), time(), zone)) for day in (days, days + 1))
        open_then = list(openings(calendar, start, end))
        if open_then:
            number -= 1
        if number == 0:
            return open_then[0][0], open_then[-1][1]
    return None
