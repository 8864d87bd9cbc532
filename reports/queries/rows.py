"""The facts of tickets as figures read them: one query per client, whatever the number of tickets."""

from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from accounts.models import User
from escalation.models import Escalation
from reports.periods import Period
from reports.tallies import Row
from sites.models import Client, Site
from tickets import events
from tickets.lifecycle import Status
from tickets.models import Ticket, TicketEvent, TimeEntry
from tickets.models.ticket import SOLVED

FACTS = (
    "type", "channel", "category_id", "site_id", "priority", "opened_at", "responded_at",
    "respond_late_at", "ended_at", "status", "resolve_late_at", "solved_on_the_spot", "pk", "counts_every_minute",
)  # fmt: skip


def counted(client: Client) -> QuerySet[Ticket]:
    """Return the tickets of this client that count: all but those merged into another."""
    return Ticket.objects.filter(client=client).exclude(status=Status.MERGED)


def hidden_from(reader: User, client: Client) -> frozenset[int]:
    """Return the numbers of the confidential tickets of this client that the doorway does not show this reader."""
    readable = Ticket.objects.visible_to(reader).filter(client=client, confidential=True)
    hidden = Ticket.objects.filter(client=client, confidential=True).exclude(pk__in=readable.values("pk"))
    return frozenset(hidden.values_list("pk", flat=True))


def rows_of(client: Client, *, hidden: frozenset[int], since: datetime, until: datetime) -> list[Row]:
    """Return the facts of all tickets that were open at some instant from ``since`` until ``until``."""
    found = (
        counted(client)
        .annotate(ended_at=Coalesce("resolved_at", "closed_at"))
        .filter(Q(ended_at__isnull=True) | Q(ended_at__gte=since), opened_at__lt=until)
    )
    calendars = {place.pk: place.calendar for place in Site.objects.filter(client=client)}
    return [
        Row(
            number=number,
            type=type_,
            channel=channel,
            category=category,
            site=site,
            priority=priority,
            calendar=calendars.get(site, client.calendar),
            counts_every_minute=every_minute,
            opened_at=opened_at,
            responded_at=responded_at,
            respond_late_at=respond_late_at,
            ended_at=ended_at,
            is_solved=status in SOLVED,
            resolve_late_at=resolve_late_at,
            on_the_spot=on_the_spot,
            is_hidden=number in hidden,
        )
        for (
            type_, channel, category, site, priority, opened_at, responded_at, respond_late_at, ended_at, status,
            resolve_late_at, on_the_spot, number, every_minute,
        ) in found.values_list(*FACTS)
    ]  # fmt: skip


class Escalated(NamedTuple):
    """One escalation: its kind, where it stands, its ticket, when it was offered."""

    kind: str
    status: str
    number: int
    offered_at: datetime


def escalated_in(client: Client, since: datetime, until: datetime) -> list[Escalated]:
    """Return the escalations of this client's tickets that were offered in this time, oldest first."""
    offered = Escalation.objects.filter(ticket__client=client, offered_at__gte=since, offered_at__lt=until)
    found = offered.exclude(ticket__status=Status.MERGED).order_by("offered_at", "pk")
    return [
        Escalated(*row) for row in found.values_list("chain__kind_of_question", "status", "ticket_id", "offered_at")
    ]


def reopened_in(client: Client, since: datetime, until: datetime) -> list[tuple[int, datetime]]:
    """Return number and instant of each time that a ticket of this client was opened again."""
    again = TicketEvent.objects.filter(
        ticket__client=client, kind=events.REOPENED, occurred_at__gte=since, occurred_at__lt=until
    ).exclude(ticket__status=Status.MERGED)
    return list(again.values_list("ticket_id", "occurred_at"))


def minutes_worked(client: Client, now: Period, before: Period) -> dict[str, tuple[int, int]]:
    """Return per place (on site, remote, travel) the minutes worked for this client in the period and before it."""
    booked = TimeEntry.objects.filter(Q(ticket__client=client) | Q(visit__site__client=client))
    per_place = (
        booked.filter(day__range=(before.first, now.last))
        .values("where")
        .annotate(now=Sum("minutes", filter=_days(now)), earlier=Sum("minutes", filter=_days(before)))
        .order_by("where")
    )
    return {row["where"]: (row["now"] or 0, row["earlier"] or 0) for row in per_place}


def _days(period: Period) -> Q:
    days: tuple[date, date] = (period.first, period.last)
    return Q(day__range=days)
