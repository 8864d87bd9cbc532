"""The life of a ticket as its clocks read it, loaded from the facts that were recorded about it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from accounts.models import Side
from tickets import events
from tickets.life import By, ClientWrote, Fact, FirmAnswered, Life, PriorityChanged, StatusChanged
from tickets.lifecycle import Status
from tickets.models import Channel, Ticket, TicketEvent

THERE: Final = (Channel.PHONE.value, Channel.WALK_IN.value)  # somebody of the firm heard it when it was opened
Read = Callable[[datetime, Mapping[str, Any], By], Fact | None]


def life_of(ticket: Ticket, *now: Fact) -> Life:
    """Return the life of this ticket with what is just happening, before that is recorded. One query; none for one that is not stored."""
    rows = list(_facts_about(ticket)) if ticket.version else []  # 0: it is not stored yet
    first = next((details["priority"] for kind, _at, details, _side in rows if kind in BEGINNINGS), ticket.priority)
    told = [READ[kind](at, details, _by(side)) for kind, at, details, side in rows if kind in READ]
    return Life(
        ticket.opened_at,
        first,
        met_at_opening=ticket.channel in THERE,
        facts=(*(fact for fact in told if fact is not None), *now),
    )


def _facts_about(ticket: Ticket) -> Any:
    told = TicketEvent.objects.filter(ticket=ticket, kind__in=[*BEGINNINGS, *READ]).order_by("occurred_at", "pk")
    return told.values_list("kind", "occurred_at", "details", "actor__side")


def _by(side: str | None) -> By:
    return "system" if side is None else "firm" if side == Side.FIRM else "client"


def _priority(before: str, after: str) -> Read:
    """before, after: the facts that hold the two priorities."""
    return lambda at, facts, _by: PriorityChanged(at, facts[after]) if facts[before] != facts[after] else None


def _status(to: Status, by: By | None = None) -> Read:
    """by: whoever did it, by the rules; None = whose act it was."""
    return lambda at, _facts, actor: StatusChanged(at, to, by or actor)


BEGINNINGS: Final = (events.REPORTED, events.RECORDED)
READ: Final[Mapping[str, Read]] = {
    events.ANSWERED: lambda at, _facts, _by: FirmAnswered(at),
    events.REPLIED: lambda at, _facts, _by: ClientWrote(at),
    events.REACH_CONFIRMED: _priority("from", "to"),
    events.PRIORITY_OVERRIDDEN: _priority("from", "to"),
    events.CATEGORIZED: _priority("priority_from", "priority_to"),
    events.STARTED: _status(Status.IN_PROGRESS),
    events.RESOLVED: _status(Status.RESOLVED, "firm"),
    events.WORKS_AGAIN: _status(Status.RESOLVED, "client"),
    events.REOPENED: _status(Status.OPEN),
    events.TAKEN_BACK: lambda at, facts, _by: StatusChanged(at, Status(facts["to"]), "firm"),
    events.CANCELLED: _status(Status.CANCELLED),
    events.WAITED: lambda at, facts, by: StatusChanged(
        at, Status.WAITING, by, facts["for"], until=datetime.fromisoformat(facts["until"])
    ),
    events.WAIT_ENDED: _status(Status.OPEN),
    events.WAIT_WAS_OVER: _status(Status.OPEN),
    events.SPOKE: lambda at, _facts, _by: FirmAnswered(at),
    events.APPROVED: _status(Status.OPEN),
    events.APPROVAL_REFUSED: _status(Status.OPEN),
    events.CLOSED_UNANSWERED: _status(Status.RESOLVED, "firm"),
}
