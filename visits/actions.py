"""What can be done with visits: planned, for now."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.permissions import can_set_up
from history.recording import record
from sites.models import Site
from visits import events
from visits.models import Visit, VisitEvent


@transaction.atomic
def plan_visit(
    site: Site, *, fso: User, starts_at: datetime, ends_at: datetime, actor: User | None, at: datetime | None = None
) -> Visit:
    """Plan a stay of this FSO at this site, from one instant (UTC) until another; planned twice it is the first one.

    Raises NotAllowed for who does not set up, ValidationError for a visit that ends before it starts.
    """
    site = Site.objects.select_for_update(no_key=True).get(pk=site.pk)
    can_set_up(actor).enforce()
    known = Visit.objects.filter(site=site, fso=fso, starts_at=starts_at).first()
    if known is not None:
        return known
    visit = Visit(site=site, fso=fso, starts_at=starts_at, ends_at=ends_at)
    visit.full_clean()
    visit.save()
    record(VisitEvent(visit=visit, kind=events.VISIT_PLANNED, actor=actor, occurred_at=at or timezone.now()))
    return visit
