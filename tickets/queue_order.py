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


@dataclass(frozen=True)
class Place:
    """Where a ticket stands; ``in_queue`` False = it is solved, ended, or waits for somebody and no clock presses meanwhile.

    due_at: the earliest running deadline. late_at: from when the first of them is missed, which may be after a night.
    """

    in_queue: bool
    step: int
    pull: int
    due_at: datetime
    late_at: datetime


def is_in_hand(status: str, assignee_id: int | None) -> bool:
    """Whether somebody is working on it: it has an assignee and is in progress."""
    return assignee_id is not None and Status(status) is Status.IN_PROGRESS


def place(facts: Facts) -> Place:
    """Return the place of a ticket with these facts."""
    alone = facts.priority == CRITICAL and not facts.is_in_hand
    running = [facts.resolve_due_at, None if facts.is_responded else facts.respond_due_at]
    missed = [facts.resolve_late_at, None if facts.is_responded else facts.respond_late_at]
    return Place(
        in_queue=is_open(facts.status) and (Status(facts.status) is not Status.WAITING or facts.is_pressing),
        step=NOBODY_HAS_IT if alone else facts.priority,
        pull=ON_TOP if facts.wants_decision or facts.wait_is_over else IN_TURN,
        due_at=min((due for due in running if due is not None), default=NEVER),
        late_at=min((late for late in missed if late is not None), default=NEVER),
    )


def reason(facts: Facts) -> str:
    """Return the code of the fact that decides this place.

    ``nobody``, ``on_top`` (handed back), ``wait_over``, ``pressing`` (it waits, and its time runs out), ``answer``, ``deadline`` or
    ``age``.
    """
    spot = place(facts)
    if spot.step == NOBODY_HAS_IT:
        return "nobody"
    if spot.pull == ON_TOP:
        return "on_top" if facts.wants_decision else "wait_over"
    if Status(facts.status) is Status.WAITING:
        return "pressing"
    if spot.due_at == NEVER:
        return "age"
    return "answer" if not facts.is_responded and spot.due_at == facts.respond_due_at else "deadline"
