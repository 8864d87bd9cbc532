from datetime import timedelta
from typing import Final
from uuid import UUID

from history.models import Event
from notifications import pace
from notifications.about import table_of
from notifications.models import Pending
from notifications.recipients import can_be_undone, concerns_somebody

OLD: Final = timedelta(hours=24)


def remember(event: Event, *, batch: UUID) -> bool:
    """Write down, in the transaction of the fact, that people are to be told of it; answer whether they are.

    batch: the number of that transaction, the same for all its facts. Nobody is told of kinds without recipients, and of
    what happened more than 24 hours before it was recorded (imports, a phone that was offline).
    """
    if not concerns_somebody(event.kind) or event.recorded_at - event.occurred_at > OLD:
        return False
    Pending.objects.create(
        event_table=table_of(event),
        event_number=event.pk,
        batch=batch,
        created_at=event.recorded_at,
        due_at=event.recorded_at + (pace.UNDO if can_be_undone(event.kind) else pace.GRACE),
    )
    return True
