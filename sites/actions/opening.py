"""When a place is open, when the firm serves, when a client is closed: entered and withdrawn, never changed."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.answers import WrongMoment
from accounts.models import PersonEvent, User
from accounts.permissions import can_set_up
from history.recording import now_or, record
from sites import events
from sites.actions.storing import add_event, locked
from sites.models import Client, ClosingDay, OpeningHours, Site
from sites.opening_hours import Calendar, counted, stored_opening
from sites.permissions import can_set_closing_days
from sites.queries import closing_days_of, opening_hours_of, opening_hours_of_all, service_window
from sites.querysets import not_closed
from sites.week_text import ALWAYS, USUAL_WEEK, Week


@transaction.atomic
def set_opening_hours(
    site: Site, *, week: Week, actor: User | None, shown: Week | None = None, at: datetime | None = None
) -> bool:
    """Say when somebody works at this place, in its own zone; answer whether that is new.

    shown: the week the actor saw (None = none). Raises NotAllowed for who does not set up, ValidationError for a week in which it
    is never open while the firm serves, WrongMoment when somebody changed it meanwhile.
    """
    client, at = locked(site.client), now_or(at)
    can_set_up(actor).enforce()
    _refuse_stale(shown, opening_hours_of(site, at), week)
    _refuse_never(week)
    _refuse_never_open([site], {site.pk: week}, service_window(at))
    if not _enter(site, week, at):
        return False
    project_opening(client, at)
    add_event(client, events.OPENING_HOURS_CHANGED, actor=actor, at=at, site=site.pk)
    return True


@transaction.atomic
def set_service_window(*, week: Week, actor: User, shown: Week | None = None, at: datetime | None = None) -> bool:
    """Say when the firm serves, on the wall clock of each place; answer whether that is new.

    shown: the week the actor saw (None = none). Raises NotAllowed for who does not set up, ValidationError for a week in which some
    place would never be open, WrongMoment when somebody changed it meanwhile.
    """
    at = now_or(at)
    clients = list(Client.objects.select_for_update(no_key=True).order_by("pk"))  # two at once: one after the other
    can_set_up(actor).enforce()
    _refuse_stale(shown, service_window(at) or ALWAYS, week)
    _refuse_never(week)
    sites = list(Site.objects.filter(not_closed(at)).select_related("client").order_by("pk"))
    _refuse_never_open(sites, opening_hours_of_all(sites, at), week)
    if (week == ALWAYS and service_window(at) is None) or not _enter(None, week, at):
        return False
    for client in clients:
        project_opening(client, at)
    record(PersonEvent(person=actor, kind=events.SERVICE_WINDOW_CHANGED, actor=actor, occurred_at=at, details={}))
    return True


@transaction.atomic
def add_closing_day(
    client: Client,
    *,
    day: date,
    actor: User | None,
    site: Site | None = None,
    why: str = "",
    at: datetime | None = None,
) -> ClosingDay:
    """Say that the client, or one place of it, is closed on a day. Twice is once.

    Raises NotAllowed for who does not look after the client, ValidationError for a place of another client, or for a day that
    is entered already with another reason.
    """
    client, at = locked(client), now_or(at)
    can_set_closing_days(actor, client).enforce()
    if site is not None and site.client_id != client.pk:
        raise ValidationError({"site": _("Choose a site of this client.")})
    known = ClosingDay.objects.known(at).filter(client=client, site=site, day=day).first()
    if known is not None and why not in ("", known.why):
        raise ValidationError({"day": _("This day is entered already.")})
    if known is not None:
        return known
    row = ClosingDay(client=client, site=site, day=day, why=why, entered_at=at)
    row.full_clean()
    row.save()
    project_opening(client, at)
    _record(events.CLOSING_DAY_ADDED, row, actor=actor, at=at)
    return row


@transaction.atomic
def withdraw_closing_day(row: ClosingDay, *, actor: User | None, at: datetime | None = None) -> None:
    """Take a closing day back: the client is open after all. Clocks that stopped meanwhile keep what was known. Twice is once.

    Raises NotAllowed for who does not look after the client.
    """
    client, at = locked(row.client), now_or(at)
    can_set_closing_days(actor, client).enforce()
    if ClosingDay.objects.filter(pk=row.pk, withdrawn_at__isnull=True).update(withdrawn_at=at):
        project_opening(client, at)
        _record(events.CLOSING_DAY_WITHDRAWN, row, actor=actor, at=at)


def _record(kind: str, row: ClosingDay, *, actor: User | None, at: datetime) -> None:
    add_event(row.client, kind, actor=actor, at=at, day=row.day.isoformat(), site=row.site_id)


def _refuse_never(week: Week) -> None:
    if not any(week):
        raise ValidationError(_("Write the hours of at least one day."))


def _refuse_stale(shown: Week | None, known: Week, wanted: Week) -> None:
    if shown is not None and known not in (shown, wanted):
        raise WrongMoment(
            _("Somebody changed these hours while you were writing. This is what you wrote."), code="stale"
        )


def _refuse_never_open(sites: Iterable[Site], weeks: Mapping[int, Week], window: Week | None) -> None:
    """Refuse hours that leave no opening time at all: nothing would have a deadline there, and nobody would notice."""
    start = datetime(2001, 1, 1, tzinfo=UTC)  # a Monday, two weeks of which no summer time touches
    closed = [
        f"{site.client.name}, {site.name}"
        for site in sites
        if not counted(Calendar("UTC", weeks[site.pk], window=window), start, start + timedelta(days=14))
    ]
    if closed:
        raise ValidationError(_("With these hours this place would never be open: %(place)s.") % {"place": closed[0]})


def _enter(site: Site | None, week: Week, at: datetime) -> bool:
    """Withdraw what no longer holds, enter what is new; answer whether anything changed."""
    wanted = {(weekday, *span) for weekday, spans in enumerate(week) for span in spans}
    rows = OpeningHours.objects.known(at).filter(site=site)
    known = {(row.weekday, row.opens, row.closes): row.pk for row in rows}
    if wanted == set(known):
        return False
    gone = [pk for span, pk in known.items() if span not in wanted]
    OpeningHours.objects.filter(pk__in=gone).update(withdrawn_at=at)
    OpeningHours.objects.bulk_create(
        OpeningHours(site=site, weekday=weekday, opens=opens, closes=closes, entered_at=at)
        for weekday, opens, closes in sorted(wanted - set(known))
    )
    return True


def project_opening(client: Client, at: datetime) -> None:
    """Store with the client and each of its places what is known now, so that whoever reads a ticket reads it along.

    What is of no place has the hours of the client's only one; of several, the usual ones, and the holidays of the first.
    """
    window = service_window(at)
    days = list(closing_days_of(client, at=at))
    everywhere = {row.day for row in days if row.site_id is None}
    sites = list(Site.objects.filter(client=client))
    weeks = opening_hours_of_all(sites, at)
    for site in sites:
        here = everywhere | {row.day for row in days if row.site_id == site.pk}
        site.opening = stored_opening(weeks[site.pk], window, here)
        site.save(update_fields=["opening"])
    places = sorted((site for site in sites if site.closed_at is None or site.closed_at > at), key=lambda site: site.pk)
    week = weeks[places[0].pk] if len(places) == 1 else USUAL_WEEK
    holidays_of = [places[0].country, places[0].region] if places else ["", ""]
    client.opening = stored_opening(week, window, everywhere) | {"holidays_of": holidays_of}
    client.save(update_fields=["opening"])
