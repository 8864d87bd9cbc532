"""Who serves whom, who works where: the questions that every higher room asks here.

All take ``at`` (UTC instant; None = now), because rights are today's.
"""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone

from accounts.models import Role, User
from sites.mail_domains import domain_of, is_public, is_shared
from sites.models import (
    ROLE_OF_FUNCTION,
    Assignment,
    Client,
    ClosingDay,
    Function,
    MailDomain,
    Membership,
    OpeningHours,
    Site,
    Standing,
)
from sites.opening_hours import Calendar
from sites.public_holidays import known_holidays, public_holidays
from sites.querysets import not_closed
from sites.week_text import USUAL_WEEK, Span, Week

SEES_EVERY_CLIENT = (Role.DESK, Role.ADMINISTRATOR)


def clients_served(user: User, at: datetime | None = None) -> QuerySet[Client]:
    """Return the clients whose tickets this active person of the firm may see: all for the desk and administrators."""
    if not (user.is_active and user.is_of_firm):
        return Client.objects.none()
    if user.has_role(*SEES_EVERY_CLIENT):
        return Client.objects.all()
    served = Assignment.objects.running(at or timezone.now()).filter(person=user).values("client_id")
    return Client.objects.filter(pk__in=served)


def clients_managed(user: User, at: datetime | None = None) -> QuerySet[Client]:
    """Return the clients whose reports this person reads: his as Shared ICT Manager, all for administrators."""
    if not (user.is_active and user.is_of_firm):
        return Client.objects.none()
    if user.has_role(Role.ADMINISTRATOR):
        return Client.objects.all()
    managed = Assignment.objects.running(at or timezone.now()).filter(person=user, function=Function.ICT_MANAGER)
    return Client.objects.filter(pk__in=managed.values("client_id"))


def memberships_of(user: User, at: datetime | None = None) -> QuerySet[Membership]:
    """Return the running memberships of an active client person, by client name."""
    if not user.is_active or user.is_of_firm:
        return Membership.objects.none()
    at = at or timezone.now()
    running = Membership.objects.running(at).filter(not_closed(at, of="client__"), person=user)
    return running.select_related("client", "site").order_by("client__name", "pk")


def works_for(person: User, client: Client, at: datetime | None = None) -> bool:
    """Whether this active person works for this client, be it closed or not."""
    return (
        person.is_active
        and Membership.objects.running(at or timezone.now()).filter(person=person, client=client).exists()
    )


def people_of(client: Client, at: datetime | None = None) -> QuerySet[User]:
    """Return the active people who work for this client, by name."""
    members = Membership.objects.running(at or timezone.now()).filter(client=client).values("person_id")
    return User.objects.active().filter(pk__in=members).order_by("name", "pk")


def contacts_of(client: Client, at: datetime | None = None) -> QuerySet[User]:
    """Return the client contacts (key users) of this client, by name."""
    members = Membership.objects.running(at or timezone.now()).filter(client=client, standing=Standing.CONTACT)
    return User.objects.active().filter(pk__in=members.values("person_id")).order_by("name", "pk")


def serving(client: Client, *functions: str, at: datetime | None = None) -> QuerySet[User]:
    """Return the active people of the firm assigned to this client, in these functions (none named = any), by name."""
    running = Assignment.objects.running(at or timezone.now()).filter(client=client)
    if functions:
        running = running.filter(function__in=functions)
    return User.objects.active().filter(pk__in=running.values("person_id")).order_by("name", "pk")


def face_of(client: Client, site: Site | None, at: datetime | None = None) -> User | None:
    """Return the FSO of this site, else of the client, else its stand-in, else None: the new ticket's contact."""
    running = (
        Assignment.objects.running(at or timezone.now())
        .filter(client=client, function__in=[Function.FSO, Function.STAND_IN], person__is_active=True)
        .select_related("person__face")
        .defer("person__face__picture")
    )

    def nearness(row: Assignment) -> tuple[bool, bool, datetime, int]:
        return (row.function != Function.FSO, row.site_id is None, row.starts_at, row.pk)

    fitting = [row for row in running if row.site_id is None or (site is not None and row.site_id == site.pk)]
    return min(fitting, key=nearness).person if fitting else None


def sites_of(client: Client, at: datetime | None = None) -> QuerySet[Site]:
    """Return the open places of this client, by name."""
    return Site.objects.filter(not_closed(at or timezone.now()), client=client).order_by("name", "pk")


def assignments_of(client: Client, at: datetime | None = None) -> QuerySet[Assignment]:
    """Return who serves this client now and as what, with the person, by function and name."""
    running = Assignment.objects.running(at or timezone.now()).filter(client=client, person__is_active=True)
    return running.select_related("person", "site").order_by("function", "person__name", "pk")


def assignments_in_roles(person: User, roles: Iterable[str], at: datetime | None = None) -> QuerySet[Assignment]:
    """Return what this person does for clients, now or later, for which one of these roles is needed; by client."""
    functions = [function for function, role in ROLE_OF_FUNCTION.items() if role in set(roles)]
    not_over = Q(ends_at__isnull=True) | Q(ends_at__gt=at or timezone.now())
    found = Assignment.objects.filter(not_over, person=person, function__in=functions)
    return found.select_related("client").order_by("client_id", "pk")


def client_for(user: User, pk: int) -> Client:
    """Return this client for its card, or raise Http404 as for a number that never was."""
    found = clients_served(user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def client_of_address(email: str, at: datetime | None = None) -> Client | None:
    """Return the open client that somebody new with this (verified) address joins by himself, or None.

    Not for shared addresses, nor for public providers, whatever was set up.
    """
    domain = domain_of(email)
    if is_shared(email) or is_public(domain):
        return None
    row = MailDomain.objects.select_related("client").filter(domain=domain).first()
    return row.client if row is not None and row.client.is_open(at) else None


def may_sign_in(person: User, at: datetime | None = None) -> bool:
    """Whether this person of clients works for one that is open: others are mailed nothing."""
    return any(row.client.is_open(at) for row in memberships_of(person, at))


def members_of(client: Client, at: datetime | None = None) -> QuerySet[Membership]:
    """Return the memberships of the active people who work for this client now, with the person, by name."""
    running = Membership.objects.running(at or timezone.now()).filter(client=client, person__is_active=True)
    return running.select_related("person", "site").order_by("person__name", "pk")


def calendar_known(client: Client, site: Site | None, at: datetime) -> Calendar:
    """Return when this place, or what is of none of the client's places, was known at this instant to be open.

    What is known now is stored with the place: ``Site.calendar``, ``Client.calendar``.
    """
    if site is None:
        places = list(sites_of(client, at).order_by("pk"))
        week = opening_hours_of(places[0], at) if len(places) == 1 else USUAL_WEEK
        holidays = known_holidays(places[0].country, places[0].region) if places else frozenset()
        days = closing_days_of(client, at=at).filter(site__isnull=True)
        zone = client.time_zone
    else:
        week, zone = opening_hours_of(site, at), site.time_zone
        holidays = known_holidays(site.country, site.region)
        days = closing_days_of(client, site, at)
    closed = holidays | frozenset(days.values_list("day", flat=True))
    return Calendar(zone, week, closed, window=service_window(at))


def opening_hours_of(site: Site, at: datetime | None = None) -> Week:
    """Return when this place was known to be open at this instant: as entered for it, else the usual hours."""
    return opening_hours_of_all([site], at)[site.pk]


def opening_hours_of_all(sites: Iterable[Site], at: datetime | None = None) -> dict[int, Week]:
    """Return the same for all these places, by their key, in one query."""
    rows: dict[int, list[OpeningHours]] = {site.pk: [] for site in sites}
    for row in OpeningHours.objects.known(at or timezone.now()).filter(site__in=rows):
        rows[row.site_id or 0].append(row)
    return {key: _week(found) if found else USUAL_WEEK for key, found in rows.items()}


def service_window(at: datetime | None = None) -> Week | None:
    """Return when the firm was known to serve at this instant; None = whenever a place is open."""
    rows = list(OpeningHours.objects.known(at or timezone.now()).filter(site__isnull=True))
    return _week(rows) if rows else None


def _week(rows: Iterable[OpeningHours]) -> Week:
    week: list[list[Span]] = [[] for _ in range(7)]
    for row in rows:
        week[row.weekday].append((row.opens, row.closes))
    return tuple(tuple(sorted(spans)) for spans in week)


def closing_days_of(client: Client, site: Site | None = None, at: datetime | None = None) -> QuerySet[ClosingDay]:
    """Return the closing days of this client known at this instant, in their order: of all its places, and of this one."""
    here = Q(site__isnull=True) | Q(site=site) if site is not None else Q()
    return ClosingDay.objects.known(at or timezone.now()).filter(here, client=client).select_related("site")


def closing_day_of(client: Client, pk: int) -> ClosingDay | None:
    """Return this closing day of this client, be it withdrawn."""
    return ClosingDay.objects.filter(client=client, pk=pk).select_related("client").first()


def holidays_to_come(sites: Iterable[Site], day: date) -> list[date]:
    """Return the public holidays at these places from this day on, this year and the next, in order."""
    years = (day.year, day.year + 1)
    found = {holiday for site in sites for holiday in public_holidays(site.country, site.region, years)}
    return sorted(holiday for holiday in found if holiday >= day)


def all_clients() -> QuerySet[Client]:
    """Return every client, closed ones too, whoever asks: for what concerns all of them."""
    return Client.objects.order_by("pk")
