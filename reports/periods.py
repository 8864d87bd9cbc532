"""Which days a report covers, and beside which days it stands. Pure Python."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

_DAY = timedelta(days=1)
_SATURDAY = 5
YOUNG = 14  # days: a quarter so young has no report yet, one reads the quarter that ended


class Named(StrEnum):
    """The periods one chooses by name."""

    THIS_MONTH = "this_month"
    LAST_MONTH = "last_month"
    THIS_QUARTER = "this_quarter"
    LAST_QUARTER = "last_quarter"
    THIS_YEAR = "this_year"


MONTHS = {
    Named.THIS_MONTH: 1, Named.LAST_MONTH: 1, Named.THIS_QUARTER: 3, Named.LAST_QUARTER: 3, Named.THIS_YEAR: 12,
}  # fmt: skip
LAST = (Named.LAST_MONTH, Named.LAST_QUARTER)


@dataclass(frozen=True)
class Period:
    """Calendar days, both included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days."""
        return (self.last - self.first).days + 1

    @property
    def opening_days(self) -> int:
        """How many of them are Monday to Friday."""
        return sum((self.first + n * _DAY).weekday() < _SATURDAY for n in range(self.days))

    def bounds(self, zone: str) -> tuple[datetime, datetime]:
        """Return the UTC instants from which (included) and until which (excluded) it runs: midnights of the zone."""
        return midnight(self.first, zone), midnight(self.last + _DAY, zone)


def midnight(day: date, zone: str) -> datetime:
    """Return the UTC instant at which this day begins in the zone (IANA name)."""
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)


def months_on(first: date, count: int) -> date:
    """Return the first day of the month ``count`` months after (before: negative) that of ``first``."""
    index = first.year * 12 + first.month - 1 + count
    return date(index // 12, index % 12 + 1, 1)


def usual(today: date) -> Named:
    """Return what a manager expects unasked: this quarter, or the last one until this one is two weeks old."""
    return Named.THIS_QUARTER if (today - _begin(today, 3)).days >= YOUNG else Named.LAST_QUARTER


def named(name: Named, today: date) -> tuple[Period, Period]:
    """Return the period of this name, a running one until today, and the one before it, cut to as many days."""
    months = MONTHS[name]
    first = _begin(today, months)
    if name in LAST:
        first = months_on(first, -months)
    before = months_on(first, -months)
    if name in LAST:
        return Period(first, months_on(first, months) - _DAY), Period(before, first - _DAY)
    period = Period(first, today)
    return period, Period(before, min(before + (period.days - 1) * _DAY, first - _DAY))


def chosen(first: date, last: date) -> tuple[Period, Period]:
    """Return the days from first to last, and as many days right before them."""
    period = Period(first, last)
    return period, Period(first - period.days * _DAY, first - _DAY)


def six_months(last: date) -> list[Period]:
    """Return the six calendar months that end with the one of ``last``, which is cut at that day."""
    begins = [months_on(last, back) for back in range(-5, 1)]
    return [Period(begin, min(months_on(begin, 1) - _DAY, last)) for begin in begins]


def _begin(day: date, months: int) -> date:
    return date(day.year, (day.month - 1) // months * months + 1, 1)
