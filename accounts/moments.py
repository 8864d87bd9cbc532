"""Moments and lengths of time in words: short, 24 hours, a weekday with every date, in the reader's zone and language."""

from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.utils import dateformat, timezone
from django.utils.translation import gettext, ngettext, pgettext

A_WEEK: Final = 7  # days: a bare weekday is clear for so long


def local_time(moment: datetime | None, zone: str = "") -> str:
    """Compact, for rows and chips: "today 16:00", "Mon 09:30", "Thu 3 Dec 13:00". Empty for None.

    zone: an IANA name, for what people read in the zone of a place (visits); else the reader's own.
    """
    if moment is None:
        return ""
    local, days = _local(moment, zone)
    named = {-1: gettext("yesterday %(time)s"), 0: gettext("today %(time)s"), 1: gettext("tomorrow %(time)s")}
    if days in named:
        return named[days] % {"time": dateformat.format(local, pgettext("short time", "H:i"))}
    # A bare weekday is clear within a week; a date of another year says so.
    if abs(days) < A_WEEK:
        return dateformat.format(local, pgettext("short weekday and time", "D H:i"))
    if local.year == timezone.localdate().year:
        return _dated(local, pgettext("short date and time", "D j M H:i"))
    return _dated(local, pgettext("short date with year and time", "D j M Y H:i"))


def said_time(moment: datetime | None, zone: str = "") -> str:
    """For sentences: "today at 08:51", "Thursday 26 November at 13:00". Empty for None; zone as in local_time."""
    if moment is None:
        return ""
    local, days = _local(moment, zone)
    named = {-1: gettext("yesterday at %(time)s"), 0: gettext("today at %(time)s"), 1: gettext("tomorrow at %(time)s")}
    pattern = named.get(days, gettext("%(day)s at %(time)s"))
    return pattern % {"day": said_day(local.date()), "time": hour(moment, zone)}


def before_time(moment: datetime | None, zone: str = "") -> str:
    """After the word "before": "14:30", "16:00 tomorrow", "13:00 on Thursday 26 November". Empty for None."""
    if moment is None:
        return ""
    local, days = _local(moment, zone)
    pattern = {0: "%(time)s", 1: gettext("%(time)s tomorrow")}.get(days, gettext("%(time)s on %(day)s"))
    return pattern % {"day": said_day(local.date()), "time": hour(moment, zone)}


def hour(moment: datetime | None, zone: str = "") -> str:
    """The time of day within a sentence: "14:30" in English, "14h30" in French, "14.30 uur" in Dutch."""
    if moment is None:
        return ""
    return dateformat.format(_local(moment, zone)[0], pgettext("time in a sentence", "H:i"))


def short_hour(moment: datetime | None, zone: str = "") -> str:
    """The time of day in lists and tables, the same in every language: "14:30"."""
    if moment is None:
        return ""
    return dateformat.format(_local(moment, zone)[0], pgettext("short time", "H:i"))


def hour_and_day(moment: datetime | None, zone: str = "") -> str:
    """The time of day in lists, with its day when that is not today: "14:30", "Thu 26 Nov 14:30". Empty for None."""
    if moment is None:
        return ""
    local, days = _local(moment, zone)
    if days == 0:
        return short_hour(moment, zone)
    # Translators: a day and an hour before a sentence, as in "Thu 26 Nov 14:30".
    return gettext("%(day)s %(time)s") % {"day": short_day(local.date()), "time": short_hour(moment, zone)}


def said_day(day: date | None, zone: str = "") -> str:
    """A date with its weekday: "Thursday 26 November", with its year when that is not this one."""
    if day is None:
        return ""
    day = _day(day, zone)
    if day.year == timezone.localdate().year:
        return _dated(day, pgettext("long date", "l j F"))
    return _dated(day, pgettext("long date with year", "l j F Y"))


def short_day(day: date | None, zone: str = "") -> str:
    """A date for rows: "Thu 26 Nov"."""
    if day is None:
        return ""
    return _dated(_day(day, zone), pgettext("short date", "D j M"))


def near_day(day: date | None, zone: str = "") -> str:
    """A day to come, as people say it: "Thursday" within a week, else "Thu 3 Dec"."""
    if day is None:
        return ""
    day = _day(day, zone)
    if 0 <= (day - timezone.localdate()).days < A_WEEK:
        return dateformat.format(day, pgettext("weekday", "l"))
    return short_day(day)


def day_of_month(day: date | None, zone: str = "") -> str:
    """A date within a chip: "3 December"."""
    if day is None:
        return ""
    return _dated(_day(day, zone), pgettext("date without weekday", "j F"))


def day_with_year(day: date | None, zone: str = "") -> str:
    """A date of a report: "3 December 2026"."""
    if day is None:
        return ""
    return _dated(_day(day, zone), pgettext("date without weekday", "j F Y"))


def _dated(day: date, pattern: str) -> str:
    """A date in this pattern of Django's; French says "1er" on the first of a month."""
    if day.day == 1:
        pattern = pattern.replace("j", pgettext("first day of a month", "j"))
    return dateformat.format(day, pattern)


def _local(moment: datetime, zone: str) -> tuple[datetime, int]:
    """The moment in that zone (else the reader's), and how many calendar days it lies from today there."""
    place = ZoneInfo(zone) if zone else None
    local = timezone.localtime(moment, place)
    return local, (local.date() - timezone.localdate(timezone=place)).days


def _day(day: date, zone: str) -> date:
    """The date itself, or the date on which a moment falls in that zone."""
    return _local(day, zone)[0].date() if isinstance(day, datetime) else day


def span(length: timedelta | float | None) -> str:
    """A length of time in words: "25 min", "1 h 05", "5 h". A number is minutes; empty for None."""
    if length is None:
        return ""
    minutes = int(length.total_seconds() // 60) if isinstance(length, timedelta) else int(length)
    hours, rest = divmod(max(minutes, 0), 60)
    if not hours:
        return ngettext("%(minutes)d min", "%(minutes)d min", rest) % {"minutes": rest}
    if not rest:
        return gettext("%(hours)d h") % {"hours": hours}
    return gettext("%(hours)d h %(minutes)02d") % {"hours": hours, "minutes": rest}
