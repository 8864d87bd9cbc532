from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

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
