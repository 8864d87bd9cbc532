"""What is promised: minutes per priority, in which time they count, and which waits pause them. Pure Python.

What is agreed stands in versions (``tickets.models.PolicyVersion``); these are its terms, as they are entered, shown and counted.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sites.opening_hours import Calendar, after
from tickets.clock import Policy, Target
from tickets.lifecycle import WaitingFor

PAUSABLE = tuple(wait.value for wait in WaitingFor if wait is not WaitingFor.OURSELVES)
OF_OTHERS = frozenset(PAUSABLE) - {WaitingFor.VISIT.value}

OPENS, CLOSES = time(8, 30), time(17, 0)  # of a usual day
A_DAY = (CLOSES.hour - OPENS.hour) * 60 + CLOSES.minute - OPENS.minute  # minutes from opening to closing


@dataclass(frozen=True)
class Terms:
    """What is promised for one priority: minutes until the first answer, until it is solved, and between two words to the client.

    next_word None = no word is promised. around_the_clock: every minute counts, not opening time only. pauses: the waits
    (codes of WaitingFor) that pause the solution.
    """

    priority: int
    response: int
    resolution: int
    next_word: int | None = None
    around_the_clock: bool = False
    pauses: frozenset[str] = OF_OTHERS


USUAL = (
    Terms(1, 30, 240, 60),
    Terms(2, 60, 480, 240),
    Terms(3, 240, 960),
    Terms(4, 480, 2400, pauses=frozenset(PAUSABLE)),
    Terms(5, 960, 4800, pauses=frozenset(PAUSABLE)),
)
"""What a firm promises before it says otherwise."""


def policy(agreed: Iterable[Terms]) -> Policy:
    """Return these terms as the clock reads them. Raises ValueError where the firm would stop the clock by setting a ticket aside."""
    agreed = tuple(agreed)
    return Policy(
        response={one.priority: Target(one.response, one.around_the_clock) for one in agreed},
        resolution={one.priority: Target(one.resolution, one.around_the_clock) for one in agreed},
        next_word={
            one.priority: Target(one.next_word, one.around_the_clock) for one in agreed if one.next_word is not None
        },
        pauses={one.priority: one.pauses for one in agreed},
    )


def due(opened_at: datetime, minutes: int, *, calendar: Calendar, around_the_clock: bool = False) -> datetime | None:
    """Return the UTC instant at which ``minutes`` of counted time have passed since ``opened_at``.

    None when the place is never open for so long.
    """
    if around_the_clock:
        return opened_at + timedelta(minutes=minutes)
    return after(calendar, opened_at, timedelta(minutes=minutes))
