"""An escalation ends otherwise: withdrawn, solved with its ticket, or because somebody is no longer there."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from accounts.answers import NotNow
from accounts.models import User
from escalation import events, permissions, queries
from escalation.actions import storing
from escalation.actions.taking import give_to_face, hand_back
from escalation.models import Escalation, Offer, Standing
from history.recording import now_or
from tickets.actions import note_second_line, stop_reading
from tickets.actions.storing import add_event
from tickets.lifecycle import Status
from tickets.models import Reader, SecondLine, Ticket


@transaction.atomic
def withdraw(escalation: Escalation, *, actor: User | None, at: datetime | None = None) -> Escalation:
    """Take it back from the second line: the FSO has the ticket again.

    Raises NotAllowed for who has no say in it, WrongMoment when it has ended otherwise.
    """
    ticket, escalation = storing.lock(escalation)
    if escalation.status == Standing.WITHDRAWN:
        return escalation
    permissions.can_withdraw(actor, escalation).enforce()
    at = now_or(at)
    was_picked_up = escalation.status == Standing.PICKED_UP
    storing.end(escalation, Standing.WITHDRAWN, at=at)
    if was_picked_up:
        escalation.ticket = give_to_face(ticket, escalation, SecondLine.NONE, actor=actor, at=at)
    else:
        escalation.ticket = note_second_line(ticket, SecondLine.NONE, actor=actor, at=at)
    add_event(escalation.ticket, events.WITHDRAWN, actor=actor, at=at, facts={"escalation": escalation.pk})
    return escalation


@transaction.atomic
def end_with_ticket(ticket: Ticket, *, actor: User | None, at: datetime | None = None) -> bool:
    """End the live escalation of a ticket that was solved or cancelled: solved when somebody had it, else withdrawn.

    Who solved it may still read it: found not solved, it is his again. That ends when the ticket is finished. Returns
    whether there was one.
    """
    ticket, live = _lock_live(ticket)
    if live is None:
        return False
    at = now_or(at)
    is_solved = ticket.status == Status.RESOLVED and live.status == Standing.PICKED_UP
    outcome = Standing.SOLVED if is_solved else Standing.WITHDRAWN
    storing.end(live, outcome, at=at, keeps_reading=is_solved)
    ticket = note_second_line(ticket, SecondLine.NONE, actor=actor, at=at)
    facts = {"escalation": live.pk, "outcome": outcome.value}
    add_event(ticket, events.ESCALATION_ENDED, actor=actor, at=at, facts=facts)
    return True


@transaction.atomic
def take_over(ticket: Ticket, *, to_id: int | None, actor: User | None, at: datetime | None = None) -> bool:
    """End the escalation of a ticket that went to another than the one who had picked it up; return whether.

    A colleague who took it, withdraws it. Given to its face by somebody else, it was handed back, without words.
    """
    ticket, live = _lock_live(ticket)
    if live is None or live.status != Standing.PICKED_UP or live.picked_up_by_id == to_id:
        return False
    at = now_or(at)
    facts: dict[str, int | None] = {"escalation": live.pk}
    if to_id is not None and to_id == ticket.contact_id and (actor is None or actor.pk != to_id):
        storing.end(live, Standing.HANDED_BACK, at=at)
        ticket = note_second_line(ticket, SecondLine.HANDED_BACK, actor=actor, at=at)
        add_event(ticket, events.HANDED_BACK, actor=actor, at=at, facts={**facts, "by": live.picked_up_by_id})
        return True
    storing.end(live, Standing.WITHDRAWN, at=at)
    ticket = note_second_line(ticket, SecondLine.NONE, actor=actor, at=at)
    add_event(ticket, events.WITHDRAWN, actor=actor, at=at, facts=facts)
    return True


@transaction.atomic
def settle(ticket: Ticket, *, actor: User | None, at: datetime | None = None) -> bool:
    """Note that somebody decided on what was handed back: it need not stand on top any longer; return whether so."""
    ticket = Ticket.objects.locked(ticket.pk)
    if ticket.second_line != SecondLine.HANDED_BACK:
        return False
    note_second_line(ticket, SecondLine.NONE, actor=actor, at=at)
    return True


@transaction.atomic
def close_reading(ticket: Ticket, *, at: datetime | None = None) -> None:
    """End what the second line may read of a finished ticket."""
    stop_reading(ticket, why=Reader.Why.PICKED_UP, at=at)


@transaction.atomic
def close_reading_of_others(ticket: Ticket, *, to_id: int | None, at: datetime | None = None) -> None:
    """End what those read who picked it up before, now that it is in somebody else's hands (``to_id``).

    Who solved it may go on when it is found not solved; given to another it is no longer his. Whoever holds a live
    escalation of it reads on.
    """
    at = now_or(at)
    holders = Escalation.objects.live().filter(ticket=ticket, picked_up_by__isnull=False).values("picked_up_by")
    reading = Reader.objects.running(at).filter(ticket=ticket, why=Reader.Why.PICKED_UP).exclude(person=to_id)
    gone = User.objects.filter(pk__in=reading.exclude(person__in=holders).values("person"))
    stop_reading(ticket, why=Reader.Why.PICKED_UP, people=gone, at=at)


@transaction.atomic
def give_up_person(
    person: User,
    *,
    actor: User | None,
    client_id: int | None = None,
    levels: Collection[str] | None = None,
    at: datetime | None = None,
) -> None:
    """Take everything from somebody who left: his offers end, what he had picked up goes back to its FSO.

    client_id, levels: only what he had of this client, at these levels. What nobody is offered any longer is offered
    anew, and withdrawn where the chain reaches nobody.
    """
    at = now_or(at)
    offered = Offer.objects.live().filter(person=person).values("escalation_id")
    his = Escalation.objects.live().filter(picked_up_by=person) | Escalation.objects.live().filter(pk__in=offered)
    if client_id is not None:
        his = his.filter(ticket__client_id=client_id)
    if levels is not None:
        his = his.filter(step__level__in=levels)
    for found in his.order_by("ticket_id", "pk"):
        _give_up(found, person, actor=actor, at=at)


def _give_up(escalation: Escalation, person: User, *, actor: User | None, at: datetime) -> None:
    ticket, escalation = storing.lock(escalation)
    if escalation.status == Standing.PICKED_UP and escalation.picked_up_by_id == person.pk:
        hand_back(escalation, done="", needed_on_site="", actor=None, at=at)
        return
    storing.end_offers(escalation, people=[person], at=at)
    if escalation.status != Standing.OFFERED or escalation.offers.live().exists():
        return
    way = queries.way_of(
        ticket,
        escalation.chain.kind_of_question,
        escalating=escalation.escalated_by,
        gone=person,
        chain=escalation.chain,
        at=at,
    )
    if isinstance(way, NotNow):
        withdraw(escalation, actor=None, at=at)
        return
    escalation.step, escalation.acknowledge_due_at = way.step, way.due_at
    escalation.save()
    storing.offer(escalation, way.people, at=at)
    facts = {"escalation": escalation.pk, "level": way.step.level}
    add_event(ticket, events.OFFERED_ANEW, actor=actor, at=at, facts=facts)


def _lock_live(ticket: Ticket) -> tuple[Ticket, Escalation | None]:
    ticket = Ticket.objects.locked(ticket.pk)
    live = Escalation.objects.live().select_for_update(no_key=True).filter(ticket=ticket).first()
    if live is not None:
        live.ticket = ticket
    return ticket, live
