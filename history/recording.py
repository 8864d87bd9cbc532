"""The one way to write a fact down, and the product's only signal."""

from datetime import datetime
from typing import TypeVar

from django.dispatch import Signal
from django.utils import timezone

from history import kinds
from history.models import Event, Words

event_recorded = Signal()
"""Sent inside the transaction that wrote the event: sender = the event's class, event = the row."""

E = TypeVar("E", bound=Event)


def now_or(at: datetime | None) -> datetime:
    """Return the instant of an action (UTC): the one that was given, else now. The clock is read once."""
    return at or timezone.now()


def record(event: E, *, words: str = "") -> E:
    """Write ``event`` (unsaved) with its free text, check its facts, tell who listens.

    Must run inside the transaction of the change. Raises UnknownKind or MissingFacts when the event does not say
    what its kind requires. Returns the saved event.
    """
    kinds.check_facts(event.kind, event.details, has_words=bool(words))
    if words:
        event.words = Words.objects.create(text=words)
    event.recorded_at = timezone.now()
    event.save()
    event_recorded.send(sender=type(event), event=event)
    return event
