"""Whose a mail is while it is being sent. Of two workers one has it; who dies with it loses it when the claim ends."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Final

from notifications.models import Delivery
from notifications.pauses import CLAIM
from notifications.querysets import DeliveryQuerySet

_in_hand: Final[set[int]] = set()  # what this process is just sending


@contextmanager
def in_hand(delivery: Delivery) -> Iterator[None]:
    """While this process sends it no other thread of it claims it: a clock that jumps ends the claim, not the sending."""
    _in_hand.add(delivery.pk)
    try:
        yield
    finally:
        _in_hand.discard(delivery.pk)


def claim_new(delivery: Delivery, now: datetime) -> None:
    """Let an unsaved mail be ours from the start: nobody else ever sees it unclaimed."""
    delivery.attempts = 1
    delivery.first_tried_at = delivery.claimed_at = now
    delivery.due_at = now + CLAIM


def claim(delivery: Delivery, now: datetime) -> bool:
    """Claim a stored mail.

    False when somebody else claimed or ended it since this instance was read, moved its moment because more goes with
    it, or is sending it.
    """
    if delivery.pk in _in_hand:
        return False
    first_tried_at, due_at = delivery.first_tried_at or now, now + CLAIM
    claimed = (
        mine(delivery)
        .filter(due_at=delivery.due_at)
        .update(attempts=delivery.attempts + 1, first_tried_at=first_tried_at, claimed_at=now, due_at=due_at)
    )
    delivery.attempts += 1
    delivery.first_tried_at, delivery.claimed_at, delivery.due_at = first_tried_at, now, due_at
    return claimed == 1


def mine(delivery: Delivery) -> DeliveryQuerySet:
    """The row, while nobody else has claimed or ended it after us."""
    return Delivery.objects.filter(pk=delivery.pk, attempts=delivery.attempts, state=Delivery.State.WAITING)
