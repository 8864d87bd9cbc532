"""How much opening time lies between two instants: the time that targets count. Pure Python."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from tickets.targets import CLOSES, OPENS

_WEEK, _WORKING_DAYS = 7, 5


def opening_minutes(begin: datetime, end: datetime, *, zone: str, around_the_clock: bool = False) -> int:
    """Return the whole minutes of opening time (Monday to Friday, the hours of the targets) from begin to end.

    begin, end: aware instants; an end before the begin counts 0. zone: IANA name in which the hours are read.
    around_the_clock: every minute counts.
    """
    if end <= begin:
        return 0
    if around_the_clock:
        return int((end - begin).total_seconds() // 60)
    tz = ZoneInfo(zone)
    seconds = _opened_until(end.astimezone(tz)) - _opened_until(begin.astimezone(tz))
    return int(seconds // 60)


def _opened_until(local: datetime) -> float:
    """Opening seconds from Monday 1 January of year 1 until this wall-clock time. No opening hour lies in a DST night."""
    weeks, weekday = divmod(local.date().toordinal() - date.min.toordinal(), _WEEK)
    full_days = weeks * _WORKING_DAYS + min(weekday, _WORKING_DAYS)
    today = min(max(_seconds(local.time()), _seconds(OPENS)), _seconds(CLOSES)) - _seconds(OPENS)
    return full_days * (_seconds(CLOSES) - _seconds(OPENS)) + (today if weekday < _WORKING_DAYS else 0)


def _seconds(at: time) -> float:
    return at.hour * 3600 + at.minute * 60 + at.second + at.microsecond / 1_000_000
