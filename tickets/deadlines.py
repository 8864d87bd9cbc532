"""The deadlines of a ticket, worked out from its facts: what actions store, and what a check compares with it."""

from dataclasses import dataclass
from datetime import datetime

from sites.opening_hours import Calendar
from sites.queries import calendar_known
from tickets import targets
from tickets.clock import Reading, Readings, read
from tickets.life import Fact, State
from tickets.lives import life_of
from tickets.models import Ticket


@dataclass(frozen=True)
class Deadlines:
    """Until when somebody answers, and solves it (UTC); None = no deadline, or none while the clock is paused."""

    respond_due_at: datetime | None
    resolve_due_at: datetime | None


def readings_of(ticket: Ticket, at: datetime, *now: Fact, calendar: Calendar | None = None) -> Readings:
    """Return what its clocks say at this instant, with what happens now. calendar: another one than is known now."""
    policy = targets.policy(around_the_clock=ticket.client.around_the_clock)
    return read(life_of(ticket, *now), policy, calendar or ticket.calendar, max(at, ticket.opened_at))


def deadlines_of(ticket: Ticket, at: datetime) -> Deadlines:
    """Return the deadlines as its facts give them, those of clocks that stopped by what was known then (rule 8).

    A clock that is void keeps what it had: nobody looks at it any more.
    """
    readings = readings_of(ticket, at)
    return Deadlines(
        respond_due_at=_due(ticket, readings.response, at, "response", ticket.respond_due_at),
        resolve_due_at=_due(ticket, readings.resolution, at, "resolution", ticket.resolve_due_at),
    )


def _due(ticket: Ticket, reading: Reading, at: datetime, clock: str, stored: datetime | None) -> datetime | None:
    if reading.state is State.VOID:
        return stored
    if reading.stopped_at is None:
        return reading.due_at
    known = calendar_known(ticket.client, ticket.site, reading.stopped_at)
    stopped: Reading = getattr(readings_of(ticket, at, calendar=known), clock)
    return stopped.due_at
