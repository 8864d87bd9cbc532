"""Who may change what about clients. ``actor`` None is the system: allowed by rule."""

from django.utils.translation import gettext as _

from accounts.answers import Allowed, Answer, Denied
from accounts.models import Role, User
from accounts.permissions import can_set_up
from sites.models import Client
from sites.queries import clients_served


def can_add_person_of_client(actor: User | None, client: Client, *, email: str | None) -> Answer:
    """Whether this person may add somebody who works there: who sets up, and, by name alone, who serves the client."""
    if actor is not None and not email and clients_served(actor).filter(pk=client.pk).exists():
        return Allowed()
    return can_set_up(actor)


def can_set_closing_days(actor: User | None, client: Client) -> Answer:
    """Whether this person may say when this client is closed: its FSO and manager, the desk, who sets up."""
    looks_after = actor is not None and actor.has_role(Role.FSO, Role.DESK, Role.ICT_MANAGER)
    if can_set_up(actor) or (looks_after and actor is not None and clients_served(actor).filter(pk=client.pk).exists()):
        return Allowed()
    return Denied(_("Only people who look after this client can enter its closing days."))
