"""All clients of a manager beside each other: a fixed number of queries, whatever the number of clients."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count as CountOf
from django.db.models import F, Q, QuerySet

from accounts.models import User
from reports.charts import spark
from reports.figures import Share
from reports.periods import Named, Period, named, six_months
from reports.queries.where import open_before, received_in
from reports.standing import Need, Position
from sites.models import Client, Site
from sites.querysets import not_closed
from tickets.filters import TicketFilter
from tickets.lifecycle import OPEN_STATUSES, Status
from tickets.models import Priority, Ticket

ASKED = 3  # as many as one reads at a glance


@dataclass(frozen=True)
class Standing:
    """One row of the table: a client, how it stands, and what its numbers lead to."""

    client: Client
    places: str
    position: Position
    months: list[int]
    spark: tuple[str, str, str]
    where: dict[str, TicketFilter]

    @property
    def need(self) -> Need:
        """Why it needs its manager."""
        return self.position.need


@dataclass(frozen=True)
class Portfolio:
    """Tickets that need the manager first, and all clients, worst first."""

    standings: list[Standing]
    asks: list[Ticket]


def portfolio(reader: User, clients: list[Client], name: Named, at: datetime) -> Portfolio:
    """Return how these clients stand at this instant, over the period of this name."""
    days = {client.pk: _Days(client, name, at) for client in clients}
    places = _places(clients, at)
    counted = {row["client_id"]: row for row in _counts(days)}
    standings = [_standing(days[client.pk], places[client.pk], counted.get(client.pk, {})) for client in clients]
    ordered = sorted(
        standings, key=lambda standing: (*standing.position.rank, standing.client.name, standing.client.pk)
    )
    return Portfolio(ordered, list(_asks(reader, clients, at)))


class _Days:
    """The days of one client: its zone decides when they begin."""

    def __init__(self, client: Client, name: Named, at: datetime) -> None:
        today = at.astimezone(ZoneInfo(client.time_zone)).date()
        self.client, self.at = client, at
        self.period: Period = named(name, today)[0]
        self.months: list[Period] = six_months(self.period.last)

    @property
    def start(self) -> datetime:
        """When the period begins, UTC."""
        return self.period.bounds(self.client.time_zone)[0]

    @property
    def end(self) -> datetime:
        """When it ends, UTC."""
        return self.period.bounds(self.client.time_zone)[1]

    @property
    def until(self) -> datetime:
        """Its end, or now where it still runs, UTC."""
        return min(self.end, self.at)


def _counts(days: Mapping[int, _Days]) -> Iterable[Mapping[str, Any]]:
    """One query: what is open, came in, was solved, per client. Clients of one zone share their midnights."""
    same: dict[tuple[str, Period], list[_Days]] = defaultdict(list)
    for one in days.values():
        same[one.client.time_zone, one.period].append(one)
    zones = list(same.values())
    tickets = Ticket.objects.filter(client__in=list(days)).exclude(status=Status.MERGED)
    relevant = Q(status__in=OPEN_STATUSES) | _any(zones, _since)
    is_open = Q(status__in=OPEN_STATUSES)
    late = is_open & _any(zones, lambda one: Q(queue_due_at__lt=one.at))
    solved = _any(zones, lambda one: Q(resolved_at__gte=one.start, resolved_at__lt=one.end))
    # As in the report of one client: what ran late when the period ended, not what is late today.
    missed = _any(zones, lambda one: _was_open(one.until) & Q(resolve_due_at__lt=one.until))
    months = {
        f"month_{place}": CountOf("pk", filter=_any(zones, lambda one, place=place: _opened(one, one.months[place])))
        for place in range(6)
    }
    return (
        tickets.filter(relevant)
        .values("client_id")
        .annotate(
            open=CountOf("pk", filter=is_open),
            critical=CountOf("pk", filter=is_open & Q(priority=Priority.P1)),
            late=CountOf("pk", filter=late),
            before=CountOf("pk", filter=_any(zones, lambda one: _was_open(one.start))),
            received=CountOf("pk", filter=_any(zones, lambda one: _opened(one, one.period))),
            solved=CountOf("pk", filter=solved & Q(resolve_due_at__isnull=False)),
            in_time=CountOf("pk", filter=solved & Q(resolved_at__lte=F("resolve_due_at"))),
            missed=CountOf("pk", filter=missed),
            **months,
        )
        .order_by("client_id")
    )


def _any(zones: list[list[_Days]], condition: Any) -> Q:
    """The condition of each zone, for the clients of that zone."""
    of_zones = [Q(client__in=[one.client.pk for one in ones]) & condition(ones[0]) for ones in zones]
    return reduce(or_, of_zones, Q(pk__in=[]))


def _opened(one: _Days, period: Period) -> Q:
    start, end = period.bounds(one.client.time_zone)
    return Q(opened_at__gte=start, opened_at__lt=end)


def _since(one: _Days) -> Q:
    first = min(one.months[0].bounds(one.client.time_zone)[0], one.start)
    return Q(opened_at__gte=first) | Q(resolved_at__gte=one.start) | Q(closed_at__gte=one.start)


def _was_open(instant: datetime) -> Q:
    not_solved = Q(resolved_at__isnull=True) | Q(resolved_at__gte=instant)
    return Q(opened_at__lt=instant) & not_solved & (Q(closed_at__isnull=True) | Q(closed_at__gte=instant))


def _standing(one: _Days, places: str, row: Mapping[str, int]) -> Standing:
    client, counts = one.client, defaultdict(int, row)
    months = [counts[f"month_{place}"] for place in range(6)]
    position = Position(
        critical=counts["critical"],
        late=counts["late"],
        open=counts["open"],
        open_before=counts["before"],
        received=counts["received"],
        in_time=Share(counts["in_time"], counts["solved"] + counts["missed"]),
    )
    all_open = TicketFilter(client=client.pk, status="open")
    where = {
        "open": all_open,
        "critical": replace(all_open, priority=Priority.P1),
        "late": replace(all_open, late=True),
        "open_before": open_before(client, one.start),
        "received": received_in(client, one.period),
    }
    return Standing(client, places, position, months, spark(months), where)


def _places(clients: list[Client], at: datetime) -> dict[int, str]:
    names: dict[int, list[str]] = defaultdict(list)
    open_sites = Site.objects.filter(not_closed(at), client__in=clients).order_by("name", "pk")
    for client, name in open_sites.values_list("client_id", "name"):
        names[client].append(name)
    return defaultdict(str, {client: ", ".join(found) for client, found in names.items()})


def _asks(reader: User, clients: list[Client], at: datetime) -> QuerySet[Ticket]:
    """The tickets to look at first: open P1, oldest first, then those that are late the longest."""
    pressing = Q(priority=Priority.P1) | Q(queue_due_at__lt=at)
    found = Ticket.objects.visible_to(reader, at).open().filter(pressing, client__in=clients)
    by_need = found.annotate(is_critical_first=Q(priority=Priority.P1)).order_by(
        "-is_critical_first", "queue_due_at", "pk"
    )
    return by_need.select_related("client")[:ASKED]
