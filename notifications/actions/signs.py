from datetime import UTC, datetime, timedelta
from typing import Final

from django.utils import timezone

from notifications.models import SignOfLife

CLOCK: Final = "beat"
FORGOTTEN_AFTER: Final = timedelta(hours=24)


def note_life(*, worker: str | None, clock_said_at: float | None) -> None:
    """Note that this worker lives, and when the clock last spoke; workers that were not seen for a day are forgotten.

    worker: its name, e.g. ``celery@desk-1``. clock_said_at: when the clock sent its call (seconds since 1970, UTC).
    """
    now = timezone.now()
    signs = [SignOfLife(name=worker, kind=SignOfLife.Kind.WORKER, seen_at=now)] if worker else []
    if clock_said_at:
        said_at = datetime.fromtimestamp(clock_said_at, UTC)
        signs.append(SignOfLife(name=CLOCK, kind=SignOfLife.Kind.CLOCK, seen_at=said_at))
    SignOfLife.objects.bulk_create(signs, update_conflicts=True, unique_fields=["name"], update_fields=["seen_at"])
    # The clock has one row for good. Of workers each restart of a container may bring a new name.
    SignOfLife.objects.filter(kind=SignOfLife.Kind.WORKER, seen_at__lt=now - FORGOTTEN_AFTER).delete()
