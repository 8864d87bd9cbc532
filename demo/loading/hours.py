"""Working time: when something that takes so many opening minutes ends, or must have begun."""

from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Final
from zoneinfo import ZoneInfo

from sites.opening_hours import Calendar
from sites.week_text import USUAL_WEEK
from tickets.targets import A_DAY, CLOSES, OPENS, due

ZONE: Final = "Europe/Brussels"
USUAL: Final = Calendar(ZONE, USUAL_WEEK)
MONDAY_TO_FRIDAY: Final = range(5)


def later(at: datetime, minutes: float) -> datetime:
    """Return the instant (UTC) at which this many opening minutes have passed."""
    return due(at, max(1, round(minutes)), calendar=USUAL) or at


def before(at: datetime, minutes: int) -> datetime:
    """Return the instant (UTC) from which this many opening minutes have passed until ``at``."""
    left, day = timedelta(minutes=minutes), at.astimezone(ZoneInfo(ZONE)).date()
    while True:
        if day.weekday() in MONDAY_TO_FRIDAY:
            opening, closing = on(day, OPENS), min(on(day, CLOSES), at)
            if opening < closing:
                if left <= closing - opening:
                    return closing - left
                left -= closing - opening
        day -= timedelta(days=1)


def on(day: date, clock: time) -> datetime:
    """Return the instant (UTC) of this time on the wall of that day."""
    return datetime.combine(day, clock, ZoneInfo(ZONE)).astimezone(UTC)


def some_moment(dice: Random, day: date) -> datetime:
    """Return a moment of this working day, to the second: more of them in the morning."""
    opening = on(day, OPENS)
    return opening + timedelta(seconds=round(dice.triangular(0, A_DAY * 60, A_DAY * 60 * 0.2)))


def working_days(first: date, last: date) -> list[date]:
    """Return the days from Monday to Friday between two days, both included."""
    days = (first + timedelta(days=count) for count in range((last - first).days + 1))
    return [day for day in days if day.weekday() in MONDAY_TO_FRIDAY]
