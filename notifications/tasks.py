from typing import Any
from uuid import UUID

from celery import shared_task

from notifications import actions


@shared_task(name="notifications.tell", time_limit=120, soft_time_limit=110, expires=60)
def tell(*, batch: str) -> None:
    """Tell the facts of one transaction: woken after its commit. A call that nobody took within a minute is left to the clock."""
    actions.tell(UUID(batch))


@shared_task(name="notifications.sweep", bind=True, time_limit=120, soft_time_limit=110)
def sweep(self: Any) -> None:
    """Tell what a dead worker or broker left, and what had to wait: woken by the clock."""
    actions.note_life(worker=self.request.hostname, clock_said_at=self.request.get("sent_at"))
    actions.tell_due()


@shared_task(name="notifications.make_lists", time_limit=120, soft_time_limit=110)
def make_lists() -> None:
    """Make the mails that tell FSOs their day: woken by the clock."""
    actions.make_lists()
