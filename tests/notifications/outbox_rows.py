"""Rows of the outbox as they stand after a bad day, made at once."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.models import User
from notifications.models import Delivery, Notification, Pending, RefusedAddress
from tickets.models import Ticket


def ended_mails(count: int, person: User, ticket: Ticket | None = None, **fields: Any) -> list[Delivery]:
    """Store so many mails to this person that ended a minute apart, the first one just now: refused, if nothing else is said."""
    now = timezone.now()
    rows = [
        Delivery(
            **{
                "person": person,
                "ticket": ticket,
                "state": "refused",
                "made_at": now - timedelta(minutes=number),
                "due_at": now - timedelta(minutes=number),
                "claimed_at": now - timedelta(minutes=number + 3),
                "ended_at": now - timedelta(minutes=number),
                "attempts": 1,
                "address": person.email or "",
                "message_id": f"<{uuid.uuid4()}@desk.test>",
                "last_error": "550 No such user",
                **fields,
            }
        )
        for number in range(count)
    ]
    return Delivery.objects.bulk_create(rows, batch_size=1000)


def refused_mail(person: User, ticket: Ticket | None = None, *, topic: str = "answers", **fields: Any) -> Delivery:
    """Store one mail that was refused, with the news that it tells."""
    (mail,) = ended_mails(1, person, ticket, **fields)
    Notification.objects.create(
        event_table="tickets.ticketevent",
        event_number=mail.pk,
        kind="answered",
        topic=topic,
        person=person,
        channel="mail",
        ticket=ticket,
        delivery=mail,
        made_at=mail.made_at,
    )
    return mail


def fact_set_aside(number: int = 1, table: str = "tickets.nosuchtable", words: str = "LookupError: none") -> Pending:
    """Store a fact of which nobody could be told."""
    now = timezone.now()
    return Pending.objects.create(
        event_table=table,
        event_number=number,
        batch=uuid.uuid4(),
        created_at=now,
        due_at=now,
        attempts=3,
        set_aside_at=now,
        last_error=words,
    )


def stopped_address(person: User, words: str = "550 Mailbox gone") -> RefusedAddress:
    """Store that mail to this person is stopped."""
    now = timezone.now()
    return RefusedAddress.objects.create(
        address=str(person.email), refusals=3, words=words, refused_at=now, stopped_at=now
    )
