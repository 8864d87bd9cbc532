"""The bare way of telling, to measure ours against: a Celery task per mail, no outbox, nothing asked again, nothing kept.

It writes the same mail as the desk, so that only the way of telling differs.

    celery -A bench.bare worker -Q bench-bare
"""

import uuid

from celery import shared_task
from django.contrib.auth import get_user_model

from fso_desk.celery import app

QUEUE = "bench-bare"

__all__ = ["app", "mail"]


@shared_task(name="bench.bare.mail", time_limit=60, ignore_result=True)
def mail(*, table: str, number: int, person: int) -> None:
    """Load the fact and the person, write the mail, send it."""
    from notifications.about import about  # noqa: PLC0415 - models, which are ready only in the worker
    from notifications.messages import Told, letter_about  # noqa: PLC0415 - as above
    from notifications.topics import ANSWERS  # noqa: PLC0415 - as above

    fact = about(table, number)
    reader = get_user_model().objects.get(pk=person)
    if fact is not None:
        with_id = f"<{uuid.uuid4()}@bare.test>"
        letter_about(Told(fact, ANSWERS), reader=reader, message_id=with_id).send()
