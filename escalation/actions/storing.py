"""Steps that several actions share: lock in order, offer, end."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Value
from django.db.models.functions import Greatest

from accounts.models import User
from escalation.models import Escalation, Offer, Standing
from history.models import Words
from tickets.actions import let_read, stop_reading
from tickets.models import Reader, Ticket


def lock(escalation: Escalation) -> tuple[Ticket, Escalation]:
    """Return the ticket and its escalation as they are now, locked in this order."""
    ticket = Ticket.objects.locked(escalation.ticket_id)
    escalation = Escalation.objects.locked(escalation.pk)
    escalation.ticket = ticket
    return ticket, escalation


def words(text: str) -> Words | None:
    """Return a new row of words, None for an empty text."""
    return Words.objects.create(text=text) if text else None


def offer(escalation: Escalation, people: Iterable[User], *, at: datetime) -> None:
    """Offer it to these people: each may read the ticket as long as the offer stands."""
    people = list(people)
    Offer.objects.bulk_create(Offer(escalation=escalation, person=person, made_at=at) for person in people)
    let_read(escalation.ticket, people, why=Reader.Why.OFFER, at=at)


def end_offers(escalation: Escalation, *, at: datetime, people: Iterable[User] | None = None) -> None:
    """End the offers to these people (None = all), and what they let them read."""
    standing = Offer.objects.live().filter(escalation=escalation)
    if people is not None:
        people = list(people)
        standing = standing.filter(person__in=people)
    # Of two machines one may read its clock a little earlier than the other.
    standing.update(ended_at=Greatest("made_at", Value(at)))
    stop_reading(escalation.ticket, why=Reader.Why.OFFER, people=people, at=at)


def end(
    escalation: Escalation,
    outcome: Standing,
    *,
    at: datetime,
    keeps_reading: bool = False,
    done: Words | None = None,
    needed_on_site: Words | None = None,
) -> None:
    """Write how it ended; the taker's reading ends too, unless he solved it and may have to go on."""
    escalation.status, escalation.ended_at = outcome, at
    escalation.done, escalation.needed_on_site = done, needed_on_site
    escalation.save()
    end_offers(escalation, at=at)
    if not keeps_reading:
        stop_reading(escalation.ticket, why=Reader.Why.PICKED_UP, at=at)
