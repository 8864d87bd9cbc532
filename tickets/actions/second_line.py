"""What a higher room writes into a ticket: who else may read it, who has it now, where the escalation stands."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from accounts.models import User
from history.recording import now_or
from tickets import events
from tickets.actions.storing import add_event, leave_wait, project_deadlines, store, touch
from tickets.life import StatusChanged
from tickets.lifecycle import Status
from tickets.models import Reader, SecondLine, Ticket


@transaction.atomic
def let_read(ticket: Ticket, people: Iterable[User], *, why: str, at: datetime | None = None) -> None:
    """Let these people read the ticket from now on, for this reason (``Reader.Why``); twice is once."""
    at = now_or(at)
    running = Reader.objects.running(at).filter(ticket=ticket, why=why).values_list("person_id", flat=True)
    already = set(running)
    Reader.objects.bulk_create(
        Reader(ticket=ticket, person=person, why=why, starts_at=at) for person in people if person.pk not in already
    )


@transaction.atomic
def stop_reading(ticket: Ticket, *, why: str, people: Iterable[User] | None = None, at: datetime | None = None) -> None:
    """End these people's reading for this reason (None = everybody's)."""
    at = now_or(at)
    running = Reader.objects.running(at).filter(ticket=ticket, why=why)
    if people is not None:
        running = running.filter(person__in=[person.pk for person in people])
    running.update(ends_at=at)


@transaction.atomic
def note_second_line(
    ticket: Ticket,
    state: str,
    *,
    actor: User | None,
    assignee: User | None = None,
    at: datetime | None = None,
) -> Ticket:
    """Write where the escalation stands (``SecondLine``); a given assignee gets the ticket.

    Picked up: it is in progress with the assignee. Handed back: it is open, on top, with the assignee (the FSO).
    Taken back from there: it is open too, until the assignee starts.
    """
    ticket = Ticket.objects.locked(ticket.pk)
    at = now_or(at)
    touch(ticket, actor=actor, at=at)
    returns = state == SecondLine.HANDED_BACK or (state == SecondLine.NONE and assignee is not None)
    ticket.second_line = state
    if assignee is not None and ticket.assignee_id != assignee.pk:
        previous, ticket.assignee = ticket.assignee_id, assignee
        # Before it is stored: who listens must not take the new state for one that somebody has decided on already.
        add_event(ticket, events.ASSIGNED, actor=actor, at=at, facts={"from": previous, "to": assignee.pk})
    waited_for = ticket.waiting_for
    if ticket.is_open and state == SecondLine.PICKED_UP:
        ticket.status = Status.IN_PROGRESS
        leave_wait(ticket)
        if waited_for:
            project_deadlines(ticket, at, StatusChanged(at, Status.OPEN))
            add_event(ticket, events.WAIT_ENDED, actor=actor, at=at, facts={"for": waited_for})
    if ticket.status == Status.IN_PROGRESS and returns:
        ticket.status = Status.OPEN
    store(ticket, at=at)
    return ticket


@transaction.atomic
def hand_over_contact(ticket: Ticket, *, to: User | None, actor: User | None, at: datetime | None = None) -> Ticket:
    """Give the ticket another face, because the present one no longer serves the client.

    Where that one had it too, the new face has it, and is told as of any assignment, but has not started on it: nobody
    inherits a P1 "in hand".
    """
    ticket = Ticket.objects.locked(ticket.pk)
    if ticket.contact_id == (to.pk if to else None):
        return ticket
    at = now_or(at)
    previous, ticket.contact = ticket.contact_id, to
    has_moved = ticket.assignee_id == previous
    if has_moved:
        ticket.assignee = to
        ticket.status = Status.OPEN if ticket.status == Status.IN_PROGRESS else ticket.status
    store(ticket, at=at)
    facts = {"from": previous, "to": to.pk if to else None}
    add_event(ticket, events.CONTACT_CHANGED, actor=actor, at=at, facts=facts)
    if has_moved:
        add_event(ticket, events.ASSIGNED, actor=actor, at=at, facts=facts)
    return ticket


@transaction.atomic
def hand_over_work(ticket: Ticket, *, actor: User | None, at: datetime | None = None) -> Ticket:
    """Give the ticket back to its face (else to nobody), because its assignee no longer serves the client."""
    ticket = Ticket.objects.locked(ticket.pk)
    previous, ticket.assignee = ticket.assignee_id, ticket.contact
    if ticket.assignee_id == previous:
        return ticket
    at = now_or(at)
    if ticket.status == Status.IN_PROGRESS:
        ticket.status = Status.OPEN
    store(ticket, at=at)
    add_event(ticket, events.ASSIGNED, actor=actor, at=at, facts={"from": previous, "to": ticket.contact_id})
    return ticket
