"""Who may be calling: people of one client by what was heard, each with what is open for them."""

from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from accounts.models import Role, User
from history import once as once_keys
from sites.models import Client
from sites.queries import clients_served, people_of
from sites.querysets import not_closed
from tickets.models import CallBack, Ticket
from tickets.permissions import WORKING_ROLES
from tickets.queries import waiting_call_backs

FEWEST_LETTERS, MOST = 2, 8


@dataclass(frozen=True)
class Known:
    """A person who may be calling, and the open tickets of this person that the reader may see, newest first."""

    person: User
    tickets: list[Ticket] = field(default_factory=list)


def clients_to_record_for(user: User) -> list[Client]:
    """Return the clients for whose people this person records, by name."""
    if not user.has_role(*WORKING_ROLES):
        return []
    return list(clients_served(user).filter(not_closed(timezone.now())).order_by("name", "pk"))


def known_callers(client: Client, heard: str, *, reader: User) -> list[Known]:
    """Return at most eight people of this client whose name, address or phone holds what was heard: two queries."""
    heard = heard.strip()
    if len(heard) < FEWEST_LETTERS:
        return []
    fits = Q(name__icontains=heard) | Q(email__icontains=heard) | Q(phone__icontains=heard)
    found = {person.pk: Known(person) for person in people_of(client).filter(fits)[:MOST]}
    tickets = Ticket.objects.visible_to(reader).open().filter(client=client, requester__in=list(found))
    for ticket in tickets.order_by("-number"):
        found[ticket.requester_id].tickets.append(ticket)
    return list(found.values())


def already_recorded(user: User, key: UUID | None) -> int | None:
    """Return the number of the ticket that this person's form with this key made before, or None."""
    return once_keys.already_made(user, key, "ticket")


def call_back_for(user: User, pk: int) -> CallBack | None:
    """Return the waiting call-back request that this person may take: the desk's; None for any other number."""
    return waiting_call_backs().filter(pk=pk).first() if user.has_role(Role.DESK) else None


def call_back_taken(user: User, pk: int) -> CallBack | None:
    """Return the call-back request whose form this person sends, also when a colleague was faster."""
    return CallBack.objects.select_related("words").filter(pk=pk).first() if user.has_role(Role.DESK) else None
