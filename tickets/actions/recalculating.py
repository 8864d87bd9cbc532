"""Deadlines are worked out again when a place opens at other hours: in the background, a few tickets at a time."""

import logging
from datetime import datetime, timedelta
from typing import Final

from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone

from history.recording import now_or
from sites.models import Client
from tickets.actions.storing import project_deadlines, take_place
from tickets.actions.sweeping import MOVED
from tickets.models import Recalculation, Ticket
from tickets.moves import next_move

logger = logging.getLogger(__name__)

AT_ONCE: Final = 50  # tickets between two looks at how far it is
BUDGET: Final = timedelta(seconds=10)  # less than the time between two runs, so that they do not pile up


@transaction.atomic
def ask_recalculation(client: Client, *, at: datetime | None = None) -> Recalculation:
    """Ask, in the transaction of what changed, for the deadlines of this client's unsolved tickets; one that runs begins anew."""
    count = Ticket.objects.open().filter(client=client).count()
    anew = {"asked_at": now_or(at), "tickets": count, "tickets_done": 0, "done_until": 0}
    row, _is_new = Recalculation.objects.update_or_create(client=client, done_at=None, defaults=anew)
    return row


def recalculate_due() -> None:
    """Work out what was asked for, oldest first, as far as there is time; the next run goes on.

    Safe to run twice and side by side: a ticket that stands right stays as it is.
    """
    enough = timezone.now() + BUDGET
    for row in Recalculation.objects.filter(done_at__isnull=True).order_by("asked_at", "pk"):
        while timezone.now() < enough and _go_on(row):
            pass


def _go_on(row: Recalculation) -> bool:
    """Look at the next tickets; answer whether there may be more."""
    numbers = list(
        Ticket.objects.open()
        .filter(client=row.client_id, pk__gt=row.done_until)
        .order_by("pk")
        .values_list("pk", flat=True)[:AT_ONCE]
    )
    for number in numbers:
        try:
            recalculate(number)
        except (OperationalError, InterfaceError):
            raise  # the database is away: the next run goes on from here
        except Exception:
            logger.exception("The deadlines of %s could not be worked out", number)  # and those of the others are
    running = Recalculation.objects.filter(pk=row.pk, done_at__isnull=True, asked_at=row.asked_at)
    row.done_until, row.tickets_done = numbers[-1] if numbers else row.done_until, row.tickets_done + len(numbers)
    if len(numbers) < AT_ONCE:
        running.update(done_until=row.done_until, tickets_done=row.tickets_done, done_at=timezone.now())
        return False
    return running.update(done_until=row.done_until, tickets_done=row.tickets_done) == 1  # 0: it was asked for anew


@transaction.atomic
def recalculate(number: int) -> bool:
    """Work out the deadlines of an unsolved ticket from what is known now; answer whether any moved.

    Nobody changed the ticket: its version stays, so that nobody who just writes is told that somebody did.
    """
    ticket = Ticket.objects.locked(number)
    if not ticket.is_open:
        return False
    before = [getattr(ticket, name) for name in MOVED]
    at = timezone.now()
    project_deadlines(ticket, at)
    take_place(ticket, at)
    ticket.moves_at = next_move(ticket)
    now = [getattr(ticket, name) for name in MOVED]
    if now == before:
        return False
    Ticket.objects.filter(pk=number).update(**dict(zip(MOVED, now, strict=True)))
    return True
