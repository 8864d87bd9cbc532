import logging
from typing import Any

from django.db import connection, transaction
from kombu.exceptions import OperationalError

from history.models import Event
from notifications import actions, tasks

logger = logging.getLogger(__name__)


def remember(*, event: Event, **_: Any) -> None:
    """Put the fact into the outbox, in its own transaction, and wake the worker once, after the commit."""
    if actions.remember(event) and not any(callback[1] is wake for callback in connection.run_on_commit):
        transaction.on_commit(wake, robust=True)


def wake() -> None:
    """Wake a worker. A dead broker costs nobody his change: the sweeper finds what waits."""
    try:
        tasks.tell.delay()
    except (OperationalError, OSError) as away:
        logger.warning("The broker is away (%s); what waits is told by the clock.", away)
