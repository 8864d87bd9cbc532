"""What was escalated, by kind of question, and where it stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from escalation.models import Standing
from reports.queries.rows import Escalated
from reports.queries.where import only
from reports.tallies import Stretch
from sites.models import Client
from tickets.filters import TicketFilter
from tickets.models import QuestionKind


class Cell(NamedTuple):
    """How many escalations, and the filter of their tickets (None = none to show)."""

    number: int
    where: TicketFilter | None


@dataclass(frozen=True)
class Chain:
    """Escalations of one kind offered in the period: how many, how many before, and how many stand where today."""

    words: str
    offered: Cell
    before: int
    cells: dict[Standing, Cell]


class StandingRow(NamedTuple):
    """One standing: its word, and a cell per chain."""

    words: str
    cells: list[Cell]


def chains_of(
    client: Client, offered: Iterable[Escalated], hidden: frozenset[int], now: Stretch, before: Stretch
) -> list[Chain]:
    """Return the escalations of one client by kind of question; kinds without any are left out."""
    chains = []
    for kind in QuestionKind:
        of_kind = [row for row in offered if row.kind == kind]
        mine = [row for row in of_kind if now.holds(row.offered_at)]
        cells = {
            standing: _cell(client, [row for row in mine if row.status == standing], hidden) for standing in Standing
        }
        earlier = sum(before.holds(row.offered_at) for row in of_kind)
        chains.append(Chain(str(kind.label), _cell(client, mine, hidden), earlier, cells))
    return [chain for chain in chains if chain.offered.number or chain.before]


def _cell(client: Client, found: list[Escalated], hidden: frozenset[int]) -> Cell:
    listed = {row.number for row in found} - hidden
    return Cell(len(found), only(client, tuple(sorted(listed))))
