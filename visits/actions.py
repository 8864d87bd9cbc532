"""What can be done with visits: planned, for now."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.permissions import can_set_up
from sites.models import Site
from visits.models import Visit


@transaction.atomic
def plan_visit(site: Site, *, fso: User, starts_at: datetime, ends_at: datetime, actor: User | None) -> Visit:
    """Plan a stay of this FSO at this site, from one instant (UTC) until another; the same visit twice is one.

    Raises NotAllowed for who does not set up, ValidationError for a visit that ends before it starts.
    """
    can_set_up(actor).enforce()
    known = Visit.objects.filter(site=site, fso=fso, starts_at=starts_at).first()
    if known is not None:
        return known
    visit = Visit(site=site, fso=fso, starts_at=starts_at, ends_at=ends_at)
    visit.full_clean()
    visit.save()
    return visit
