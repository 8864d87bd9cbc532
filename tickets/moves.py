"""When time alone changes something about a ticket: the moment at which it must be looked at again. Pure Python."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Final

Moment = Callable[[Any], datetime | None]

MOMENTS: Final[Sequence[Moment]] = (
    lambda ticket: ticket.clock_turns_at if ticket.is_open else None,  # a clock becomes warned or late
    lambda ticket: ticket.waiting_until,  # a wait is over
    lambda ticket: ticket.remind_at,  # somebody of the client is asked once more
    lambda ticket: ticket.closes_at,  # solved, and nobody has spoken since
)


def next_move(ticket: Any) -> datetime | None:
    """Return the earliest instant (UTC) at which time alone changes something about it; None = nothing ever does.

    ticket: an object with the columns and properties of ``tickets.models.Ticket``.
    """
    return min((moment for moment in (one(ticket) for one in MOMENTS) if moment is not None), default=None)
