"""What happens in the rooms below, in the same transaction: a ticket ends, somebody takes it, somebody leaves."""

from typing import Any

from accounts.events import PERSON_DEACTIVATED, ROLES_CHANGED
from accounts.models import PersonEvent
from escalation import actions, queries
from escalation.events import P1_CALLED
from history.models import Event
from history.recording import event_recorded
from sites.events import ASSIGNMENT_ENDED
from sites.models import ClientEvent
from tickets import events as ticket_events
from tickets.models import TicketEvent
from tickets.permissions import can_work

ENDED = {
    ticket_events.RESOLVED,
    ticket_events.WORKS_AGAIN,
    ticket_events.CANCELLED,
    ticket_events.CLOSED_UNANSWERED,
}
TAKEN = {ticket_events.STARTED, ticket_events.ASSIGNED}
FINISHED = {
    ticket_events.CONFIRMED,
    ticket_events.CLOSED,
    ticket_events.CANCELLED,
    ticket_events.CLOSED_UNANSWERED,
}
JUDGED = {ticket_events.REACH_CONFIRMED, ticket_events.CATEGORIZED, ticket_events.PRIORITY_OVERRIDDEN}

# What may change on a ticket while the action that told us still holds it.
FOLLOWED = ["second_line", "in_queue", "queue_step", "queue_pull", "queue_due_at", "version", "updated_at"]


def listen() -> None:
    """Be told of every fact."""
    event_recorded.connect(on_ticket, sender=TicketEvent, dispatch_uid="escalation.on_ticket")
    event_recorded.connect(keep_alarm, sender=TicketEvent, dispatch_uid="escalation.keep_alarm")
    event_recorded.connect(on_client, sender=ClientEvent, dispatch_uid="escalation.on_client")
    event_recorded.connect(on_person, sender=PersonEvent, dispatch_uid="escalation.on_person")


def on_ticket(event: TicketEvent, **_named: Any) -> None:
    """Follow the ticket: ended, taken by another, finished."""
    ticket, actor, at = event.ticket, event.actor, event.occurred_at
    to_id = event.details.get("to", event.actor_id)
    has_changed = False
    if event.kind in ENDED and ticket.second_line:
        has_changed = actions.end_with_ticket(ticket, actor=actor, at=at)
    if event.kind in TAKEN and ticket.second_line:
        has_changed = actions.take_over(ticket, to_id=to_id, actor=actor, at=at)
    if ticket.second_line and (event.kind in ENDED or (event.kind in TAKEN and _decided(event))):
        has_changed = has_changed or actions.settle(ticket, actor=actor, at=at)
    if has_changed:  # the action that is still running goes on with what is stored
        ticket.refresh_from_db(fields=FOLLOWED)
    if event.kind in TAKEN:
        actions.close_reading_of_others(ticket, to_id=to_id, at=at)
    if event.kind in FINISHED:
        actions.close_reading(ticket, at=at)


def _decided(event: TicketEvent) -> bool:
    """Whether somebody who works on the ticket gave it there: that its face left the client is no decision."""
    return event.actor is not None and bool(can_work(event.actor, event.ticket))


def keep_alarm(event: TicketEvent, **_named: Any) -> None:
    """Raise and end the alarm of a P1; what is none, and was not judged just now, has none."""
    if event.kind != P1_CALLED and (event.ticket.is_critical or event.kind in JUDGED):
        actions.follow_alarm(event.ticket, actor=event.actor, at=event.occurred_at)


def on_client(event: ClientEvent, **_named: Any) -> None:
    """Take back what somebody had because he served this client."""
    if event.kind == ASSIGNMENT_ENDED:
        levels = queries.levels_of_function(event.details.get("function"))
        _give_up(event, event.details.get("person"), client_id=event.client_id, levels=levels)


def on_person(event: PersonEvent, **_named: Any) -> None:
    """Take back what somebody had who is no longer active, or no longer does this."""
    if event.kind == PERSON_DEACTIVATED:
        _give_up(event, event.person_id)
    if event.kind == ROLES_CHANGED and event.details["taken"]:
        _give_up(event, event.person_id, levels=queries.levels_of_roles(event.details["taken"]))


def _give_up(event: Event, person_id: int | None, **where: Any) -> None:
    person = queries.person(person_id)
    if person is not None:
        actions.give_up_person(person, actor=event.actor, at=event.occurred_at, **where)
