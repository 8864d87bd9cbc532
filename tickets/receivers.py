"""What happens to open tickets when somebody no longer serves the client: they are handed over in the same transaction."""

from collections.abc import Collection
from typing import Any

from django.dispatch import receiver

from accounts import queries as people
from accounts.events import PERSON_DEACTIVATED, ROLES_CHANGED
from accounts.models import PersonEvent, User
from history.recording import event_recorded
from sites.events import ASSIGNMENT_ENDED
from sites.models import ClientEvent
from sites.queries import face_of, serving
from tickets.actions import hand_over_contact, hand_over_work
from tickets.permissions import WORKING_ROLES
from tickets.queries import in_hands_of, seen_in_hands_of


@receiver(event_recorded, sender=ClientEvent)
def assignment_ended(event: ClientEvent, **_: Any) -> None:
    """Hand over the open tickets of this client, unless the person serves it in another way."""
    if event.kind != ASSIGNMENT_ENDED:
        return
    person = people.person(event.details["person"])
    if not serving(event.client, at=event.occurred_at).filter(pk=person.pk).exists():
        _hand_over(person, event, client_id=event.client_id)


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
