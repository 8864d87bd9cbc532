"""A colleague of the second line takes it, and gives it back."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from escalation import events, permissions
from escalation.actions import storing
from escalation.models import Escalation, Standing
from history.recording import now_or
from tickets.actions import let_read, note, note_second_line
from tickets.actions.storing import add_event
from tickets.models import Reader, SecondLine, Ticket


@transaction.atomic
def pick_up(escalation: Escalation, *, actor: User, at: datetime | None = None) -> Escalation:
    """Take the ticket: of several who press at once exactly one has it. The FSO stays its face.

    Raises NotAllowed for whom it was not offered to, WrongMoment (who was first, and when) for who comes later.
    """
    ticket, escalation = storing.lock(escalation)
    if escalation.status == Standing.PICKED_UP and escalation.picked_up_by_id == actor.pk:
        return escalation
    at = now_or(at)
    permissions.can_pick_up(actor, escalation, at).enforce()
    # The row itself decides who is first, also on a database that does not lock rows.
    won = Escalation.objects.filter(pk=escalation.pk, status=Standing.OFFERED).update(
        status=Standing.PICKED_UP, picked_up_by=actor, picked_up_at=at
    )
    escalation.refresh_from_db(fields=["status", "picked_up_by", "picked_up_at"])
    if not won:
        permissions.can_pick_up(actor, escalation, at).enforce()
    storing.end_offers(escalation, at=at)
    let_read(ticket, [actor], why=Reader.Why.PICKED_UP, at=at)
    ticket = note_second_line(ticket, SecondLine.PICKED_UP, assignee=actor, actor=actor, at=at)
    face = ticket.contact_id or escalation.escalated_by_id or actor.pk
    facts = {"escalation": escalation.pk, "contact": face}
    add_event(ticket, events.PICKED_UP, actor=actor, at=at, facts=facts)
    escalation.ticket = ticket
    return escalation


@transaction.atomic
def hand_back(
    escalation: Escalation, *, done: str, needed_on_site: str, actor: User | None, at: datetime | None = None
) -> Escalation:
    """Give the ticket back to its FSO, with what was done and what is still needed on site.

    Raises NotAllowed for who did not pick it up, WrongMoment when he no longer has it.
    """
    ticket, escalation = storing.lock(escalation)
    if escalation.status == Standing.HANDED_BACK and actor is not None and escalation.picked_up_by_id == actor.pk:
        return escalation
    permissions.can_hand_back(actor, escalation).enforce()
    at = now_or(at)
    if actor is not None:
        # As it was typed: which words are which, the panel says in the language of who reads.
        ticket = note(ticket, body="\n\n".join(filter(None, (done, needed_on_site))), actor=actor, at=at)
    said, needed = storing.words(done), storing.words(needed_on_site)
    storing.end(escalation, Standing.HANDED_BACK, at=at, done=said, needed_on_site=needed)
    escalation.ticket = give_to_face(ticket, escalation, SecondLine.HANDED_BACK, actor=actor, at=at)
    facts = {"escalation": escalation.pk, "by": escalation.picked_up_by_id}
    add_event(escalation.ticket, events.HANDED_BACK, actor=actor, at=at, facts=facts)
    return escalation


def give_to_face(
    ticket: Ticket, escalation: Escalation, state: SecondLine, *, actor: User | None, at: datetime
) -> Ticket:
    """Return the ticket to its FSO; to who escalated it where nobody is its face."""
    face = ticket.contact or escalation.escalated_by
    return note_second_line(ticket, state, assignee=face, actor=actor, at=at)
