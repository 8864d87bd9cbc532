"""Who may change what about clients. ``actor`` None is the system: allowed by rule."""

from accounts.answers import Allowed, Answer
from accounts.models import User
from accounts.permissions import can_set_up
from sites.models import Client
from sites.queries import clients_served


def can_add_person_of_client(actor: User | None, client: Client, *, email: str | None) -> Answer:
    """Whether this person may add somebody who works there: who sets up, and, by name alone, who serves the client."""
    if actor is not None and not email and clients_served(actor).filter(pk=client.pk).exists():
        return Allowed()
    return can_set_up(actor)
