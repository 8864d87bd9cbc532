"""The outbox at work. Safe to run twice and side by side: each row is claimed before anything is done with it."""

import logging
import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from notifications.about import About, about
from notifications.actions.sending import send
from notifications.models import Delivery, Notification, Pending
from notifications.recipients import Recipient, not_before, recipients_of

logger = logging.getLogger(__name__)

AT_ONCE: Final = 50  # rows looked up in one go
BUDGET: Final = timedelta(seconds=60)  # what is left after that is for the next run
CLAIM: Final = timedelta(minutes=2)  # longer than any row can take; a dead worker's rows are due again after it
FIRST_PAUSE: Final = timedelta(minutes=1)
LONGEST_PAUSE: Final = timedelta(hours=6)


def tell_due() -> None:
    """Tell everybody what is due: make the rows of each waiting fact, send each waiting mail."""
    enough = timezone.now() + BUDGET
    busy = True

    def in_time(_row: object) -> bool:
        """Asked before each row: fifty mails to a slow server would outlive the worker, in the middle of one."""
        return timezone.now() < enough

    while busy and timezone.now() < enough:
        facts = [_tell(pending) for pending in takewhile(in_time, Pending.objects.due(timezone.now())[:AT_ONCE])]
        mails = [send(delivery) for delivery in takewhile(in_time, Delivery.objects.due(timezone.now())[:AT_ONCE])]
        busy = any(facts) or any(mails)


def _tell(pending: Pending) -> bool:
    """Make the rows of one fact; answer whether it was ours to do."""
    now = timezone.now()
    claimed = Pending.objects.filter(pk=pending.pk, attempts=pending.attempts, done_at__isnull=True).update(
        attempts=F("attempts") + 1, due_at=now + CLAIM
    )
    if not claimed:
        return False
    try:
        _make_rows(pending, now)
    except Exception:
        # Whatever is wrong with this fact, those behind it go on; it comes back later.
        if pending.attempts == 0:
            logger.exception("Nobody could be told of %s yet", pending)
        Pending.objects.filter(pk=pending.pk, attempts=pending.attempts + 1).update(
            due_at=now + min(FIRST_PAUSE * 2**pending.attempts, LONGEST_PAUSE)
        )
    return True


@transaction.atomic
def _make_rows(pending: Pending, now: datetime) -> None:
    told = about(pending.event_table, pending.event_number)
    later = not_before(told) if told is not None else None
    if later is not None and later > now:
        Pending.objects.filter(pk=pending.pk).update(due_at=later)
        return
    if told is not None:
        _write(pending, told, recipients_of(told), now)
    Pending.objects.filter(pk=pending.pk).update(done_at=now)


def _write(pending: Pending, told: About, recipients: Iterable[Recipient], now: datetime) -> None:
    """Write what is not written yet: somebody who was told already has his unique row."""
    rows = Notification.objects.filter(event_table=pending.event_table, event_number=pending.event_number)
    already = set(rows.values_list("person_id", "channel"))
    new = []
    for recipient in recipients:
        person = recipient.person
        row = {
            "event_table": pending.event_table,
            "event_number": pending.event_number,
            "kind": told.kind,
            "person": person,
            "ticket": told.ticket,
            "made_at": now,
        }
        if recipient.in_app and (person.pk, Notification.Channel.IN_APP) not in already:
            new.append(Notification(channel=Notification.Channel.IN_APP, **row))
        if recipient.by_mail and person.email and (person.pk, Notification.Channel.MAIL) not in already:
            mail = Delivery.objects.create(
                person=person, ticket=told.ticket, made_at=now, due_at=now, message_id=_new_message_id()
            )
            new.append(Notification(channel=Notification.Channel.MAIL, delivery=mail, **row))
    Notification.objects.bulk_create(new)


def _new_message_id() -> str:
    return f"<{uuid.uuid4()}@{urlsplit(settings.BASE_URL).hostname}>"
