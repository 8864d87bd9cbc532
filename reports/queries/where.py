"""Which filter of the list of tickets shows what a figure counts."""

from dataclasses import replace
from datetime import datetime, timedelta

from reports.periods import Period
from sites.models import Client
from tickets import events
from tickets.filters import MOST_NUMBERS, TicketFilter

LAST_INSTANT = timedelta(microseconds=1)


def received_in(client: Client, period: Period) -> TicketFilter:
    """Return the filter of what came in in the period."""
    return TicketFilter(client=client.pk, opened_from=period.first, opened_until=period.last)


def solved_in(client: Client, period: Period) -> TicketFilter:
    """Return the filter of what was solved in the period."""
    return TicketFilter(client=client.pk, resolved_from=period.first, resolved_until=period.last)


def open_before(client: Client, instant: datetime) -> TicketFilter:
    """Return the filter of what was open at the last moment before this instant."""
    return TicketFilter(client=client.pk, open_at=instant - LAST_INSTANT)


def facts_in(client: Client, kind: str, period: Period) -> TicketFilter:
    """Return the filter of those to which this happened in the period."""
    return TicketFilter(client=client.pk, event=kind, event_from=period.first, event_until=period.last)


def reopened_of_solved_in(client: Client, period: Period) -> TicketFilter:
    """Return the filter of what was solved in the period and had been opened again in it."""
    return replace(facts_in(client, events.REOPENED, period), resolved_from=period.first, resolved_until=period.last)


def only(client: Client, numbers: tuple[int, ...]) -> TicketFilter | None:
    """Return the filter of these tickets; None for none, or for more than an address carries."""
    return TicketFilter(client=client.pk, numbers=numbers) if 0 < len(numbers) <= MOST_NUMBERS else None
