"""The bare way of telling, to measure ours against: a Celery task per mail, no outbox, nothing asked again, nothing kept.

It writes the same mail as the desk. ``mail`` sends it as Django does, over a connection of its own; ``mail_kept`` over the desk's kept
connection, so that only the way of telling differs.

    celery -A bench.bare worker -Q bench-bare
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from celery import shared_task
from django.contrib.auth import get_user_model

from fso_desk.celery import app

if TYPE_CHECKING:
    from notifications.letters import Letter

QUEUE = "bench-bare"

__all__ = ["app", "mail", "mail_kept"]


@shared_task(name="bench.bare.mail", time_limit=60, ignore_result=True)
def mail(*, table: str, number: int, person: int) -> None:
    """Load the fact and the person, write the mail, send it."""
    letter = _letter(table, number, person)
    letter.send()


@shared_task(name="bench.bare.mail_kept", time_limit=60, ignore_result=True)
def mail_kept(*, table: str, number: int, person: int) -> None:
    """The same, over a connection that is kept for the next mail."""
    from notifications.channels import send_mail  # noqa: PLC0415 - ready only in the worker

    send_mail(_letter(table, number, person))


def _letter(table: str, number: int, person: int) -> Letter:
    from notifications.about import about  # noqa: PLC0415 - models, which are ready only in the worker
    from notifications.messages import Told, letter_about  # noqa: PLC0415 - as above
    from notifications.topics import ANSWERS  # noqa: PLC0415 - as above

    fact = about(table, number)
    reader = get_user_model().objects.get(pk=person)
    if fact is None:
        raise LookupError(number)
    return letter_about(Told(fact, ANSWERS), reader=reader, message_id=f"<{uuid.uuid4()}@bare.test>")
