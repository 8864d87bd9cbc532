"""What a recorded fact is about: loaded once, read by who decides on recipients and by who writes the mail."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from django.apps import apps
from django.db.models import QuerySet
from django.utils.translation import gettext

from accounts.models import User
from history.models import Event
from sites.models import Client
from tickets.models import Problem, Ticket

RELATED = frozenset({"ticket", "client", "person", "problem"})
BESIDE_A_TICKET = ("client", "site", "requester", "contact", "assignee", "solution")


Key = tuple[str, int]
"""The table of an event and its number."""


class HasKey(Protocol):
    """What names an event."""

    event_table: str
    event_number: int


def key_of(row: HasKey) -> Key:
    """Return the key of the event that this row is about."""
    return row.event_table, row.event_number


@dataclass(frozen=True)
class About:
    """A fact with what it is about: a ticket and its client, or a client, a person, a known problem (None = not about one)."""

    event: Event
    ticket: Ticket | None = None
    client: Client | None = None
    person: User | None = None
    problem: Problem | None = None

    @property
    def kind(self) -> str:
        """Code of the kind of fact."""
        return self.event.kind

    @property
    def facts(self) -> dict[str, Any]:
        """What the fact says: codes, numbers, ids."""
        return dict(self.event.details)


def table_of(event: Event) -> str:
    """Return the name under which the outbox finds this event's table again, e.g. ``tickets.ticketevent``."""
    return str(event._meta.label_lower)  # noqa: SLF001 - Django documents _meta as public


def about(table: str, number: int) -> About | None:
    """Load an event and what it is about; None when it is gone (erased with its ticket)."""
    return about_all([(table, number)]).get((table, number))


def about_all(keys: Iterable[Key]) -> dict[Key, About]:
    """Load these events and what they are about, one query per table; those that are gone are not there."""
    wanted = defaultdict(list)
    for table, number in keys:
        wanted[table].append(number)
    return {
        (table, event.pk): _about(event)
        for table, numbers in wanted.items()
        for event in events_in(table, *BESIDE_A_TICKET).filter(pk__in=numbers)
    }


def _about(event: Event) -> About:
    ticket = getattr(event, "ticket", None)
    problem = getattr(event, "problem", None)
    client = ticket.client if ticket else getattr(event, "client", None)
    return About(event, ticket, client, getattr(event, "person", None) or _person_named_in(event), problem)


def events_in(table: str, *beside_the_ticket: str) -> QuerySet[Event]:
    """Return the events of this table with what they are about, and these relations of their ticket."""
    model: type[Event] = apps.get_model(table)
    fields = {field.name for field in model._meta.get_fields()}  # noqa: SLF001 - as above
    beside = [f"ticket__{name}" for name in beside_the_ticket] if "ticket" in fields else []
    found: QuerySet[Event] = model.objects.select_related("actor", "words", *(fields & RELATED), *beside)
    return found


def name_for_client(actor: User | None, ticket: Ticket | None) -> str:
    """Return how people of the client read who acted: the face by name, another colleague as such."""
    if actor is None:
        return gettext("We")
    if actor.is_of_firm and (ticket is None or actor.pk != ticket.contact_id):
        return gettext("A colleague")
    return actor.name


def _person_named_in(event: Event) -> User | None:
    return User.objects.get_queryset().filter(pk=event.details["person"]).first() if "person" in event.details else None
