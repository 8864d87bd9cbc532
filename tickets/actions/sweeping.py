"""What time alone changes about a ticket: a clock turns warned or late, a wait is over, what is solved closes."""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone

from history.recording import now_or
from tickets.actions.solving import confirm
from tickets.actions.storing import count_silence, project_deadlines, take_place
from tickets.actions.waiting import end_wait_by_time, remind
from tickets.deadlines import COLUMNS
from tickets.lifecycle import Status
from tickets.models import Ticket
from tickets.moves import next_move

logger = logging.getLogger(__name__)

AT_ONCE: Final = 50  # tickets per question to the database
BUDGET: Final = timedelta(seconds=10)  # less than the time between two runs, so that they do not pile up
MOVED: Final = (
    *COLUMNS, "counts_every_minute", "clock_turns_at", "is_warned", "is_paused", "is_pressing", "closes_at", "moves_at",
    "in_queue", "queue_step", "queue_pull", "queue_due_at", "queue_late_at",
)  # fmt: skip


def sweep(at: datetime | None = None) -> int:
    """Do what was due by this instant (UTC; None = now), as far as there is time; return at how many tickets it looked.

    Safe to kill, to run side by side and to run late: each ticket is one transaction, and what is recorded says when it was
    due. One that raises is tried again by the next run, and holds up no other.
    """
    at, enough = now_or(at), timezone.now() + BUDGET
    looked, seen = 0, 0  # by number: what raises stays due, and must not be met again in this run
    while timezone.now() < enough:
        due = Ticket.objects.filter(moves_at__lte=at, pk__gt=seen).order_by("pk")
        numbers = list(due.values_list("pk", flat=True)[:AT_ONCE])
        looked += sum(_look_safely(number, at) for number in numbers)
        if len(numbers) < AT_ONCE:
            break
        seen = numbers[-1]
    return looked


def _look_safely(number: int, at: datetime) -> bool:
    try:
        return _look(number, at)
    except (OperationalError, InterfaceError):
        raise  # the database is away: the next run goes on from here
    except Exception:
        logger.exception("What time changed about %s could not be done", number)
        return False


@transaction.atomic
def _look(number: int, at: datetime) -> bool:
    """Do what is due about this ticket. Nobody changed it: where no act of its own follows, its version stays."""
    ticket = Ticket.objects.locked(number)
    if ticket.moves_at is None or ticket.moves_at > at:
        return False  # another sweeper was here
    for turn in TURNS:
        ticket = turn(ticket, at)
    take_place(ticket, at)
    ticket.moves_at = next_move(ticket)
    Ticket.objects.filter(pk=number).update(**{name: getattr(ticket, name) for name in MOVED})
    return True


def _clock_turns(ticket: Ticket, at: datetime) -> Ticket:
    if ticket.is_open and ticket.clock_turns_at is not None and ticket.clock_turns_at <= at:
        project_deadlines(ticket, at)
    return ticket


def _is_to_be_reminded(ticket: Ticket, at: datetime) -> Ticket:
    is_due = ticket.remind_at is not None and ticket.remind_at <= at
    return remind(ticket, actor=None, at=at) if is_due and not _is_wait_over(ticket, at) else ticket


def _wait_is_over(ticket: Ticket, at: datetime) -> Ticket:
    return end_wait_by_time(ticket, at=at) if _is_wait_over(ticket, at) else ticket


def _is_wait_over(ticket: Ticket, at: datetime) -> bool:
    return ticket.waiting_until is not None and ticket.waiting_until <= at


def _silence_ends(ticket: Ticket, at: datetime) -> Ticket:
    if ticket.status != Status.RESOLVED:
        return ticket
    if ticket.closes_at is None:
        count_silence(ticket, at)  # solved before silence was counted: nobody was told until when to speak
    elif ticket.closes_at <= at:
        return confirm(ticket, actor=None, at=ticket.closes_at)
    return ticket


TURNS: Final[Sequence[Callable[[Ticket, datetime], Ticket]]] = (
    _is_to_be_reminded,
    _wait_is_over,
    _clock_turns,
    _silence_ends,
)
"""What may be due, in this order; each looks at its own moment, and returns the ticket as it is then."""
