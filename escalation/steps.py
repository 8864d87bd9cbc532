"""To whom an escalation goes: the first step of a chain that reaches somebody. Pure Python."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

FUNCTIONAL = "functional"


@dataclass(frozen=True)
class Candidates:
    """Whom a level stands for at one client: ids of active people.

    named: assigned to this client by name. team: everybody of the firm who holds the role.
    """

    named: frozenset[int] = frozenset()
    team: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Reach:
    """Where the chain leads: the index of the step among those given, and the ids of the people it is offered to."""

    step: int
    people: frozenset[int]


def offered_to(
    candidates: Candidates, *, confidential: bool, escalating: int | None = None, gone: int | None = None
) -> frozenset[int]:
    """Return the ids of those whom a step is offered to: the named people, else the team.

    confidential: then never the team. escalating: nobody is offered what he hands over himself.
    gone: somebody who can no longer take it.
    """
    apart = {escalating, gone}
    named = candidates.named - apart
    return named if named or confidential else candidates.team - apart


def first_reachable(
    steps: Sequence[tuple[str, str]],
    candidates_of: Callable[[str], Candidates],
    *,
    confidential: bool,
    escalating: int | None = None,
    gone: int | None = None,
) -> Reach | None:
    """Return the first functional step that reaches somebody, or None when the chain reaches nobody.

    steps: (manner, level) in the order of the chain. A hierarchical step informs and asks; it never takes a ticket.
    candidates_of: asked for a level only when its turn comes.
    """
    for index, (manner, level) in enumerate(steps):
        if manner != FUNCTIONAL:
            continue
        people = offered_to(candidates_of(level), confidential=confidential, escalating=escalating, gone=gone)
        if people:
            return Reach(index, people)
    return None
