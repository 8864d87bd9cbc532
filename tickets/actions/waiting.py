"""A ticket waits: for somebody of the client, an approval, others, a visit, or because we set it aside. Every wait has an end."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext

from accounts.answers import WrongMoment
from accounts.models import User
from history import once as once_keys
from history.recording import now_or
from sites.opening_hours import in_utc
from tickets import events, permissions, waits
from tickets.actions.conversation import answer
from tickets.actions.storing import add_event, leave_wait, project_deadlines, refuse_stale, store, touch
from tickets.life import StatusChanged
from tickets.lifecycle import Status, WaitingFor
from tickets.models import Ticket, TicketEvent
from visits.models import Visit


@transaction.atomic
def wait(
    ticket: Ticket,
    *,
    waiting_for: str,
    actor: User | None,
    day: date | None = None,
    visit: Visit | None = None,
    words: str = "",
    version: int | None = None,
    at: datetime | None = None,
) -> Ticket:
    """Let the ticket wait for somebody or something (``WaitingFor``), until it comes or the wait is over.

    day: until which date of its place; None = as long as is usual, where there is a usual length. visit: the one it waits for.
    words: what is to be approved, else what we should know about the wait. version: the one the actor saw. Raises NotAllowed for
    who does not work on it, WrongMoment when it is solved or ended, when there is no such end, or somebody changed it meanwhile.
    """
    ticket = Ticket.objects.locked(ticket.pk)
    at = now_or(at)
    until = _until(ticket, WaitingFor(waiting_for), day, visit, at)
    if (ticket.waiting_for, ticket.waiting_until, ticket.planned_visit_id) == (
        waiting_for,
        until,
        visit.pk if visit else ticket.planned_visit_id,
    ):
        return ticket
    permissions.can_wait_for(actor, ticket, waiting_for, visit).enforce()
    refuse_stale(ticket, version)
    if until <= at:
        raise WrongMoment(gettext("Choose a later day."))
    if waiting_for == WaitingFor.APPROVAL and not words:
        raise WrongMoment(gettext("Write what is to be approved, and what it costs."))
    touch(ticket, actor=actor, at=at)
    return _wait(ticket, waiting_for, until, visit, words, actor=actor, at=at)


@transaction.atomic
def answer_and_wait(
    ticket: Ticket,
    *,
    body: str,
    actor: User | None,
    day: date | None = None,
    version: int | None = None,
    at: datetime | None = None,
    once: UUID | None = None,
) -> Ticket:
    """Write to the requester and wait for what she answers; the same ``once`` does neither twice.

    Raises NotAllowed for who does not work on it, WrongMoment when it is solved or ended, or somebody changed it meanwhile: then
    nothing was sent.
    """
    ticket = Ticket.objects.locked(ticket.pk)
    permissions.can_answer(actor, ticket).enforce()
    if once_keys.already_made(actor, once, f"message of {ticket.pk}") is not None:
        return ticket
    refuse_stale(ticket, version)
    at = now_or(at)
    ticket = answer(ticket, body=body, actor=actor, at=at, once=once)
    return wait(ticket, waiting_for=WaitingFor.CUSTOMER, day=day, actor=actor, at=at)


@transaction.atomic
def wait_on(ticket: Ticket, *, actor: User | None, version: int | None = None, at: datetime | None = None) -> Ticket:
    """Wait on for the same, until the same date while that is to come, else as long as is usual again.

    Raises NotAllowed for who does not work on it, WrongMoment when nothing was waited for before or it must be said until when.
    """
    ticket = Ticket.objects.locked(ticket.pk)
    if ticket.status == Status.WAITING:
        return ticket
    permissions.can_wait(actor, ticket).enforce()
    refuse_stale(ticket, version)
    at = now_or(at)
    before = TicketEvent.objects.filter(ticket=ticket, kind=events.WAITED).order_by("-occurred_at", "-pk").first()
    if before is None:
        raise WrongMoment(gettext("Nothing was waited for yet."))
    waiting_for, until = before.details["for"], datetime.fromisoformat(before.details["until"])
    visit = Visit.objects.filter(pk=before.details["visit"]).first()
    permissions.can_wait_for(actor, ticket, waiting_for, visit if until > at else None).enforce()
    end = until if until > at else waits.usual_end(waiting_for, ticket.calendar, at)
    if end is None:
        raise WrongMoment(gettext("That day has passed. Choose until when to wait."))
    touch(ticket, actor=actor, at=at)
    words = before.words.text if before.words and waiting_for == WaitingFor.APPROVAL else ""
    return _wait(ticket, waiting_for, end, visit if until > at else None, words, actor=actor, at=at)


@transaction.atomic
def end_wait(ticket: Ticket, *, actor: User | None, at: datetime | None = None) -> Ticket:
    """Go on before the wait is over: what was waited for has come, or is needed no longer.

    Raises NotAllowed for who does not work on it, WrongMoment when it is solved or ended.
    """
    ticket = Ticket.objects.locked(ticket.pk)
    permissions.can_work(actor, ticket).enforce()
    if ticket.is_open and ticket.status != Status.WAITING:
        return ticket
    permissions.can_end_wait(actor, ticket).enforce()
    at = now_or(at)
    touch(ticket, actor=actor, at=at)
    waited_for = ticket.waiting_for
    _go_on(ticket, at, StatusChanged(at, Status.OPEN))
    add_event(ticket, events.WAIT_ENDED, actor=actor, at=at, facts={"for": waited_for})
    return ticket


@transaction.atomic
def end_wait_by_time(ticket: Ticket, *, at: datetime | None = None) -> Ticket:
    """Bring the ticket back on top within its priority, when the moment has passed until which it was to wait.

    However late one looks, the wait was over at that moment. A visit has come by then: nothing was waited for in vain.
    """
    ticket = Ticket.objects.locked(ticket.pk)
    at = now_or(at)
    until = ticket.waiting_until
    if until is None or until > at:
        return ticket
    waited_for = ticket.waiting_for
    if waited_for in waits.OF_CLIENT:
        ticket.silences += 1
    leave_wait(ticket)
    ticket.waited_for = waited_for
    ticket.status = Status.OPEN
    project_deadlines(ticket, at, StatusChanged(until, Status.OPEN, "system"))
    store(ticket, at=at)
    add_event(ticket, events.WAIT_WAS_OVER, actor=None, at=until, facts={"for": waited_for})
    return ticket


@transaction.atomic
def remind(ticket: Ticket, *, actor: User | None, version: int | None = None, at: datetime | None = None) -> Ticket:
    """Ask the client once more for the answer that is waited for; where the wait is over, wait again.

    By itself (``actor`` None) once in each wait. Raises NotAllowed for who does not work on it, WrongMoment when nobody waits for
    an answer, or somebody changed it meanwhile.
    """
    ticket = Ticket.objects.locked(ticket.pk)
    at = now_or(at)
    if actor is None and (ticket.remind_at is None or ticket.remind_at > at):
        return ticket
    permissions.can_remind(actor, ticket).enforce()
    refuse_stale(ticket, version)
    touch(ticket, actor=actor, at=at)
    if ticket.status == Status.WAITING:
        ticket.remind_at = None
        store(ticket, at=at)
    else:
        until = _until(ticket, WaitingFor.CUSTOMER, None, None, at)
        _wait(ticket, WaitingFor.CUSTOMER, until, None, "", actor=actor, at=at, reminds=False)
    add_event(ticket, events.REMINDED, actor=actor, at=at)
    return ticket


@transaction.atomic
def close_unanswered(
    ticket: Ticket, *, actor: User | None, version: int | None = None, at: datetime | None = None
) -> Ticket:
    """Close what the client did not answer in two waits; any answer opens it again.

    Raises NotAllowed for who does not work on it, WrongMoment before the second silence, or when somebody changed it meanwhile.
    """
    ticket = Ticket.objects.locked(ticket.pk)
    if ticket.is_unanswered:
        return ticket
    permissions.can_close_unanswered(actor, ticket).enforce()
    refuse_stale(ticket, version)
    at = now_or(at)
    touch(ticket, actor=actor, at=at)
    project_deadlines(ticket, at, StatusChanged(at, Status.RESOLVED, "firm"))
    leave_wait(ticket)
    ticket.responded_at = ticket.responded_at or at
    ticket.status, ticket.resolved_at, ticket.closed_at, ticket.is_unanswered = Status.CLOSED, at, at, True
    store(ticket, at=at)
    add_event(ticket, events.CLOSED_UNANSWERED, actor=actor, at=at)
    return ticket


@transaction.atomic
def approve(ticket: Ticket, *, actor: User, words: str = "", at: datetime | None = None) -> Ticket:
    """Approve, as the client contact, what the ticket waits for; perhaps with a sentence. It goes on.

    Raises NotAllowed for who does not decide for the client, WrongMoment when nothing waits for it any more.
    """
    return _decided(ticket, events.APPROVED, words, actor=actor, at=at)


@transaction.atomic
def refuse_approval(ticket: Ticket, *, actor: User, words: str, at: datetime | None = None) -> Ticket:
    """Refuse it, as the client contact, and say why. It goes on: the firm decides what to do instead.

    Raises NotAllowed for who does not decide for the client, WrongMoment when nothing waits for it any more or no reason is given.
    """
    return _decided(ticket, events.APPROVAL_REFUSED, words, actor=actor, at=at)


def _decided(ticket: Ticket, kind: str, words: str, *, actor: User, at: datetime | None) -> Ticket:
    ticket = Ticket.objects.locked(ticket.pk)
    last = (
        TicketEvent.objects.filter(ticket=ticket, kind__in=[kind, events.WAITED])
        .order_by("-occurred_at", "-pk")
        .first()
    )
    if last is not None and (last.kind, last.actor_id) == (kind, actor.pk):
        return ticket
    permissions.can_approve(actor, ticket).enforce()
    if kind == events.APPROVAL_REFUSED and not words:
        raise WrongMoment(gettext("Write in a sentence why not."))
    at = now_or(at)
    ticket.silences = 0
    _go_on(ticket, at, StatusChanged(at, Status.OPEN, "client"))
    add_event(ticket, kind, actor=actor, at=at, words=words)
    return ticket


def _until(ticket: Ticket, waiting_for: WaitingFor, day: date | None, visit: Visit | None, at: datetime) -> datetime:
    """Return when this wait ends (UTC). Raises WrongMoment where nobody said when, or not until a visit."""
    if waiting_for is WaitingFor.VISIT:
        if visit is None:
            raise WrongMoment(gettext("Choose the visit it waits for."))
        return in_utc(visit.ends_at)
    until = (
        waits.end_on(day, waiting_for, ticket.calendar) if day else waits.usual_end(waiting_for, ticket.calendar, at)
    )
    if until is None:
        raise WrongMoment(gettext("Choose until when to wait."))
    if until > at + waits.LONGEST:
        raise WrongMoment(gettext("Choose a day within a year."))
    return until


def _wait(
    ticket: Ticket,
    waiting_for: str,
    until: datetime,
    visit: Visit | None,
    words: str,
    *,
    actor: User | None,
    at: datetime,
    reminds: bool = True,
) -> Ticket:
    leave_wait(ticket)
    ticket.status, ticket.waiting_for, ticket.waiting_until = Status.WAITING, WaitingFor(waiting_for).value, until
    ticket.planned_visit = visit or ticket.planned_visit
    ticket.remind_at = waits.reminder(waiting_for, ticket.calendar, at, until) if reminds else None
    project_deadlines(ticket, at, StatusChanged(at, Status.WAITING, waiting_for=ticket.waiting_for, until=until))
    store(ticket, at=at)
    facts = {"for": ticket.waiting_for, "until": until.isoformat(), "visit": visit.pk if visit else None}
    add_event(ticket, events.WAITED, actor=actor, at=at, words=words, facts=facts)
    return ticket


def _go_on(ticket: Ticket, at: datetime, change: StatusChanged) -> None:
    leave_wait(ticket)
    ticket.status = Status.OPEN
    project_deadlines(ticket, at, change)
    store(ticket, at=at)
