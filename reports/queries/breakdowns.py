"""What came in and what was solved, by one property after the other."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from reports import tallies
from reports.periods import Period
from reports.queries.where import received_in, solved_in
from reports.tallies import Group, Row, Stretch
from sites.models import Client, Site
from tickets.filters import NONE, TicketFilter
from tickets.models import Category, Channel, Priority, Type


@dataclass(frozen=True)
class Line:
    """One row of a breakdown: words ("" = without), figures, what each leads to, the length of its bar (0 to 100)."""

    words: str
    group: Group
    received_at: TicketFilter
    solved_at: TicketFilter
    width: str


@dataclass(frozen=True)
class Breakdown:
    """Received and solved by one property, most first."""

    name: str
    lines: list[Line]


def breakdowns_of(client: Client, found: list[Row], now: Stretch, before: Stretch, period: Period) -> list[Breakdown]:
    """Return the breakdowns of one client by category, type, priority, channel and site."""
    categories = {category.pk: category.name for category in Category.objects.all()}
    sites = dict(Site.objects.filter(client=client).values_list("pk", "name"))
    keys: list[tuple[str, Callable[[Row], str | int | None], dict[Any, Any]]] = [
        ("category", lambda row: row.category, categories),
        ("type", lambda row: row.type, dict(Type.choices)),
        ("priority", lambda row: row.priority, dict(Priority.choices)),
        ("channel", lambda row: row.channel, dict(Channel.choices)),
        ("site", lambda row: row.site, sites),
    ]
    return [
        Breakdown(name, _lines(client, name, tallies.groups(found, key, now, before), words, period))
        for name, key, words in keys
    ]


def _lines(client: Client, name: str, groups: list[Group], words: dict[Any, Any], period: Period) -> list[Line]:
    top = max((group.received for group in groups), default=0) or 1
    lines = []
    for group in groups:
        value: Any = NONE if group.key is None else group.key
        lines.append(
            Line(
                words=str(words.get(group.key, "")),
                group=group,
                received_at=replace(received_in(client, period), **{name: value}),
                solved_at=replace(solved_in(client, period), **{name: value}),
                width=f"{100 * group.received / top:.1f}",
            )
        )
    return lines
