import logging
import uuid
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from kombu.exceptions import OperationalError

from accounts.events import PERSON_ADDED, PERSON_CORRECTED
from accounts.models import PersonEvent
from history.models import Event
from notifications import actions, tasks

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Wake:
    """What is done after the commit: a worker is woken to tell this transaction's facts."""

    batch: uuid.UUID

    def __call__(self) -> None:
        """Wake a worker. A dead broker costs nobody his change: the sweeper finds what waits."""
        try:
            tasks.tell.delay(batch=str(self.batch))
        except (OperationalError, OSError) as away:
            logger.warning("The broker is away (%s); what waits is told by the clock.", away)


def remember(*, event: Event, **_: Any) -> None:
    """Put the fact into the outbox, in its own transaction, and wake the worker once, after the commit."""
    wake = next((callback[1] for callback in connection.run_on_commit if isinstance(callback[1], Wake)), None)
    batch = wake.batch if wake else uuid.uuid4()
    if actions.remember(event, batch=batch) and wake is None:
        transaction.on_commit(Wake(batch), robust=True)


def forget_holder(*, event: PersonEvent, **_: Any) -> None:
    """Let nobody bear what an address refused to whoever had it before."""
    if event.kind == PERSON_ADDED or (event.kind == PERSON_CORRECTED and "email" in event.details["fields"]):
        actions.forget_holder(event.person.email)
