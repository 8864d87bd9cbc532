import logging
from datetime import datetime, timedelta
from typing import Final

from django.db.models import F
from django.utils import timezone

from notifications import messages
from notifications.about import about
from notifications.channels import NotSent, send_mail
from notifications.models import Delivery
from notifications.querysets import DeliveryQuerySet
from notifications.recipients import may_be_told

logger = logging.getLogger(__name__)

CLAIM: Final = timedelta(minutes=2)  # longer than a slow server can take; a dead worker's mail is due again after it
PAUSES: Final = [
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=10),
    timedelta(minutes=30),
    timedelta(hours=1),
    timedelta(hours=2),
    timedelta(hours=4),
    timedelta(hours=8),
    timedelta(hours=8),
]  # after the last one it is given up: about a day


def send(delivery: Delivery) -> bool:
    """Send one mail, to who may still be told; answer whether it was ours to do.

    The claim comes first: of two workers one sends. A mail that a worker sent and did not live to note goes out again
    when the claim ends, with the same message id.
    """
    now = timezone.now()
    claimed = Delivery.objects.filter(pk=delivery.pk, attempts=delivery.attempts, state=Delivery.State.WAITING).update(
        attempts=F("attempts") + 1, claimed_at=now, due_at=now + CLAIM
    )
    if not claimed:
        return False
    delivery.attempts += 1
    try:
        _send(delivery)
    except NotSent as problem:
        _note_problem(delivery, problem.words, permanent=problem.permanent)
    except Exception as problem:
        # A mail that cannot even be written must not stop those behind it.
        if delivery.attempts == 1:
            logger.exception("Mail %s could not be written", delivery.pk)
        _note_problem(delivery, f"{type(problem).__name__}: {problem}", permanent=False)
    return True


def _send(delivery: Delivery) -> None:
    for notification in delivery.notifications.order_by("pk"):
        told = about(notification.event_table, notification.event_number)
        if told is not None and may_be_told(delivery.person, told) and delivery.person.email:
            mail = messages.mail_about(told, reader=delivery.person, message_id=delivery.message_id)
            if mail is not None:
                send_mail(mail)
                _end(delivery, Delivery.State.SENT, address=delivery.person.email)
                return
    _end(delivery, Delivery.State.WITHDRAWN)


def _note_problem(delivery: Delivery, words: str, *, permanent: bool) -> None:
    now = timezone.now()
    if permanent:
        _end(delivery, Delivery.State.REFUSED, address=delivery.person.email or "", last_error=words)
    elif delivery.attempts > len(PAUSES):
        _end(delivery, Delivery.State.GIVEN_UP, address=delivery.person.email or "", last_error=words)
    else:
        _mine(delivery).update(due_at=now + PAUSES[delivery.attempts - 1], last_error=words)


def _end(
    delivery: Delivery, state: str, *, address: str = "", last_error: str = "", at: datetime | None = None
) -> None:
    _mine(delivery).update(state=state, ended_at=at or timezone.now(), address=address, last_error=last_error)


def _mine(delivery: Delivery) -> DeliveryQuerySet:
    """The row, while nobody else has claimed it after us."""
    return Delivery.objects.filter(pk=delivery.pk, attempts=delivery.attempts)
