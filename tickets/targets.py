"""Until when: simple targets per priority, counted while the place is open. Pure Python.

A P1 of a client that is served around the clock counts every minute.
"""

from datetime import datetime, time, timedelta

from sites.opening_hours import Calendar, after
from tickets.clock import Policy, Target
from tickets.lifecycle import WaitingFor
from tickets.priority import CRITICAL

# priority: (minutes until the first response, minutes until solved)
MINUTES: dict[int, tuple[int, int]] = {1: (30, 240), 2: (60, 480), 3: (240, 960), 4: (480, 2400), 5: (960, 4800)}

PAUSES = frozenset(
    {WaitingFor.CUSTOMER.value, WaitingFor.APPROVAL.value, WaitingFor.SUPPLIER.value, WaitingFor.DELIVERY.value}
)
PAUSES_UNHURRIED = PAUSES | {WaitingFor.VISIT.value}  # of P4 and P5

FIRST_UNHURRIED = 4

OPENS, CLOSES = time(8, 30), time(17, 0)  # of a usual day
A_DAY = (CLOSES.hour - OPENS.hour) * 60 + CLOSES.minute - OPENS.minute  # minutes from opening to closing


def policy(*, around_the_clock: bool) -> Policy:
    """Return what is promised to everybody. around_the_clock: whether the client is served so, which holds for its P1s."""

    def targets(which: int) -> dict[int, Target]:
        return {
            priority: Target(minutes[which], around_the_clock and priority == CRITICAL)
            for priority, minutes in MINUTES.items()
        }

    pauses = {priority: PAUSES if priority < FIRST_UNHURRIED else PAUSES_UNHURRIED for priority in MINUTES}
    return Policy(response=targets(0), resolution=targets(1), pauses=pauses)


def due(opened_at: datetime, minutes: int, *, calendar: Calendar, around_the_clock: bool = False) -> datetime | None:
    """Return the UTC instant at which ``minutes`` of counted time have passed since ``opened_at``.

    None when the place is never open for so long.
    """
    if around_the_clock:
        return opened_at + timedelta(minutes=minutes)
    return after(calendar, opened_at, timedelta(minutes=minutes))
