"""The report of one client: its figures, those of the period before, and the filter that shows what each counts."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.utils import dateformat

from accounts.models import User
from escalation.models import Standing
from reports import tallies
from reports.charts import Month, Volume, volume
from reports.figures import Count, Share
from reports.periods import Period, six_months
from reports.queries import rows
from reports.queries.breakdowns import Breakdown, breakdowns_of
from reports.queries.second_line import Chain, StandingRow, chains_of
from reports.queries.where import facts_in, only, open_before, received_in, reopened_of_solved_in, solved_in
from reports.tallies import Row, Stretch, Tally
from sites.models import Client
from tickets import events
from tickets.filters import TicketFilter
from tickets.models import Channel, Priority
from tickets.models import Where as Place


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
        return sum(chain.offered.number for chain in self.chains)

    @property
    def solved_by_second_line(self) -> int:
        """How many of them the second line solved."""
        return sum(chain.cells[Standing.SOLVED].number for chain in self.chains)

    @property
    def weakest(self) -> Kept | None:
        """The priority of which most tickets missed their target; None when none did."""
        return max((kept for kept in self.kept if kept.now.missed), key=lambda kept: kept.now.missed, default=None)

    @property
    def standings(self) -> list[StandingRow]:
        """The escalations of each kind, one row per standing."""
        return [
            StandingRow(str(standing.label), [chain.cells[standing] for chain in self.chains]) for standing in Standing
        ]


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
        breakdowns=breakdowns_of(client, found, now, earlier, period),
        months=lines,
        chart=volume(
            [
                Month(dateformat.format(line.first, "M"), line.received.all, line.solved.all, line.open.all)
                for line in lines
            ]
        ),
        reopened=Share(len(tallies.reopened(found, again, now)), tally_now.solved.all),
        reopened_before=Share(len(tallies.reopened(found, again, earlier)), tally_before.solved.all),
        chains=chains_of(client, offered, hidden, now, earlier),
        hours=_hours(client, period, before),
        where=_where(client, period, tally_now),
    )


def _where(client: Client, period: Period, now: Tally) -> dict[str, TicketFilter | None]:
    start, end = period.bounds(client.time_zone)
    received = received_in(client, period)
    return {
        "open_before": open_before(client, start),
        "received": received,
        "solved": solved_in(client, period),
        "cancelled": facts_in(client, events.CANCELLED, period),
        "open_after": open_before(client, end),
        "walked_in": replace(received, channel=Channel.WALK_IN),
        "on_the_spot": replace(received, channel=Channel.WALK_IN, on_the_spot=True),
        "reopened": reopened_of_solved_in(client, period),
        "responded": only(client, tallies.numbers(now.responded)),
        "response_missed": only(client, tallies.numbers(now.response_in_time.missed)),
        "resolution_missed": only(client, tallies.numbers(now.resolution_in_time.missed)),
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
                missed_at=only(client, tallies.numbers(promise.missed)),
            )
        )
    return [line for line in kept if line.now.whole or line.before.whole]


def _hours(client: Client, period: Period, before: Period) -> list[tuple[str, int, int]]:
    worked = rows.minutes_worked(client, period, before)
    return [(place.value, *worked.get(place.value, (0, 0))) for place in Place]
