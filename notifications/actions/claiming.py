"""Whose a mail is while it is being sent. Of two workers one has it; who dies with it loses it when the claim ends."""

from datetime import datetime, timedelta
from typing import Final

from notifications.models import Delivery
from notifications.querysets import DeliveryQuerySet

CLAIM: Final = timedelta(minutes=2)  # longer than a slow server can take; a dead worker's mail is due again after it


def claim_new(delivery: Delivery, now: datetime) -> None:
    """Let an unsaved mail be ours from the start: nobody else ever sees it unclaimed."""
    delivery.attempts = 1
    delivery.first_tried_at = delivery.claimed_at = now
    delivery.due_at = now + CLAIM


def claim(delivery: Delivery, now: datetime) -> bool:
    """Claim a stored mail; False when somebody else claimed or ended it since this instance was read."""
    first_tried_at = delivery.first_tried_at or now
    claimed = mine(delivery).update(
        attempts=delivery.attempts + 1, first_tried_at=first_tried_at, claimed_at=now, due_at=now + CLAIM
    )
    delivery.attempts += 1
    delivery.first_tried_at, delivery.claimed_at = first_tried_at, now
    return claimed == 1


def mine(delivery: Delivery) -> DeliveryQuerySet:
    """The row, while nobody else has claimed or ended it after us."""
    return Delivery.objects.filter(pk=delivery.pk, attempts=delivery.attempts, state=Delivery.State.WAITING)
