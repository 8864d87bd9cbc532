"""When somebody is called about a P1 that nobody has in hand, and who is. Pure Python.

The alarm begins when the ticket is alone; ten minutes later the first round is called, then one every five minutes. Each
round calls the people of the steps that have begun, and of the one after them where nobody would be called at all.
What falls close together is called in one turn, so that many P1s are one alarm and not many.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from tickets.lifecycle import Status, is_open
from tickets.priority import CRITICAL
from tickets.queue_order import is_in_hand

FIRST: Final = timedelta(minutes=10)  # of wall clock, day and night
AGAIN: Final = timedelta(minutes=5)
TOGETHER: Final = timedelta(
    minutes=2
)  # a first call waits so long after a turn for the next, a later one is so much early

DESK, TEAM_LEADS = "desk", "team_leads"
TAKEN, NOT_CRITICAL, FINISHED = "taken", "not_critical", "finished"


@dataclass(frozen=True)
class Step:
    """These people are called from this round on (1 = the first), with those of the steps before."""

    code: str
    from_round: int


STEPS: Final = (Step(DESK, 1), Step(TEAM_LEADS, 3))


@dataclass(frozen=True)
class Turn:
    """The next call: which round it is, and when (UTC)."""

    round: int
    at: datetime


@dataclass(frozen=True)
class Call:
    """Who is called: the code of the last step that was reached, and ids of people, none twice; none = there is nobody."""

    step: str
    people: tuple[int, ...]


def why_quiet(status: str, priority: int, assignee_id: int | None) -> str:
    """Return why nobody need be called about such a ticket: FINISHED, NOT_CRITICAL or TAKEN; "" when it is alone.

    One that waits was set to wait by somebody: it is taken until the wait is over.
    """
    if not is_open(status):
        return FINISHED
    if priority != CRITICAL:
        return NOT_CRITICAL
    return TAKEN if is_in_hand(status, assignee_id) or Status(status) is Status.WAITING else ""


def next_turn(since: datetime, rounds: int, now: datetime) -> Turn:
    """Return the next call of an alarm that began ``since`` and has called so many rounds, the last of them now (all UTC).

    What a standstill left out is not made up for: after a night one round is called, and the next five minutes later.
    """
    return Turn(rounds + 1, now + AGAIN if rounds else since + FIRST)


def due_until(at: datetime, rounds: int) -> datetime:
    """Return until when the next call of an alarm may be due to be called in a turn at this instant (UTC).

    A later round joins a little early; the first one never does, because ten minutes were promised.
    """
    return at + TOGETHER if rounds else at


def call_of(number: int, people_of: Callable[[str], Sequence[int]], steps: Sequence[Step] = STEPS) -> Call:
    """Return who is called in this round. people_of: ids of those who stand behind a step, asked when its turn comes."""
    called: dict[int, None] = {}  # in the order in which they were named
    reached = ""
    for step in steps:
        if step.from_round > number and called:
            break
        reached = step.code
        called.update(dict.fromkeys(people_of(step.code)))
    return Call(reached, tuple(called))
