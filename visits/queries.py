from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from sites.models import Site
from visits.models import Visit


def next_visit(site: Site, at: datetime | None = None) -> Visit | None:
    """Return the visit going on at this site, else the next one, else None."""
    return coming_visits(site, at).first()


def coming_visits(site: Site, at: datetime | None = None) -> QuerySet[Visit]:
    """Return the visit going on at this site and those to come, in the order of time."""
    return (
        Visit.objects.filter(site=site, ends_at__gt=at or timezone.now())
        .select_related("fso", "site")
        .order_by("starts_at", "pk")
    )


def visits_starting(after: datetime, until: datetime) -> QuerySet[Visit]:
    """Return the visits of everybody that start after one instant (UTC, excluded) until another (included), by time."""
    found = Visit.objects.filter(starts_at__gt=after, starts_at__lte=until)
    return found.select_related("fso", "site__client").order_by("starts_at", "pk")


def visits_of(fso: User, starts: datetime, ends: datetime) -> QuerySet[Visit]:
    """Return the visits of this person that start from one instant (UTC, included) until another (excluded), by time."""
    found = Visit.objects.filter(fso=fso, starts_at__gte=starts, starts_at__lt=ends)
    return found.select_related("fso", "site__client").order_by("starts_at", "pk")
