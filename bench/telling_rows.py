"""The rows of that desk: a client with people who are answered, the commits of both ways, very many old mails."""

from __future__ import annotations

import statistics
import time
import uuid
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from bench import bare
from fso_desk.startup import make_var_folders
from history.models import Event
from history.recording import event_recorded, record
from notifications import actions as outbox
from notifications import receivers
from notifications.about import table_of
from notifications.models import Delivery, Notification, Pending
from sites.models import Function
from tests.cast import make_client, person_of_client, person_of_firm, serves
from tickets import actions
from tickets.events import ANSWERED
from tickets.models import Message, TicketEvent

UID = "notifications.remember"
PATIENT = {"max_retries": 20, "interval_start": 0.0, "interval_step": 0.05, "interval_max": 0.2}  # seconds


class Rows:
    """One client, so many people with a ticket each, and the FSO who answers them."""

    def __init__(self, tickets: int) -> None:
        make_var_folders()
        call_command("migrate", verbosity=0)
        call_command("collectstatic", verbosity=0, interactive=False)
        self._brewery = make_client("Brouwerij Hopveld", "hopveld.example", "Wavre")
        self._fso = person_of_firm("Inès Vercammen", "ines@lumen-it.example", "fso")
        serves(self._fso, self._brewery, Function.FSO)
        if not event_recorded.disconnect(dispatch_uid=UID):
            raise LookupError(UID)  # the outbox would tell what the bare way tells
        self._tickets = []
        for number in range(tickets):
            requester = person_of_client(f"Person {number}", f"p{number}@hopveld.example", self._brewery)
            asked = actions.Report(what=f"Printer {number} is slow")
            self._tickets.append(actions.report(asked, client=self._brewery, actor=requester))
        self._way = ""

    def session(self) -> str:
        """Sign the FSO in; return the cookie."""
        store: Any = import_module(settings.SESSION_ENGINE).SessionStore()
        store[SESSION_KEY] = str(self._fso.pk)
        store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        store[HASH_SESSION_KEY] = self._fso.get_session_auth_hash()
        store.save()
        return f"{settings.SESSION_COOKIE_NAME}={store.session_key}"

    def commit(self, way: str, number: int, mark: str) -> float:
        """Record an answer that must be told; return the moment of the commit (seconds since 1970)."""
        self._go(way)
        ticket, now = self._tickets[number % len(self._tickets)], timezone.now()
        committed: list[float] = []
        with transaction.atomic():
            transaction.on_commit(lambda: committed.append(time.time()))
            said = Message.objects.create(
                ticket=ticket, author=self._fso, body=f"I come by at ten. {mark}", is_public=True, written_at=now
            )
            record(
                TicketEvent(
                    ticket=ticket, kind=ANSWERED, actor=self._fso, occurred_at=now, details={"message": said.pk}
                )
            )
        return committed[0]

    def sweep(self) -> float:
        """Return the seconds of the sweeper's look when nothing is due, the median of two hundred."""
        took = []
        for _ in range(200):
            began = time.perf_counter()
            outbox.tell_due()
            took.append(time.perf_counter() - began)
        return statistics.median(took)

    def add_sent(self, count: int) -> None:
        """Add so many facts that were told long ago, with their notifications and mails."""
        now, reader = timezone.now(), self._tickets[0].requester
        for start in range(0, count, 5000):
            numbers = range(start, min(start + 5000, count))
            table = "bench.old"
            mails = Delivery.objects.bulk_create(
                Delivery(
                    person=reader, ticket=self._tickets[0], state="sent", made_at=now, due_at=now, ended_at=now,
                    attempts=1, message_id=f"<{uuid.uuid4()}@old.test>",
                )
                for _ in numbers
            )  # fmt: skip
            Pending.objects.bulk_create(
                Pending(event_table=table, event_number=n, batch=uuid.uuid4(), created_at=now, due_at=now, done_at=now)
                for n in numbers
            )
            Notification.objects.bulk_create(
                Notification(
                    event_table=table, event_number=n, kind=ANSWERED, topic="answers", person=reader, channel="mail",
                    ticket=self._tickets[0], delivery=mail, made_at=now,
                )
                for n, mail in zip(numbers, mails, strict=True)
            )  # fmt: skip
        if connection.vendor == "postgresql":
            connection.cursor().execute("ANALYZE")

    def close(self) -> None:
        """Let the database go."""
        connection.close()

    def _go(self, way: str) -> None:
        """Let commits be told this way from now on."""
        if self._way != way:
            event_recorded.disconnect(dispatch_uid=UID)
            event_recorded.connect(WAYS[way], dispatch_uid=UID)
            self._way = way


def _tell_bare(*, event: Event, **_: Any) -> None:
    """A task for each mail, after the commit."""
    _after_commit(bare.mail, event)


def _tell_kept(*, event: Event, **_: Any) -> None:
    """A task for each mail, after the commit, over the kept connection."""
    _after_commit(bare.mail_kept, event)


def _after_commit(task: Any, event: Event) -> None:
    told = {"table": table_of(event), "number": event.pk, "person": event.ticket.requester_id}  # type: ignore[attr-defined]
    # Without an outbox a call that the broker does not take at once is lost: here it is tried again, so that the bare way arrives.
    transaction.on_commit(lambda: task.apply_async(kwargs=told, queue=bare.QUEUE, retry=True, retry_policy=PATIENT))


WAYS: dict[str, Any] = {"outbox": receivers.remember, "bare": _tell_bare, "kept": _tell_kept}
