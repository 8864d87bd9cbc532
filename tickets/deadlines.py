"""The deadlines of a ticket, worked out from its facts: what actions store, and what a check compares with it."""

from dataclasses import dataclass
from datetime import datetime

from sites.opening_hours import Calendar
from sites.queries import calendar_known
from tickets import targets
from tickets.clock import Policy, Reading, Readings, read
from tickets.life import Fact, State
from tickets.lifecycle import Status
from tickets.lives import life_of
from tickets.models import Ticket


@dataclass(frozen=True)
class Deadlines:
    """Until when somebody answers and solves it, and from when that is too late (UTC); None = none, or none while it is paused."""

    respond_due_at: datetime | None
    respond_late_at: datetime | None
    resolve_due_at: datetime | None
    resolve_late_at: datetime | None


def readings_of(ticket: Ticket, at: datetime, *now: Fact, calendar: Calendar | None = None) -> Readings:
    """Return what its clocks say at this instant, with what happens now. calendar: another one than is known now."""
    return read(life_of(ticket, *now), policy_of(ticket), calendar or ticket.calendar, max(at, ticket.opened_at))


def paused(ticket: Ticket, at: datetime) -> Reading | None:
    """Return what the clock of solving says while it is paused (rule 12); None while it runs. A query for a ticket that waits only."""
    if ticket.status != Status.WAITING:
        return None
    resolution = readings_of(ticket, at).resolution
    return resolution if resolution.state is State.PAUSED else None


def policy_of(ticket: Ticket) -> Policy:
    """Return what is promised for this ticket."""
    return targets.policy(around_the_clock=ticket.client.around_the_clock)


def deadlines_of(ticket: Ticket, at: datetime) -> Deadlines:
    """Return the deadlines as its facts give them, those of clocks that stopped by what was known then (rule 8).

    Solving that is void keeps what it had: nobody looks at it any more.
    """
    readings = readings_of(ticket, at)
    stored = ticket.resolve_due_at, ticket.resolve_late_at
    response = _moments(ticket, readings.response, at, "response")
    is_void = readings.resolution.state is State.VOID
    resolution = stored if is_void else _moments(ticket, readings.resolution, at, "resolution")
    return Deadlines(*response, *resolution)


def _moments(ticket: Ticket, reading: Reading, at: datetime, clock: str) -> tuple[datetime | None, datetime | None]:
    if reading.state is State.STOPPED and reading.stopped_at is not None:
        known = calendar_known(ticket.client, ticket.site, reading.stopped_at)
        reading = getattr(readings_of(ticket, at, calendar=known), clock)
    return reading.due_at, reading.late_at
