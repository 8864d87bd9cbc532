"""A ticket is solved, confirmed, found not solved, closed."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext

from accounts.answers import WrongMoment
from accounts.models import User
from history.models import Words
from history.recording import now_or
from tickets import events, permissions
from tickets.actions.conversation import say_beside
from tickets.actions.storing import add_event, count_silence, leave_wait, project_deadlines, store, touch
from tickets.life import StatusChanged
from tickets.lifecycle import Status
from tickets.models import Ticket, TicketEvent, TimeEntry, Where
from tickets.solutions import needs_words

UNDO: Final = timedelta(seconds=10)  # as long as the page offers the way back
ON_ITS_WAY: Final = timedelta(seconds=2)  # from a press to the server


@transaction.atomic
def resolve(
    ticket: Ticket,
    *,
    how: str,
    minutes: int,
    actor: User | None,
    is_public: bool = True,
    on_the_spot: bool = False,
    where: str = Where.REMOTE,
    at: datetime | None = None,
) -> Ticket:
    """Say that it is solved, how (one sentence), and how many minutes it took.

    Raises NotAllowed for who does not work on it, WrongMoment when it is ended, or when it took more than five minutes
    elsewhere and nothing says how.
    """
    ticket = Ticket.objects.locked(ticket.pk)
    if ticket.status == Status.RESOLVED:
        return ticket
    permissions.can_resolve(actor, ticket).enforce()
    if actor is not None and not how and needs_words(minutes, on_the_spot=on_the_spot):
        raise WrongMoment(gettext("Write in one sentence how it was solved."))
    at, before = now_or(at), ticket.status
    touch(ticket, actor=actor, at=at)
    project_deadlines(ticket, at, StatusChanged(at, Status.RESOLVED, "firm"))
    ticket.responded_at = ticket.responded_at or at
    ticket.solution = Words.objects.create(text=how) if how else None
    ticket.solution_is_public, ticket.solved_on_the_spot = is_public, on_the_spot
    _solved(ticket, at)
    if actor is not None and minutes:
        TimeEntry.objects.create(
            person=actor, ticket=ticket, day=at.astimezone(ZoneInfo(ticket.zone)).date(), minutes=minutes, where=where
        )
    facts = {"minutes": minutes, "on_the_spot": on_the_spot, "is_public": is_public, "from": before}
    add_event(ticket, events.RESOLVED, actor=actor, at=at, words=how, facts=facts)
    return ticket


@transaction.atomic
def say_it_works(
    ticket: Ticket, *, actor: User, words: str = "", at: datetime | None = None, once: UUID | None = None
) -> Ticket:
    """Say, as somebody of the client, that it works again before anybody solved it; perhaps with words beside it.

    Raises NotAllowed for who does not speak for the client, WrongMoment when it is ended.
    """
    at = now_or(at)
    ticket = say_beside(Ticket.objects.locked(ticket.pk), words, actor=actor, at=at, once=once)
    if ticket.status == Status.RESOLVED:
        return ticket
    permissions.can_say_it_works(actor, ticket).enforce()
    project_deadlines(ticket, at, StatusChanged(at, Status.RESOLVED, "client"))
    _solved(ticket, at)
    add_event(ticket, events.WORKS_AGAIN, actor=actor, at=at)
    return ticket


@transaction.atomic
def confirm(
    ticket: Ticket, *, actor: User | None, words: str = "", at: datetime | None = None, once: UUID | None = None
) -> Ticket:
    """Confirm the solution, as somebody of the client, perhaps with words beside it: the ticket is finished.

    Raises NotAllowed for who does not speak for the client, WrongMoment unless it is solved.
    """
    at = now_or(at)
    ticket = say_beside(Ticket.objects.locked(ticket.pk), words, actor=actor, at=at, once=once)
    if ticket.status == Status.CLOSED:
        return ticket
    permissions.can_confirm(actor, ticket).enforce()
    ticket.status, ticket.closed_at = Status.CLOSED, at
    store(ticket, at=at)
    add_event(ticket, events.CLOSED if actor is None else events.CONFIRMED, actor=actor, at=at)
    return ticket


@transaction.atomic
def reopen(ticket: Ticket, *, reason: str, actor: User | None, at: datetime | None = None) -> Ticket:
    """Say "not solved": it is open again, counted, with the same assignee.

    Who takes his own solution back while the page offers it, and has nothing to say of it, finds it in progress, if it was: that is
    no reopening.

    Raises NotAllowed for who may not, WrongMoment unless it is solved.
    """
    ticket = Ticket.objects.locked(ticket.pk)
    if ticket.is_open:
        return ticket
    permissions.can_reopen(actor, ticket).enforce()
    at = now_or(at)
    undone = None if reason else _undone(ticket, actor, at)
    was_begun = undone is not None and undone.details.get("from") == Status.IN_PROGRESS
    status = Status.IN_PROGRESS if was_begun else Status.OPEN
    ticket.status = status
    ticket.resolved_at, ticket.solved_on_the_spot = None, False
    ticket.reopen_count += undone is None
    by_firm = actor is not None and actor.is_of_firm
    project_deadlines(ticket, at, StatusChanged(at, status, "firm" if by_firm else "client"))
    store(ticket, at=at)
    if undone is None:
        add_event(ticket, events.REOPENED, actor=actor, at=at, words=reason)
    else:
        add_event(ticket, events.TAKEN_BACK, actor=actor, at=at, facts={"to": status.value})
    return ticket


def _undone(ticket: Ticket, actor: User | None, at: datetime) -> TicketEvent | None:
    """Return the solution that its author takes back while the page offers it; None when it is no undo."""
    just_now = (at - UNDO - ON_ITS_WAY, at)
    solved = TicketEvent.objects.filter(ticket=ticket, kind=events.RESOLVED, occurred_at__range=just_now)
    last = solved.order_by("occurred_at", "pk").last()
    return last if actor is not None and last is not None and last.actor_id == actor.pk else None


def _solved(ticket: Ticket, at: datetime) -> None:
    ticket.status, ticket.resolved_at = Status.RESOLVED, at
    leave_wait(ticket)
    count_silence(ticket, at)
    store(ticket, at=at)
