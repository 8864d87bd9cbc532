"""Where the counted time of a clock went: with nobody, with somebody who had not begun, in a wait, at work. Pure Python."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sites.opening_hours import Interval
from tickets.life import Fact, StatusChanged
from tickets.lifecycle import Status

NOBODY, NOT_BEGUN, AT_WORK = "nobody", "not_begun", "at_work"


@dataclass(frozen=True)
class Given:
    """That somebody has it from this instant (UTC) on (``to`` None = nobody)."""

    at: datetime
    to: int | None


@dataclass(frozen=True)
class Spent:
    """How much of what was counted went so. how: NOBODY, NOT_BEGUN, AT_WORK, or the code of a wait that pauses nothing."""

    how: str
    length: timedelta


def spent(
    ran: Iterable[Interval],
    *,
    opened_at: datetime,
    first: int | None,
    given: Iterable[Given],
    facts: Iterable[Fact],
    count: Callable[[datetime, datetime], timedelta],
) -> list[Spent]:
    """Return where the time of these intervals went, the longest first; what counted as nothing is left out.

    first: who had it at the opening. facts: what changed its status. count: how much of an interval counts.
    """
    turns = _turns(opened_at, first, given, facts)
    sums: dict[str, timedelta] = {}
    for start, end in ran:
        for number, (since, how) in enumerate(turns):
            until = turns[number + 1][0] if number + 1 < len(turns) else end
            begins, ends = max(start, since), min(end, until)
            if begins < ends:
                sums[how] = sums.get(how, timedelta()) + count(begins, ends)
    found = [Spent(how, length) for how, length in sums.items() if length]
    return sorted(found, key=lambda one: one.length, reverse=True)


def _turns(
    opened_at: datetime, holder: int | None, given: Iterable[Given], facts: Iterable[Fact]
) -> Sequence[tuple[datetime, str]]:
    """Return since when it was how. Who gives it on ends the work of who had it; who takes it begins at the same instant."""
    status, wait = Status.NEW, ""
    turns = [(opened_at, NOBODY if holder is None else NOT_BEGUN)]
    changes: list[Given | StatusChanged] = [*given, *(fact for fact in facts if isinstance(fact, StatusChanged))]
    for change in sorted(changes, key=lambda one: (one.at, isinstance(one, StatusChanged))):
        if isinstance(change, Given):
            holder = change.to
            status = Status.OPEN if status is Status.IN_PROGRESS else status
        else:
            status, wait = change.to, change.waiting_for
        turns.append((change.at, _how(status, wait, holder)))
    return turns


def _how(status: Status, wait: str, holder: int | None) -> str:
    if status is Status.WAITING:
        return wait
    if holder is None:
        return NOBODY
    return AT_WORK if status is Status.IN_PROGRESS else NOT_BEGUN
