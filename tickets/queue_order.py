"""The order of the queue: one rule in one place, the same for page, API and export. Pure Python.

A ticket's place is stored in columns that sort ascending (step, pull, due_at, opened_at, number); one partial index
serves them. It never depends on who asks.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from tickets.lifecycle import Status, is_open
from tickets.priority import CRITICAL

NEVER = datetime(9999, 1, 1, tzinfo=UTC)
"""Stands for "no deadline": NULLs sort differently on the two databases."""

NOBODY_HAS_IT = 0
"""The step of a P1 that nobody has in hand: before everything else."""

ON_TOP, IN_TURN = 0, 1
ORDER = ("queue_step", "queue_pull", "queue_due_at", "opened_at", "number")


@dataclass(frozen=True)
class Facts:
    """What decides a ticket's place. Instants are UTC; None = there is no such deadline or promise.

    wait_is_over: it waited in vain, and nobody has acted since. is_paused: the clock of the solution stands still.
    is_pressing: a clock that runs has used three quarters of its target.
    next_word_is_overdue: a word to the client is late by now; one in hand whose word is, is not in hand any more.
    """

    status: str
    priority: int
    is_in_hand: bool
    wants_decision: bool
    is_responded: bool
    respond_due_at: datetime | None
    resolve_due_at: datetime | None
    respond_late_at: datetime | None = None
    resolve_late_at: datetime | None = None
    wait_is_over: bool = False
    is_paused: bool = False
    is_pressing: bool = False
    respond_warn_at: datetime | None = None
    resolve_warn_at: datetime | None = None
    next_word_due_at: datetime | None = None
    next_word_warn_at: datetime | None = None
    next_word_late_at: datetime | None = None
    next_word_is_overdue: bool = False


@dataclass(frozen=True)
class Place:
    """Where a ticket stands; ``in_queue`` False = it is solved, ended, or waits for somebody and no clock presses meanwhile.

    due_at: the earliest running deadline. warn_at: from when three quarters of that one are used. late_at: from when the first of
    all is missed, which may be after a night.
    """

    in_queue: bool
    step: int
    pull: int
    due_at: datetime
    late_at: datetime
    warn_at: datetime = NEVER


@dataclass(frozen=True)
class Running:
    """A deadline that runs. code: ``answer``, ``deadline`` (the solution) or ``next_word``."""

    code: str
    due_at: datetime
    warn_at: datetime | None
    late_at: datetime | None


def is_in_hand(status: str, assignee_id: int | None) -> bool:
    """Whether somebody is working on it: it has an assignee and is in progress."""
    return assignee_id is not None and Status(status) is Status.IN_PROGRESS


def running(facts: Facts) -> list[Running]:
    """Return the deadlines that run, the earliest first."""
    clocks = [
        ("deadline", facts.resolve_due_at, facts.resolve_warn_at, facts.resolve_late_at),
        ("next_word", facts.next_word_due_at, facts.next_word_warn_at, facts.next_word_late_at),
    ]
    if not facts.is_responded:
        clocks.append(("answer", facts.respond_due_at, facts.respond_warn_at, facts.respond_late_at))
    found = [Running(code, due, warn, late) for code, due, warn, late in clocks if due is not None]
    return sorted(found, key=lambda one: (one.due_at, one.code))


def place(facts: Facts) -> Place:
    """Return the place of a ticket with these facts."""
    alone = facts.priority == CRITICAL and (not facts.is_in_hand or facts.next_word_is_overdue)
    clocks = running(facts)
    first = clocks[0] if clocks else None
    return Place(
        in_queue=is_open(facts.status) and (Status(facts.status) is not Status.WAITING or facts.is_pressing),
        step=NOBODY_HAS_IT if alone else facts.priority,
        pull=ON_TOP if facts.wants_decision or facts.wait_is_over else IN_TURN,
        due_at=first.due_at if first else NEVER,
        late_at=min((one.late_at for one in clocks if one.late_at is not None), default=NEVER),
        warn_at=(first and first.warn_at) or NEVER,
    )


def reason(facts: Facts) -> str:
    """Return the code of the fact that decides this place.

    ``nobody``, ``no_word`` (in hand, but the client hears nothing), ``on_top`` (handed back), ``wait_over``, ``pressing`` (it waits,
    and its time runs out), ``age``, or the deadline that runs first: ``answer``, ``next_word``, ``deadline``.
    """
    spot = place(facts)
    if spot.step == NOBODY_HAS_IT:
        return "no_word" if facts.is_in_hand else "nobody"
    if spot.pull == ON_TOP:
        return "on_top" if facts.wants_decision else "wait_over"
    if Status(facts.status) is Status.WAITING:
        return "pressing"
    clocks = running(facts)
    return clocks[0].code if clocks else "age"
