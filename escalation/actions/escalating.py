"""To the second line: with what is wrong, what was tried, what is needed."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.answers import NotNow, WrongMoment
from accounts.models import User
from escalation import events, permissions, queries
from escalation.actions import storing
from escalation.models import Chain, Escalation
from history import once as once_keys
from history.models import Words
from history.recording import now_or
from tickets.actions import categorize, note_second_line
from tickets.actions.storing import add_event
from tickets.models import Category, SecondLine, Ticket


@transaction.atomic
def escalate(
    ticket: Ticket,
    *,
    category: Category,
    wrong: str,
    tried: str,
    needed: str,
    actor: User | None,
    chain: Chain | None = None,
    at: datetime | None = None,
    once: UUID | None = None,
) -> Escalation:
    """Offer the ticket to those whom the chain of its category names; the FSO stays its face and has it until then.

    chain: another one than the client's, chosen by hand. Raises NotAllowed for who does not work on the ticket,
    WrongMoment when it is solved or in the second line already, or when the chain reaches nobody.
    """
    ticket = Ticket.objects.locked(ticket.pk)
    made = once_keys.already_made(actor, once, _what(ticket))
    if made is not None:
        return Escalation.objects.get(pk=made)
    permissions.can_escalate(actor, ticket).enforce()
    at = now_or(at)
    ticket = categorize(ticket, category=category, actor=actor, at=at)
    way = queries.way_of(ticket, category.question_kind, escalating=actor, chain=chain, at=at)
    if isinstance(way, NotNow):
        raise WrongMoment(way.reason)
    escalation = Escalation.objects.create(
        ticket=ticket,
        chain=way.chain,
        step=way.step,
        wrong=Words.objects.create(text=wrong),
        tried=Words.objects.create(text=tried),
        needed=Words.objects.create(text=needed),
        escalated_by=actor,
        offered_at=at,
        acknowledge_due_at=way.due_at,
    )
    once_keys.remember(actor, once, _what(ticket), escalation.pk)
    storing.offer(escalation, way.people, at=at)
    escalation.ticket = note_second_line(ticket, SecondLine.OFFERED, actor=actor, at=at)
    facts = {"escalation": escalation.pk, "level": way.step.level, "chain": way.chain.pk}
    add_event(escalation.ticket, events.ESCALATED, actor=actor, at=at, facts=facts)
    return escalation


def _what(ticket: Ticket) -> str:
    return f"escalation of {ticket.pk}"
