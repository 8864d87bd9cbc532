"""A process of the desk that lives on while its servers come and go, as a web process does: it commits changes for the tests
and reads the rows. One JSON request a line in, one JSON answer a line out; started by `tests.faults.desk`.

Between two requests it lets go of broken connections, as Django does between two pages.
"""

from __future__ import annotations

import json
import sys
import time
import traceback
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.db import close_old_connections, connection, transaction
from django.utils import timezone

from accounts.models import User
from notifications import tasks
from notifications.models import Delivery, Notification, Pending
from notifications.pauses import CLAIM
from sites.models import Client, Function
from tests.cast import make_client, person_of_client, person_of_firm, serves
from tickets import actions, events
from tickets import tasks as ticket_tasks
from tickets.models import Impact, Ticket, TicketEvent, Urgency

REQUESTERS: Final = 8
FSO: Final = "ines@lumen-it.example"
STAYS: Final = "marleen@lumen-it.example"
LEAVES_BEFORE: Final = "joris@lumen-it.example"
LEAVES_AFTER: Final = "nele@lumen-it.example"


def serve() -> None:
    """Answer until the other side hangs up."""
    for line in sys.stdin:
        name, taken = json.loads(line)
        close_old_connections()
        try:
            answer = {"answer": REQUESTS[name](**taken)}
        except Exception as problem:
            answer = {"problem": f"{type(problem).__name__}: {problem}", "where": traceback.format_exc()}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


def prepare() -> None:
    """Make the tables and the cast: one FSO, and people of one client with a ticket each; nothing is left to tell."""
    call_command("migrate", verbosity=0, interactive=False)
    client = make_client("Brouwerij Hopveld", "hopveld.example", "Aalst")
    serves(person_of_firm("Inès Vercammen", FSO, "fso"), client, Function.FSO)
    for number in range(REQUESTERS):
        person = person_of_client(f"Emma {number} Claes", requester_address(number), client)
        told = actions.Report(what=f"Outlook {number}", impact=Impact.PERSON, urgency=Urgency.DIFFICULT)
        actions.report(told, client=client, actor=person)
    Pending.objects.all().delete()


def requester_address(number: int) -> str:
    """The address of one of the client's people."""
    return f"emma-{number}@hopveld.example"


def commit(count: int, unwoken: bool) -> list[dict[str, Any]]:
    """Commit so many changes, each of which is one mail and one line in the product for one person; answer what is expected.

    In turn the FSO answers somebody, and somebody writes to the FSO. unwoken: as if the process had died after the commit,
    before it could wake a worker. took: milliseconds of the action, waking included.
    """
    return [_unwoken_change(number) if unwoken else _one_change(number) for number in range(count)]


def _unwoken_change(number: int) -> dict[str, Any]:
    with transaction.atomic():
        made = _one_change(number)
        connection.run_on_commit.clear()
    return made


def _one_change(number: int) -> dict[str, Any]:
    ticket = Ticket.objects.select_related("requester").get(title=f"Outlook {(number // 2) % REQUESTERS}")
    fso, mark = User.objects.get_queryset().get(email=FSO), f"mark-{uuid.uuid4().hex[:12]}"
    began = time.perf_counter()
    if number % 2:
        actions.reply(ticket, body=f"It happens again: {mark}.", actor=ticket.requester)
    else:
        actions.answer(ticket, body=f"I come by at ten: {mark}.", actor=fso)
    took = (time.perf_counter() - began) * 1000
    event = ticket.events.latest("pk")
    address = FSO if number % 2 else ticket.requester.email
    return {"event": event.pk, "mark": mark, "address": address, "took": took}


def rows() -> list[dict[str, Any]]:
    """Every row of who was told of what, with its mail."""
    return [
        {
            "event_table": row.event_table,
            "event": row.event_number,
            "email": row.person.email,
            "channel": row.channel,
            "state": row.delivery.state if row.delivery else None,
            "attempts": row.delivery.attempts if row.delivery else None,
            "last_error": row.delivery.last_error if row.delivery else "",
        }
        for row in Notification.objects.select_related("person", "delivery").order_by("pk")
    ]


def sent() -> list[str]:
    """The Message-IDs of the mails that were noted as sent."""
    return list(Delivery.objects.filter(state=Delivery.State.SENT).values_list("message_id", flat=True))


def sweep(times: int) -> None:
    """Wake workers for a sweep, so often at once."""
    for _ in range(times):
        tasks.sweep.delay()


def outbox() -> dict[str, int]:
    """How many facts and mails still wait."""
    return {
        "facts": Pending.objects.waiting().count(),
        "mails": Delivery.objects.filter(state=Delivery.State.WAITING).count(),
    }


def ticket_of(event: int) -> int:
    """The number of the ticket that this event is about."""
    return int(TicketEvent.objects.get(pk=event).ticket_id)


def set_aside() -> list[dict[str, Any]]:
    """The facts that nobody could be told of, with the reason."""
    aside = Pending.objects.filter(set_aside_at__isnull=False).order_by("pk")
    return [{"event": one.event_number, "last_error": one.last_error, "attempts": one.attempts} for one in aside]


def make_due(claims: bool) -> None:
    """Let the time pass that waiting rows wait for: pauses after a failure.

    claims: also what is claimed, which is right when whoever claimed it is dead, or has given it up.
    """
    now = timezone.now()
    Pending.objects.waiting().filter(due_at__gt=now).update(due_at=now)
    waiting = Delivery.objects.filter(state=Delivery.State.WAITING, due_at__gt=now).values("pk", "claimed_at", "due_at")
    due = [
        row["pk"]
        for row in waiting
        if claims or row["claimed_at"] is None or row["due_at"] != row["claimed_at"] + CLAIM
    ]
    Delivery.objects.filter(pk__in=due, state=Delivery.State.WAITING).update(due_at=now)


def latest_due() -> float:
    """In how many seconds the last of the waiting rows is due (0 = none waits for its time)."""
    moments = [
        *Pending.objects.waiting().values_list("due_at", flat=True),
        *Delivery.objects.filter(state=Delivery.State.WAITING).values_list("due_at", flat=True),
    ]
    return max([(moment - timezone.now()).total_seconds() for moment in moments], default=0.0)


def break_fact() -> dict[str, Any]:
    """Commit a report whose recorded fact then holds nonsense: whom it concerns cannot be worked out."""
    with transaction.atomic():  # no worker sees it whole
        event = _report("Nonsense", urgency=Urgency.DIFFICULT).events.get(kind="reported")
        with connection.cursor() as cursor:  # facts refuse to be changed in any other way
            cursor.execute("UPDATE tickets_ticketevent SET details = '[1]' WHERE id = %s", [event.pk])
    return {"event": event.pk}


def break_zone(address: str) -> None:
    """Give a person a time zone that does not exist, so that no mail to her can be rendered."""
    User.objects.get_queryset().filter(email=address).update(time_zone="Nowhere/Lost")


def report_critical() -> dict[str, Any]:
    """Commit a P1, of which the whole desk is told; one of its two people is deleted before anybody could tell him."""
    with transaction.atomic():
        person_of_firm("Marleen Peeters", STAYS, "desk")
        leaves = person_of_firm("Joris Maes", LEAVES_BEFORE, "desk")
        person_of_firm("Nele Wouters", LEAVES_AFTER, "desk")
        event = _report("Everything is down", urgency=Urgency.STOPPED, impact=Impact.COMPANY).events.get(
            kind="reported"
        )
        leaves.delete()
    return {"event": event.pk}


def delete_person(address: str) -> None:
    """Delete a person, with what hangs on her and is no fact."""
    User.objects.get_queryset().get(email=address).delete()


def _report(what: str, *, urgency: int, impact: int = Impact.PERSON) -> Ticket:
    actor = User.objects.get_queryset().get(email=requester_address(REQUESTERS - 1))
    told = actions.Report(what=what, impact=impact, urgency=urgency)
    return actions.report(told, client=Client.objects.get(), actor=actor)


def open_long_ago(count: int) -> list[int]:
    """Commit so many reports of a fortnight ago, whose clocks have all turned since and were never looked at; their numbers.

    Nobody is told of what turned so long ago.
    """
    actor, client = User.objects.get_queryset().get(email=requester_address(0)), Client.objects.get()
    at = timezone.now() - timedelta(days=14)
    told = actions.Report(what="Forgotten", impact=Impact.TEAM, urgency=Urgency.STOPPED)
    return [actions.report(told, client=client, actor=actor, at=at).pk for _ in range(count)]


def look_at_tickets(times: int) -> None:
    """Wake workers to look at what time changed, so often at once."""
    for _ in range(times):
        ticket_tasks.sweep.delay()


def turns_of(numbers: list[int]) -> list[tuple[int, str, str]]:
    """The turns of clocks that were recorded about these tickets: number, kind, when."""
    rows = TicketEvent.objects.filter(ticket__in=numbers, kind__in=events.TURNS.values()).order_by("pk")
    return [(row.ticket_id, row.kind, row.occurred_at.isoformat()) for row in rows]


def sign_in(address: str) -> str:
    """Return the key of a session in which this person is signed in."""
    person = User.objects.get_queryset().get(email=address)
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.set_expiry(timedelta(hours=12))
    session.save()
    return str(session.session_key)


REQUESTS: Final[dict[str, Callable[..., Any]]] = {
    request.__name__: request
    for request in (
        prepare, commit, rows, sent, sweep, ticket_of, outbox, set_aside, make_due, latest_due, break_fact, break_zone, report_critical,
        delete_person, sign_in, open_long_ago, look_at_tickets, turns_of,
    )
}  # fmt: skip
