"""Doing it twice is doing it once: the keys that forms carry."""

from uuid import UUID

from django.db import models
from django.utils import timezone

from history.models import OnceKey


def already_made(person: models.Model | None, key: UUID | None) -> int | None:
    """Return the number of what this person's form with this key made before, or None."""
    if person is None or key is None:
        return None
    return OnceKey.objects.filter(person_id=person.pk, key=key).values_list("result", flat=True).first()


def remember(person: models.Model | None, key: UUID | None, result: int) -> None:
    """Keep what the form with this key made. Raises IntegrityError when another request was first."""
    if person is None or key is None:
        return
    OnceKey.objects.create(person_id=person.pk, key=key, result=result, created_at=timezone.now())
