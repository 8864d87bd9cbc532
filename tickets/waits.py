"""What a ticket waits for, and until when: every wait has an end. Pure Python."""

from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sites.opening_days import opening_day
from sites.opening_hours import Calendar, in_utc
from tickets.lifecycle import WaitingFor

OPENING_DAYS: Final = {WaitingFor.CUSTOMER: 3, WaitingFor.APPROVAL: 5, WaitingFor.SUPPLIER: 5}
"""How long one waits when nobody says until when; of the other waits somebody always says it."""

ASKED: Final = frozenset({WaitingFor.DELIVERY.value, WaitingFor.OURSELVES.value})
"""The waits of which somebody says a date."""

REMINDS_ON: Final = 2
"""The opening day on which somebody of the client is asked once more."""

OF_CLIENT: Final = frozenset({WaitingFor.CUSTOMER.value, WaitingFor.APPROVAL.value})
"""The waits that people of the client end by a word; their silence is counted."""

ENOUGH_SILENCE: Final = 2
"""After so many such waits without a word it may be closed as unanswered."""

LONGEST: Final = timedelta(days=366)


def usual_end(waiting_for: str, calendar: Calendar, after: datetime) -> datetime | None:
    """Return until when one waits that begins at this instant (UTC): the closing of an opening day; None = that is asked.

    A place that does not open so often any more is waited for as many days of the calendar.
    """
    days = OPENING_DAYS.get(WaitingFor(waiting_for))
    if days is None:
        return None
    found = opening_day(calendar, after, days)
    return found[1] if found else in_utc(after) + timedelta(days=days)


def end_on(day: date, waiting_for: str, calendar: Calendar) -> datetime:
    """Return when a wait until this date ends (UTC): what we set aside in the morning, to be looked at; all else at closing.

    On the next opening day where the place is closed on that date.
    """
    zone = ZoneInfo(calendar.zone)
    found = opening_day(calendar, datetime.combine(day - timedelta(days=1), time(12), zone), 1)
    if found is None:
        return in_utc(datetime.combine(day, time(12), zone))
    return found[0] if WaitingFor(waiting_for) is WaitingFor.OURSELVES else found[1]


def reminder(waiting_for: str, calendar: Calendar, after: datetime, until: datetime) -> datetime | None:
    """Return when somebody of the client is asked once more (UTC), if that is before the wait ends; None = never."""
    if WaitingFor(waiting_for) is not WaitingFor.CUSTOMER:
        return None
    found = opening_day(calendar, after, REMINDS_ON)
    return found[0] if found and found[0] < until else None
