"""What the actions of this room share."""

from datetime import datetime
from typing import Any

from django.db.models import Model
from django.utils import timezone

from accounts.models import User
from history.recording import record
from sites.models import Client, ClientEvent


def now_or(at: datetime | None) -> datetime:
    """Return the instant of the action: the clock is read once."""
    return at or timezone.now()


def locked(client: Client) -> Client:
    """Return this client, locked until the end of the transaction: the lock of all that hangs on it."""
    return Client.objects.select_for_update(no_key=True).get(pk=client.pk)


def add_event(client: Client, kind: str, *, actor: User | None, at: datetime, **facts: Any) -> ClientEvent:
    """Record a fact about this client."""
    return record(ClientEvent(client=client, kind=kind, actor=actor, occurred_at=at, details=facts))


def change(row: Model, told: dict[str, Any]) -> list[str]:
    """Write what differs into the row, checked; return the names of the changed fields, sorted."""
    changed = sorted(field for field, value in told.items() if getattr(row, field) != value)
    for field in changed:
        setattr(row, field, told[field])
    if changed:
        row.full_clean()
        row.save(update_fields=changed)
    return changed
