"""What follows from a fact, in its transaction: work of who no longer serves a client is handed over, deadlines are worked out
again, and what is searched holds what was said."""

from collections.abc import Collection
from typing import Any

from django.dispatch import receiver

from accounts import queries as people
from accounts.events import PERSON_ADDED, PERSON_CORRECTED, PERSON_DEACTIVATED, PROFILE_CHANGED, ROLES_CHANGED
from accounts.models import PersonEvent, User
from history.recording import event_recorded
from sites.events import (
    ASSIGNMENT_ENDED,
    CLIENT_CHANGED,
    CLOSING_DAY_ADDED,
    CLOSING_DAY_WITHDRAWN,
    OPENING_HOURS_CHANGED,
    SERVICE_WINDOW_CHANGED,
    SITE_ADDED,
    SITE_CHANGED,
)
from sites.models import ClientEvent
from sites.queries import all_clients, face_of, serving
from tickets import search_text
from tickets.actions import ask_recalculation, hand_over_contact, hand_over_work
from tickets.models import TicketEvent
from tickets.permissions import WORKING_ROLES
from tickets.queries import in_hands_of, seen_in_hands_of

HOURS_CHANGED = frozenset({SITE_ADDED, OPENING_HOURS_CHANGED, CLOSING_DAY_ADDED, CLOSING_DAY_WITHDRAWN})
TERMS_CHANGED = frozenset({CLIENT_CHANGED, SITE_CHANGED})
TERMS = frozenset({"time_zone", "country", "region", "closed_at"})  # what clocks read beside the hours


@receiver(event_recorded, sender=ClientEvent)
def assignment_ended(event: ClientEvent, **_: Any) -> None:
    """Hand over the open tickets of this client, unless the person serves it in another way."""
    if event.kind != ASSIGNMENT_ENDED:
        return
    person = people.person(event.details["person"])
    if not serving(event.client, at=event.occurred_at).filter(pk=person.pk).exists():
        _hand_over(person, event, client_id=event.client_id)


@receiver(event_recorded, sender=ClientEvent)
def hours_changed(event: ClientEvent, **_: Any) -> None:
    """Have the deadlines of this client's unsolved tickets worked out again."""
    if event.kind in HOURS_CHANGED or (event.kind in TERMS_CHANGED and TERMS & set(event.details["fields"])):
        ask_recalculation(event.client, at=event.occurred_at)


@receiver(event_recorded, sender=PersonEvent)
def window_changed(event: PersonEvent, **_: Any) -> None:
    """Have those of all clients worked out again."""
    if event.kind == SERVICE_WINDOW_CHANGED:
        for client in all_clients():
            ask_recalculation(client, at=event.occurred_at)


@receiver(event_recorded, sender=PersonEvent)
def person_deactivated(event: PersonEvent, **_: Any) -> None:
    """Hand over all open tickets of a person who can do nothing any more."""
    if event.kind == PERSON_DEACTIVATED:
        _hand_over(event.person, event, client_id=None)


@receiver(event_recorded, sender=PersonEvent)
def roles_changed(event: PersonEvent, **_: Any) -> None:
    """Hand over what a person with fewer roles can no longer work on."""
    if event.kind != ROLES_CHANGED or not event.details["taken"]:
        return
    person = people.person(event.person_id)
    kept = seen_in_hands_of(person, event.occurred_at) if person.has_role(*WORKING_ROLES) else set()
    _hand_over(person, event, client_id=None, but=kept)


@receiver(event_recorded, sender=TicketEvent)
def words_were_said(event: TicketEvent, **_: Any) -> None:
    """Let the ticket be found by its new words."""
    if search_text.brings_words(event):
        search_text.project([event.ticket_id])


@receiver(event_recorded, sender=PersonEvent)
def person_was_named(event: PersonEvent, **_: Any) -> None:
    """Let a person, and what he asked for, be found by his name and address."""
    changed = set(event.details["fields"]) if event.kind in (PERSON_CORRECTED, PROFILE_CHANGED) else set()
    if event.kind == PERSON_ADDED or changed & {"name", "email"}:
        search_text.project_people([event.person_id])


def _hand_over(
    person: User, event: ClientEvent | PersonEvent, *, client_id: int | None, but: Collection[int] = ()
) -> None:
    for ticket in in_hands_of(person, client_id).exclude(pk__in=but):
        handed = ticket
        if ticket.contact_id == person.pk:
            face = face_of(ticket.client, ticket.site, event.occurred_at)
            handed = hand_over_contact(ticket, to=face, actor=event.actor, at=event.occurred_at)
        if handed.assignee_id == person.pk:
            hand_over_work(handed, actor=event.actor, at=event.occurred_at)
