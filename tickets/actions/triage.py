"""How important it is: the reporter's second answer, the category, a priority set by hand."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from history.recording import now_or
from tickets import events, permissions
from tickets.actions.storing import add_event, project_deadlines, refuse_stale, store, touch
from tickets.life import PriorityChanged
from tickets.models import Category, Impact, Judged, Ticket
from tickets.priority import calculated


@transaction.atomic
def confirm_reach(ticket: Ticket, *, impact: int, actor: User | None, at: datetime | None = None) -> Ticket:
    """Answer, as the reporter of a P1, whether it is really everybody: confirmed, or one tap corrects.

    Raises NotAllowed for who does not speak for the client, WrongMoment when the firm has judged it already.
    """
    ticket = Ticket.objects.locked(ticket.pk)
    if ticket.impact == impact and not ticket.is_unconfirmed:
        return ticket
    permissions.can_confirm_reach(actor, ticket).enforce()
    at = now_or(at)
    before, ticket.impact = ticket.priority, impact
    ticket.judged = Judged.CONFIRMED if impact == Impact.COMPANY else Judged.ASKED
    _judge(ticket, at)
    store(ticket, at=at)
    facts = {"impact": impact, "from": before, "to": ticket.priority}
    add_event(ticket, events.REACH_CONFIRMED, actor=actor, at=at, facts=facts)
    return ticket


@transaction.atomic
def categorize(
    ticket: Ticket,
    *,
    category: Category,
    actor: User | None,
    version: int | None = None,
    at: datetime | None = None,
) -> Ticket:
    """Say what the ticket is about; a category's floor may raise the priority.

    version: the one the actor saw. Raises NotAllowed for who does not work on it, WrongMoment when it is ended or
    somebody changed it meanwhile.
    """
    ticket = Ticket.objects.locked(ticket.pk)
    if ticket.category_id == category.pk:
        return ticket
    permissions.can_change(actor, ticket).enforce()
    refuse_stale(ticket, version)
    at = now_or(at)
    touch(ticket, actor=actor, at=at)
    previous, ticket.category = ticket.category_id, category
    before = ticket.priority
    _judge(ticket, at)
    store(ticket, at=at)
    facts = {"from": previous, "to": category.pk, "priority_from": before, "priority_to": ticket.priority}
    add_event(ticket, events.CATEGORIZED, actor=actor, at=at, facts=facts)
    return ticket


@transaction.atomic
def override_priority(
    ticket: Ticket,
    *,
    priority: int,
    reason: str,
    actor: User | None,
    version: int | None = None,
    at: datetime | None = None,
) -> Ticket:
    """Set another priority than the calculated one, with its reason; both stay visible.

    It stands, whatever is calculated later, until somebody sets the calculated one again.

    version: the one the actor saw. Raises NotAllowed for who does not work on it, WrongMoment when it is ended or
    somebody changed it meanwhile.
    """
    ticket = Ticket.objects.locked(ticket.pk)
    if ticket.priority == priority:
        return ticket
    permissions.can_change(actor, ticket).enforce()
    refuse_stale(ticket, version)
    at = now_or(at)
    touch(ticket, actor=actor, at=at)
    before, ticket.priority = ticket.priority, priority
    ticket.priority_is_overridden = priority != ticket.calculated_priority
    ticket.judged = Judged.CONFIRMED
    project_deadlines(ticket, at, PriorityChanged(at, priority))
    store(ticket, at=at)
    facts = {"from": before, "to": priority}
    add_event(ticket, events.PRIORITY_OVERRIDDEN, actor=actor, at=at, words=reason, facts=facts)
    return ticket


def _judge(ticket: Ticket, at: datetime) -> None:
    """Calculate anew; what a person has overridden stands."""
    category = ticket.category
    ticket.calculated_priority = calculated(
        ticket.impact,
        ticket.urgency,
        floor=category.floor if category else None,
        floor_always=bool(category and category.floor_always),
    )
    if not ticket.priority_is_overridden:
        ticket.priority = ticket.calculated_priority
        project_deadlines(ticket, at, PriorityChanged(at, ticket.priority))
