"""Which sentence a client's person reads about a request: codes and moments; the templates hold the words. Pure Python."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sites.opening_hours import Calendar, next_open
from tickets.lifecycle import Status, WaitingFor, is_open
from tickets.priority import CRITICAL

_TOGETHER = frozenset({"offered", "picked_up", "handed_back"})


@dataclass(frozen=True)
class Facts:
    """What the sentences depend on. Instants are UTC; None = it did not happen, or is not promised."""

    status: str
    priority: int
    waiting_for: str
    second_line: str
    calendar: Calendar
    around_the_clock: bool
    opened_at: datetime
    responded_at: datetime | None
    resolved_at: datetime | None
    closed_at: datetime | None
    respond_due_at: datetime | None
    resolve_due_at: datetime | None
    is_told: bool = False  # the client's own people said that it works again: nothing is left to confirm


@dataclass(frozen=True)
class Promise:
    """What comes next: ``hear_before`` or ``start`` with its moment, ``call`` when we are late, "" for nothing to say."""

    code: str
    at: datetime | None = None


@dataclass(frozen=True)
class Step:
    """One line of "Where it stands". look: ``done``, ``now`` or "" (still to come); at: when, or until when we aim."""

    code: str
    look: str
    at: datetime | None = None


def promise(facts: Facts, now: datetime) -> Promise:
    """Return what somebody who has just asked may count on; never that somebody starts at once."""
    if not is_open(facts.status) or facts.responded_at is not None or facts.respond_due_at is None:
        return Promise("")
    if facts.priority == CRITICAL and not facts.around_the_clock:
        starts = next_open(facts.calendar, facts.opened_at)
        if starts is not None and starts > now:
            return Promise("start", starts)
    if facts.respond_due_at <= now:
        return Promise("call")
    return Promise("hear_before", facts.respond_due_at)


def is_together(facts: Facts) -> bool:
    """Whether a specialist colleague looks along; which one, and how far, clients never read."""
    return is_open(facts.status) and facts.second_line in _TOGETHER


def steps(facts: Facts, now: datetime) -> list[Step]:
    """Return "Where it stands", first things first: what is done, what is now, what is still to come."""
    told = [Step("received", "done", facts.opened_at)]
    # Solving or hearing it at once counts as our first answer; neither is one that she could read.
    if facts.responded_at is not None and facts.opened_at < facts.responded_at != facts.resolved_at:
        told.append(Step("answered", "done", facts.responded_at))
    return told + _now_and_later(facts, now)


def _now_and_later(facts: Facts, now: datetime) -> list[Step]:
    status = Status(facts.status)
    if is_open(status):
        here = [] if status is Status.NEW else [Step("state", "now")]
        return [*here, Step("solved", "", _aim(facts, now))]
    if status is Status.RESOLVED:
        solved = Step("works" if facts.is_told else "solved", "done", facts.resolved_at)
        return [solved] if facts.is_told else [solved, Step("confirm", "now")]
    if status is Status.CLOSED:
        return [Step("solved", "done", facts.resolved_at), Step("finished", "done", facts.closed_at)]
    return [Step("stopped" if status is Status.CANCELLED else "joined", "done", facts.closed_at)]


def _aim(facts: Facts, now: datetime) -> datetime | None:
    """The moment we aim for; nothing while others are waited for or when it has passed."""
    if facts.waiting_for not in ("", WaitingFor.VISIT.value) or facts.resolve_due_at is None:
        return None
    return facts.resolve_due_at if facts.resolve_due_at > now.astimezone(UTC) else None
