"""What the actions of this room share."""

from datetime import datetime
from typing import Any

from accounts.models import User
from history.recording import record
from sites.models import Client, ClientEvent


def locked(client: Client) -> Client:
    """Return this client, locked until the end of the transaction: the lock of all that hangs on it."""
    return Client.objects.select_for_update(no_key=True).get(pk=client.pk)


def add_event(client: Client, kind: str, *, actor: User | None, at: datetime, **facts: Any) -> ClientEvent:
    """Record a fact about this client."""
    return record(ClientEvent(client=client, kind=kind, actor=actor, occurred_at=at, details=facts))
