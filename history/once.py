"""Doing it twice is doing it once: the keys that forms carry."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID, uuid5

from django.db import models
from django.utils import timezone

from history.models import OnceKey

KEPT: Final = timedelta(days=7)  # nobody sends a form again that stood open for so long


def already_made(person: models.Model | None, key: UUID | None, what: str) -> int | None:
    """Return the number of what this person's form with this key made before, or None.

    what: the kind of thing, e.g. "ticket", "message of 1042". Who sends chooses the key, so one that came with another
    form, or about another thing, says nothing here.
    """
    if person is None or key is None:
        return None
    return OnceKey.objects.filter(person_id=person.pk, key=uuid5(key, what)).values_list("result", flat=True).first()


def remember(person: models.Model | None, key: UUID | None, what: str, result: int) -> None:
    """Keep what the form with this key made; ``what`` as above. Raises IntegrityError when another request was first."""
    if person is None or key is None:
        return
    OnceKey.objects.create(person_id=person.pk, key=uuid5(key, what), result=result, created_at=timezone.now())


def forget_old(at: datetime | None = None) -> None:
    """Delete the keys that are older than seven days at ``at`` (UTC; None = now)."""
    OnceKey.objects.filter(created_at__lt=(at or timezone.now()) - KEPT).delete()
