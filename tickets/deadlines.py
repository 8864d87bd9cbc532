"""The deadlines of a ticket, worked out from its facts: what actions store, and what a check compares with it."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from sites.opening_hours import Calendar
from sites.queries import calendar_known
from tickets.clock import Policy, Reading, Readings, read
from tickets.life import Fact, State
from tickets.lifecycle import Status
from tickets.lives import life_of
from tickets.models import Ticket
from tickets.policies import policy_of

RUNS: Final = (State.RUNNING, State.PAUSED)
COLUMNS: Final = tuple(
    f"{clock}_{moment}_at" for clock in ("respond", "resolve", "next_word") for moment in ("due", "warn", "late")
)
"""Until when somebody answers, solves and writes again, from when that is near, and from when it is too late (UTC). None = none, or
none while it is paused."""


def readings_of(
    ticket: Ticket, at: datetime, *now: Fact, calendar: Calendar | None = None, policy: Policy | None = None
) -> Readings:
    """Return what its clocks say at this instant, with what happens now.

    calendar: another one than is known now. policy: the one it was opened under, where that is loaded already.
    """
    policy = policy or policy_of(ticket.policy_id)
    return read(life_of(ticket, *now), policy, calendar or ticket.calendar, max(at, ticket.opened_at))


def paused(ticket: Ticket, at: datetime) -> Reading | None:
    """Return what the clock of solving says while it is paused (rule 12); None while it runs. A query for a ticket that waits only."""
    if ticket.status != Status.WAITING:
        return None
    resolution = readings_of(ticket, at).resolution
    return resolution if resolution.state is State.PAUSED else None


def deadlines_of(ticket: Ticket, at: datetime, *, policy: Policy | None = None) -> dict[str, datetime | None]:
    """Return what its facts give for each of ``COLUMNS``, for clocks that stopped by what was known then (rule 8).

    Solving that is void keeps what it had: nobody looks at it any more. A word is owed only while it is not solved.
    """
    policy = policy or policy_of(ticket.policy_id)
    readings = readings_of(ticket, at, policy=policy)
    found: dict[str, datetime | None] = {name: getattr(ticket, name) for name in COLUMNS}
    found |= columns("respond", _as_it_was_known(ticket, readings.response, at, "response", policy))
    if readings.resolution.state is not State.VOID:
        found |= columns("resolve", _as_it_was_known(ticket, readings.resolution, at, "resolution", policy))
    return found | columns("next_word", word_owed(readings))


def columns(clock: str, reading: Reading) -> dict[str, datetime | None]:
    """Return what is stored of this reading."""
    return {f"{clock}_due_at": reading.due_at, f"{clock}_warn_at": reading.warn_at, f"{clock}_late_at": reading.late_at}


def word_owed(readings: Readings) -> Reading:
    """Return the clock of the next word while it is owed; one that says nothing when it is not."""
    return readings.next_word if readings.next_word.state in RUNS else Reading(State.NONE)


def differences(ticket: Ticket, at: datetime, *, policy: Policy | None = None) -> Iterator[str]:
    """Say which deadlines are stored otherwise than its facts give them. When a clock that stopped was near nobody asks any more."""
    stale = {
        "respond_warn_at": ticket.responded_at is not None or not ticket.is_open,
        "resolve_warn_at": not ticket.is_open,
    }
    for name, worked_out in deadlines_of(ticket, at, policy=policy).items():
        stored = getattr(ticket, name)
        if stored != worked_out and not stale.get(name):
            yield f"{ticket.pk}  {name}: {stored} is stored, {worked_out} is worked out"


def _as_it_was_known(ticket: Ticket, reading: Reading, at: datetime, clock: str, policy: Policy) -> Reading:
    if reading.state is not State.STOPPED or reading.stopped_at is None:
        return reading
    known = calendar_known(ticket.client, ticket.site, reading.stopped_at)
    return getattr(readings_of(ticket, at, calendar=known, policy=policy), clock)  # type: ignore[no-any-return]
