"""The doorway to reports: those who manage a client, and administrators."""

from django.http import Http404

from accounts.models import Role, User
from sites.models import Client
from sites.queries import clients_managed

READERS = (Role.ICT_MANAGER, Role.ADMINISTRATOR)


def clients_for(reader: User) -> list[Client]:
    """Return the clients whose reports this person reads, by name; raise Http404 for who reads none by role."""
    if not reader.has_role(*READERS):
        raise Http404
    return list(clients_managed(reader).order_by("name", "pk"))


def client_for(reader: User, pk: int) -> Client:
    """Return this client, or raise Http404 as for one that never was."""
    found = clients_managed(reader).filter(pk=pk).first() if reader.has_role(*READERS) else None
    if found is None:
        raise Http404
    return found
