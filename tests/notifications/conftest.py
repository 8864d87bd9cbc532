"""What tests of the telling need: the outbox emptied into Django's own mail box."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.db import connection
from django.db.models import F

from accounts.models import User
from history.models import Event
from notifications import actions
from notifications.models import Delivery, Pending, QuietHours

Told = Callable[..., list[EmailMultiAlternatives]]
UNDO_IS_OVER = timedelta(seconds=11)


@pytest.fixture(autouse=True)
def each_action_is_a_transaction(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests run in one transaction that never ends: there the outermost savepoint is what a transaction is elsewhere."""
    marker = request.node.get_closest_marker("django_db")
    if marker and marker.kwargs.get("transaction"):
        return

    as_it_is = actions.remember

    def remember(event: Event, **_: Any) -> bool:
        return as_it_is(event, batch=uuid.uuid5(uuid.NAMESPACE_OID, connection.savepoint_ids[0]))

    monkeypatch.setattr(actions, "remember", remember)


@pytest.fixture
def told(db: None) -> Told:
    """Return a function that lets time pass (as long as undo is offered), lets the outbox work, and gives the mails that left."""

    def work(passes: timedelta = UNDO_IS_OVER) -> list[EmailMultiAlternatives]:
        mail.outbox.clear()
        tell_all(passes)
        return list(mail.outbox)  # type: ignore[arg-type]

    return work


def tell_all(passes: timedelta = UNDO_IS_OVER) -> None:
    """Tell what was recorded, as the woken worker does; let time pass; do what the sweeper does."""
    for batch in list(Pending.objects.waiting().order_by("pk").values_list("batch", flat=True)):
        actions.tell(batch)
    time_passes(passes)
    actions.tell_due()


def time_passes(how_long: timedelta) -> None:
    """Move what waits so much nearer."""
    Pending.objects.waiting().update(due_at=F("due_at") - how_long)
    Delivery.objects.filter(state="waiting").update(due_at=F("due_at") - how_long, made_at=F("made_at") - how_long)
    Delivery.objects.filter(window_until__isnull=False).update(window_until=F("window_until") - how_long)
    for hours in QuietHours.objects.all():
        hours.starts, hours.ends = (_earlier(moment, how_long) for moment in (hours.starts, hours.ends))
        hours.save()


def _earlier(moment: time, how_long: timedelta) -> time:
    return (datetime.combine(date(2026, 11, 25), moment) - how_long).time()


def to(person: User, mails: list[EmailMultiAlternatives]) -> list[EmailMultiAlternatives]:
    """Return the mails to this person."""
    return [one for one in mails if f"<{person.email}>" in one.to[0] or one.to[0] == person.email]


def parts(sent: EmailMultiAlternatives) -> tuple[str, str]:
    """Return the text and the HTML of a mail."""
    html, _type = sent.alternatives[0]
    return str(sent.body), str(html)
