"""The report of one client: its figures, those of the period before, and the filter that shows what each counts."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import dateformat

from accounts.models import User
from escalation.models import Standing
from reports import tallies
from reports.charts import Month, Volume, volume
from reports.figures import Count, Share
from reports.periods import Period, six_months
from reports.queries import rows
from reports.queries.rows import Escalated
from reports.tallies import Group, Row, Stretch, Tally
from sites.models import Client, Site
from tickets import events
from tickets.filters import MOST_NUMBERS, NONE, TicketFilter
from tickets.models import Category, Channel, Priority, QuestionKind, Type
from tickets.models import Where as Place

LAST_INSTANT = timedelta(microseconds=1)


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


@dataclass(frozen=True)
class Kept:
    """How often the target of one priority was kept; where: the tickets that missed it (None = none to show)."""

    priority: int
    words: str
    now: Share
    before: Share
    missed_at: TicketFilter | None


@dataclass(frozen=True)
class MonthLine:
    """One month of the chart, and what its numbers lead to."""

    first: date
    received: Count
    solved: Count
    open: Count
    received_at: TicketFilter
    solved_at: TicketFilter
    open_at: TicketFilter


@dataclass(frozen=True)
class Chain:
    """Escalations of one kind offered in the period, by where they stand now."""

    words: str
    all: int
    before: int
    counts: list[int]
    where: TicketFilter | None


@dataclass(frozen=True)
class ClientReport:
    """All that the page of one client shows; ``where`` holds a filter per figure, or None where it has no list."""

    client: Client
    period: Period
    period_before: Period
    now: Tally
    before: Tally
    hidden: Count
    kept: list[Kept]
    breakdowns: list[Breakdown]
    months: list[MonthLine]
    chart: Volume
    reopened: Share
    reopened_before: Share
    chains: list[Chain]
    hours: list[tuple[str, int, int]]
    where: dict[str, TicketFilter | None]

    @property
    def six_months_received(self) -> int:
        """How many came in in the months of the chart."""
        return sum(month.received.all for month in self.months)

    @property
    def six_months_solved(self) -> int:
        """How many were solved in the months of the chart."""
        return sum(month.solved.all for month in self.months)

    @property
    def minutes_worked(self) -> int:
        """Minutes worked in the period, travel apart."""
        return sum(minutes for place, minutes, _before in self.hours if place != Place.TRAVEL)

    @property
    def escalated(self) -> int:
        """How many escalations were offered."""
        return sum(chain.all for chain in self.chains)

    @property
    def solved_by_second_line(self) -> int:
        """How many of them the second line solved."""
        return sum(chain.counts[list(Standing).index(Standing.SOLVED)] for chain in self.chains)

    @property
    def weakest(self) -> Kept | None:
        """The priority of which most tickets missed their target; None when none did."""
        return max((kept for kept in self.kept if kept.now.missed), key=lambda kept: kept.now.missed, default=None)

    @property
    def standings(self) -> list[str]:
        """The words above the columns of ``Chain.counts``."""
        return [str(standing.label) for standing in Standing]


def client_report(reader: User, client: Client, period: Period, before: Period, at: datetime) -> ClientReport:
    """Count the report of this client for a period and the one before it, as it stands at this instant."""
    zone, months = client.time_zone, six_months(period.last)
    now = Stretch(*period.bounds(zone), at)
    earlier = Stretch(*before.bounds(zone), at)
    since = min(earlier.start, months[0].bounds(zone)[0])
    hidden = rows.hidden_from(reader, client)
    found = rows.rows_of(client, hidden=hidden, since=since, until=now.end)
    again = rows.reopened_in(client, earlier.start, now.end)
    offered = rows.escalated_in(client, earlier.start, now.end)
    tally_now, tally_before = tallies.tally(found, now), tallies.tally(found, earlier)
    lines = [_month(client, month, found) for month in months]
    return ClientReport(
        client=client,
        period=period,
        period_before=before,
        now=tally_now,
        before=tally_before,
        hidden=tallies.count(row for row in found if row.is_hidden and now.holds(row.opened_at)),
        kept=_kept(client, found, now, earlier),
        breakdowns=_breakdowns(client, found, now, earlier, period),
        months=lines,
        chart=volume(
            [
                Month(dateformat.format(line.first, "M"), line.received.all, line.solved.all, line.open.all)
                for line in lines
            ]
        ),
        reopened=Share(_distinct(again, now), tally_now.solved.all),
        reopened_before=Share(_distinct(again, earlier), tally_before.solved.all),
        chains=_chains(client, offered, hidden, now, earlier),
        hours=_hours(client, period, before),
        where=_where(client, period, tally_now),
    )


def received_in(client: Client, period: Period) -> TicketFilter:
    """Return the filter of what came in in the period."""
    return TicketFilter(client=client.pk, opened_from=period.first, opened_until=period.last)


def solved_in(client: Client, period: Period) -> TicketFilter:
    """Return the filter of what was solved in the period."""
    return TicketFilter(client=client.pk, resolved_from=period.first, resolved_until=period.last)


def open_before(client: Client, instant: datetime) -> TicketFilter:
    """Return the filter of what was open at the last moment before this instant."""
    return TicketFilter(client=client.pk, open_at=instant - LAST_INSTANT)


def _facts_in(client: Client, kind: str, period: Period) -> TicketFilter:
    return TicketFilter(client=client.pk, event=kind, event_from=period.first, event_until=period.last)


def _only(client: Client, numbers: tuple[int, ...]) -> TicketFilter | None:
    """A list of these tickets; None for none, or for more than an address carries."""
    return TicketFilter(client=client.pk, numbers=numbers) if 0 < len(numbers) <= MOST_NUMBERS else None


def _where(client: Client, period: Period, now: Tally) -> dict[str, TicketFilter | None]:
    start, end = period.bounds(client.time_zone)
    received = received_in(client, period)
    return {
        "open_before": open_before(client, start),
        "received": received,
        "solved": solved_in(client, period),
        "cancelled": _facts_in(client, events.CANCELLED, period),
        "open_after": open_before(client, end),
        "walked_in": replace(received, channel=Channel.WALK_IN),
        "on_the_spot": replace(received, channel=Channel.WALK_IN, on_the_spot=True),
        "reopened": _facts_in(client, events.REOPENED, period),
        "responded": _only(client, tallies.numbers(now.responded)),
        "response_missed": _only(client, tallies.numbers(now.response_in_time.missed)),
        "resolution_missed": _only(client, tallies.numbers(now.resolution_in_time.missed)),
    }


def _month(client: Client, month: Period, found: list[Row]) -> MonthLine:
    start, end = month.bounds(client.time_zone)
    stretch = Stretch(start, end, end)
    return MonthLine(
        first=month.first,
        received=tallies.count(row for row in found if stretch.holds(row.opened_at)),
        solved=tallies.count(row for row in found if row.is_solved and stretch.holds(row.ended_at)),
        open=tallies.open_at(found, end),
        received_at=received_in(client, month),
        solved_at=solved_in(client, month),
        open_at=open_before(client, end),
    )


def _kept(client: Client, found: list[Row], now: Stretch, before: Stretch) -> list[Kept]:
    kept = []
    for priority in Priority:
        mine = [row for row in found if row.priority == priority]
        promise = tallies.resolution_in_time(mine, now)
        kept.append(
            Kept(
                priority=priority.value,
                words=str(priority.label),
                now=promise.share,
                before=tallies.resolution_in_time(mine, before).share,
                missed_at=_only(client, tallies.numbers(promise.missed)),
            )
        )
    return [line for line in kept if line.now.whole or line.before.whole]


def _breakdowns(client: Client, found: list[Row], now: Stretch, before: Stretch, period: Period) -> list[Breakdown]:
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


def _distinct(again: list[tuple[int, datetime]], stretch: Stretch) -> int:
    return len({number for number, at in again if stretch.holds(at)})


def _chains(
    client: Client, offered: list[Escalated], hidden: frozenset[int], now: Stretch, before: Stretch
) -> list[Chain]:
    chains = []
    for kind in QuestionKind:
        mine = [row for row in offered if row.kind == kind and now.holds(row.offered_at)]
        by_status = Counter(row.status for row in mine)
        listed = tuple(sorted({row.number for row in mine} - hidden))
        earlier = sum(row.kind == kind and before.holds(row.offered_at) for row in offered)
        counts = [by_status[standing.value] for standing in Standing]
        chains.append(Chain(str(kind.label), len(mine), earlier, counts, _only(client, listed)))
    return [chain for chain in chains if chain.all or chain.before]


def _hours(client: Client, period: Period, before: Period) -> list[tuple[str, int, int]]:
    worked = rows.minutes_worked(client, period, before)
    return [(place.value, *worked.get(place.value, (0, 0))) for place in Place]
