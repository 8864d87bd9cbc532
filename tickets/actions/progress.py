"""Work goes on: started, assigned, stopped."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from history.recording import now_or
from tickets import events, permissions
from tickets.actions.storing import add_event, leave_wait, project_deadlines, refuse_stale, store, touch
from tickets.life import StatusChanged
from tickets.lifecycle import Status
from tickets.models import Ticket


@transaction.atomic
def start(ticket: Ticket, *, actor: User, at: datetime | None = None) -> Ticket:
    """Take the ticket in hand: the actor is its assignee, and an unconfirmed P1 is thereby confirmed.

    Raises NotAllowed for who does not work on it, WrongMoment when it is solved or ended.
    """
    ticket = Ticket.objects.locked(ticket.pk)
    if ticket.status == Status.IN_PROGRESS and ticket.assignee_id == actor.pk:
        return ticket
    permissions.can_start(actor, ticket).enforce()
    at = now_or(at)
    touch(ticket, actor=actor, at=at)
    previous, ticket.assignee = ticket.assignee_id, actor
    was_waiting = ticket.status == Status.WAITING
    leave_wait(ticket)
    ticket.status = Status.IN_PROGRESS
    ticket.contact = ticket.contact or actor
    if was_waiting:
        project_deadlines(ticket, at, StatusChanged(at, Status.IN_PROGRESS))
    store(ticket, at=at)
    if previous != actor.pk:
        _note_assigned(ticket, previous, actor=actor, at=at)
    add_event(ticket, events.STARTED, actor=actor, at=at)
    return ticket


@transaction.atomic
def assign(
    ticket: Ticket, *, to: User, actor: User | None, version: int | None = None, at: datetime | None = None
) -> Ticket:
    """Hand the ticket to a colleague who serves its client; work in progress becomes open again.

    version: the one the actor saw. Raises NotAllowed for who does not work on it, WrongMoment when it is ended, the
    colleague does not fit, or somebody changed it meanwhile.
    """
    ticket = Ticket.objects.locked(ticket.pk)
    if ticket.assignee_id == to.pk:
        return ticket
    permissions.can_assign(actor, ticket, to=to).enforce()
    refuse_stale(ticket, version)
    at = now_or(at)
    touch(ticket, actor=actor, at=at)
    previous, ticket.assignee = ticket.assignee_id, to
    if ticket.status == Status.IN_PROGRESS:
        ticket.status = Status.OPEN
    ticket.contact = ticket.contact or to
    store(ticket, at=at)
    _note_assigned(ticket, previous, actor=actor, at=at)
    return ticket


@transaction.atomic
def cancel(ticket: Ticket, *, reason: str, actor: User | None, at: datetime | None = None) -> Ticket:
    """Stop the ticket without a solution; the reason is kept.

    Raises NotAllowed for who does not work on it, WrongMoment when it is solved or ended.
    """
    ticket = Ticket.objects.locked(ticket.pk)
    if ticket.status == Status.CANCELLED:
        return ticket
    permissions.can_cancel(actor, ticket).enforce()
    at = now_or(at)
    project_deadlines(ticket, at, StatusChanged(at, Status.CANCELLED))
    ticket.status, ticket.closed_at = Status.CANCELLED, at
    leave_wait(ticket)
    store(ticket, at=at)
    add_event(ticket, events.CANCELLED, actor=actor, at=at, words=reason)
    return ticket


def _note_assigned(ticket: Ticket, previous: int | None, *, actor: User | None, at: datetime) -> None:
    """Record it once the ticket is stored: who listens may change the ticket further."""
    facts = {"from": previous, "to": ticket.assignee_id}
    add_event(ticket, events.ASSIGNED, actor=actor, at=at, facts=facts)
