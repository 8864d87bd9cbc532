"""The day of an FSO, told before the first visit: what is critical, the visits in their order, what needs no visit.

It is loaded when the mail leaves: what was cancelled, solved or taken from her in the meantime is not in it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Role, User
from accounts.moments import hour, said_day, short_hour
from notifications.composing import ticket_words, written
from notifications.foot import foot_of
from notifications.letters import Letter
from notifications.models import Delivery
from notifications.topics import MY_DAY
from sites.models import Standing
from sites.queries import assignments_in_roles, clients_served, members_of
from tickets.models import Ticket
from tickets.priority import CRITICAL as P1
from tickets.querysets import TicketQuerySet
from tickets.queue_order import ORDER
from tickets.rows import place_of
from visits.models import Visit
from visits.queries import visits_of

MOST: Final = 10  # tickets of one place; the queue has the rest


@dataclass(frozen=True)
class Stop:
    """One visit, with whom to call there and what is open: tickets in the order of the queue, at most MOST of `open`."""

    visit: Visit
    contact: User | None
    tickets: Sequence[Ticket]
    open: int


@dataclass(frozen=True)
class Day:
    """A day as it is known now; elsewhere: what she has in hand at places that she does not visit, at most MOST of `open`."""

    stops: Sequence[Stop]
    criticals: Sequence[Ticket]
    elsewhere: Sequence[Ticket]
    open_elsewhere: int


def visits_on(day: date, person: User) -> list[Visit]:
    """Return the visits of this person on this day of her own zone, at clients that she serves today."""
    zone = ZoneInfo(person.time_zone)
    starts, ends = (datetime.combine(day + timedelta(days=days), time.min, zone) for days in (0, 1))
    found = list(visits_of(person, starts, ends))
    served = set(
        clients_served(person).filter(pk__in={visit.site.client_id for visit in found}).values_list("pk", flat=True)
    )
    return [visit for visit in found if visit.site.client_id in served]


def day_of(person: User, day: date, now: datetime) -> Day | None:
    """Load the rest of this day; None when it is over, no visit is left in it, or this is nobody who makes visits any more."""
    if not person.has_role(Role.FSO):
        return None
    visits = [visit for visit in visits_on(day, person) if visit.ends_at > now]
    if not visits or timezone.localdate(now, ZoneInfo(person.time_zone)) != day:
        return None
    visible = Ticket.objects.visible_to(person).open().select_related("client", "site")
    seen: set[int] = set()
    stops = []
    for visit in visits:
        there = _at(visible, visit).exclude(pk__in=seen)
        tickets = list(there.order_by(*ORDER)[:MOST])
        stops.append(Stop(visit, _contact_at(visit), tickets, there.count()))
        seen |= set(there.values_list("pk", flat=True))
    mine = Q(contact=person) | Q(assignee=person)
    served = [row.client_id for row in assignments_in_roles(person, [Role.FSO]) if row.is_running(now)]
    criticals = visible.filter(mine | Q(client__in=served), priority=P1).order_by(*ORDER)
    elsewhere = visible.in_queue().filter(mine).exclude(pk__in=seen)
    return Day(stops, list(criticals[:MOST]), list(elsewhere[:MOST]), elsewhere.count())


def letter_of(day: Day, *, reader: User, message_id: str) -> Letter:
    """Write the mail of this day. No query."""
    first = day.stops[0].visit
    takes = {
        "count": len(day.stops),
        "day": said_day(first.starts_at, first.site.time_zone),
        "first_at": hour(first.starts_at, first.site.time_zone),
        "criticals": [_told(ticket, with_place=True) for ticket in day.criticals],
        "stops": [_stop(stop) for stop in day.stops],
        "elsewhere": [_told(ticket, with_place=True) for ticket in day.elsewhere],
        "more_elsewhere": day.open_elsewhere - len(day.elsewhere),
        "queue_url": f"{settings.BASE_URL}{reverse('tickets:queue')}",
    }
    foot = foot_of([MY_DAY], reader, why=_("You get this before your first visit of a day."))
    return written(Delivery.Purpose.MY_DAY, takes, reader=reader, message_id=message_id, foot=foot)


def _at(tickets: TicketQuerySet, visit: Visit) -> TicketQuerySet:
    """Those of the place, and those of its client that are of no place."""
    return tickets.filter(Q(site=visit.site_id) | Q(site__isnull=True), client=visit.site.client_id)


def _contact_at(visit: Visit) -> User | None:
    """Whom to call there: the contact person of the place before others of the client, somebody with a phone first."""
    contacts = members_of(visit.site.client).filter(standing=Standing.CONTACT)
    ranked = sorted(contacts, key=lambda row: (row.site_id != visit.site_id, not row.person.phone))
    return ranked[0].person if ranked else None


@dataclass(frozen=True)
class _Told:
    number: int
    words: str
    title: str
    where: str
    url: str


@dataclass(frozen=True)
class _ToldStop:
    starts: str
    ends: str
    place: str
    address: str
    contact: User | None
    tickets: Sequence[_Told]
    open: int
    more: int


def _told(ticket: Ticket, *, with_place: bool) -> _Told:
    """A confidential one shows its number only."""
    url = f"{settings.BASE_URL}{reverse('tickets:show', args=[ticket.pk])}"
    if ticket.confidential:
        return _Told(ticket.pk, "", _("A confidential ticket"), "", url)
    return _Told(ticket.pk, ticket_words(ticket), ticket.title, place_of(ticket) if with_place else "", url)


def _stop(stop: Stop) -> _ToldStop:
    visit, site = stop.visit, stop.visit.site
    return _ToldStop(
        starts=short_hour(visit.starts_at, site.time_zone),
        ends=short_hour(visit.ends_at, site.time_zone),
        # Translators: a client and its place, as in "Brouwerij Hopveld, Aalst".
        place=_("%(client)s, %(site)s") % {"client": site.client.name, "site": site.name},
        address=site.address,
        contact=stop.contact,
        tickets=[_told(ticket, with_place=False) for ticket in stop.tickets],
        open=stop.open,
        more=stop.open - len(stop.tickets),
    )
