"""How every action ends: the stored order, the version and the row are written together, the fact is recorded."""

from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext

from accounts.answers import WrongMoment
from accounts.models import User
from history.recording import record
from sites.opening_days import opening_day
from tickets import events, queue_order, turns
from tickets.clock import Readings
from tickets.deadlines import columns, readings_of, word_owed
from tickets.life import Fact, State
from tickets.lifecycle import Status
from tickets.models import Judged, Ticket, TicketEvent
from tickets.moves import next_move

DAYS_OF_SILENCE: Final = 5  # opening days after which what is solved closes by itself


def store(ticket: Ticket, *, at: datetime) -> None:
    """Save the ticket with its place in the queue; its version rises."""
    take_place(ticket, at)
    if ticket.status != Status.RESOLVED:
        ticket.closes_at = None
    ticket.moves_at = next_move(ticket)
    ticket.version += 1
    ticket.updated_at = at
    ticket.save()


def take_place(ticket: Ticket, at: datetime) -> None:
    """Write where the ticket stands in the queue at this instant; it is saved by the caller."""
    place = queue_order.place(ticket.facts_at(at))
    ticket.in_queue, ticket.queue_step, ticket.queue_pull = place.in_queue, place.step, place.pull
    ticket.queue_due_at, ticket.queue_late_at = place.due_at, place.late_at


def count_silence(ticket: Ticket, at: datetime) -> None:
    """Let a solved ticket close by itself at the end of the fifth opening day after this instant, if nobody speaks until then.

    A closing that stands later stays. One whose place does not open so often any more never closes by itself.
    """
    day = opening_day(ticket.calendar, at, DAYS_OF_SILENCE)
    if day is not None:
        ticket.closes_at = max(ticket.closes_at or day[1], day[1])


def refuse_stale(ticket: Ticket, version: int | None) -> None:
    """Raise WrongMoment when the person saw another version of the ticket than the stored one (None = saw none)."""
    if version is not None and ticket.version != version:
        raise WrongMoment(gettext("Somebody changed this while you were writing."), code="stale")


def add_event(
    ticket: Ticket, kind: str, *, actor: User | None, at: datetime, words: str = "", facts: dict[str, Any] | None = None
) -> TicketEvent:
    """Record a fact about this ticket."""
    event = TicketEvent(ticket=ticket, kind=kind, actor=actor, occurred_at=at, details=facts or {})
    return record(event, words=words)


def project_deadlines(ticket: Ticket, at: datetime, *now: Fact) -> None:
    """Write the deadlines as they stand at this instant, from all that happened and what happens now.

    Called before the ticket itself says what happens: a clock that had stopped before keeps its deadline, one that stops now
    keeps what is known now (docs/clock.md, rule 8), and one that is void has nothing left to be late with, but for the solving.
    """
    if ticket.clock_turns_at is not None and ticket.clock_turns_at <= at:
        record_turns(ticket, readings_of(ticket, at), at)  # before what happens now may take it back
    readings = readings_of(ticket, at, *now)
    before = _verdict(ticket)
    found = columns("next_word", word_owed(readings))
    if ticket.responded_at is None or not ticket.version:  # 0: it is not stored yet
        found |= columns("respond", readings.response)
    if ticket.resolved_at is None and readings.resolution.state is not State.VOID:
        found |= columns("resolve", readings.resolution)
    for name, moment in found.items():
        setattr(ticket, name, moment)
    if readings.resolution.target is not None:
        ticket.counts_every_minute = readings.resolution.target.around_the_clock
    ticket.is_paused = readings.resolution.state is State.PAUSED
    ticket.is_pressing = turns.is_pressing(readings)
    was_warned, ticket.is_warned = ticket.is_warned, turns.is_warned(readings)
    ticket.clock_turns_at = turns.next_turn(readings, at)
    if before != _verdict(ticket) and (was_warned or ticket.is_warned):
        ticket.clock_turns_at = at  # another deadline than a moment ago may have passed, or be ahead again


def record_turns(ticket: Ticket, readings: Readings, at: datetime) -> None:
    """Record which clocks have turned warned or late, or are late no more, and nobody has recorded yet: each once."""
    rows = TicketEvent.objects.filter(ticket=ticket, kind__in=events.TURNS.values()).order_by("pk")
    told = [turns.Told(_TURNED[kind][1], details) for kind, details in rows.values_list("kind", "details")]
    for turn in turns.turns_of(readings, told, at):
        add_event(ticket, events.TURNS[turn.clock, turn.kind], actor=None, at=turn.at, facts=turn.facts)


_TURNED = {code: turned for turned, code in events.TURNS.items()}


def _verdict(ticket: Ticket) -> tuple[datetime | None, ...]:
    return ticket.respond_due_at, ticket.respond_late_at, ticket.resolve_due_at, ticket.resolve_late_at


def touch(ticket: Ticket, *, actor: User | None, at: datetime) -> None:
    """Note that somebody of the firm acts: a new ticket becomes open, an assumed judgement confirmed, a wait that is over seen."""
    if actor is None or not actor.is_of_firm:
        return
    if ticket.judged == Judged.ASSUMED or ticket.is_unconfirmed:
        ticket.judged = Judged.CONFIRMED
    ticket.waited_for = ""
    if ticket.status == Status.NEW:
        ticket.status = Status.OPEN
        add_event(ticket, events.OPENED, actor=actor, at=at)


def leave_wait(ticket: Ticket) -> None:
    """Wait no longer; the caller writes which status follows, and reads the clocks with it."""
    ticket.waiting_for, ticket.waiting_until, ticket.remind_at = "", None, None
    ticket.waited_for = ""


def unsaved(**fields: Any) -> Ticket:
    """Return a ticket that is not stored yet and stands nowhere in the queue."""
    return Ticket(
        in_queue=False,
        queue_step=0,
        queue_pull=0,
        queue_due_at=queue_order.NEVER,
        queue_late_at=queue_order.NEVER,
        **fields,
    )
