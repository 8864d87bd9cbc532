"""When somebody of the firm comes to a client is planned once, and is known from then on."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from accounts.answers import NotAllowed
from accounts.models import User
from sites.models import Site
from visits.actions import plan_visit
from visits.models import Visit, VisitEvent

TUESDAY = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)


def test_the_same_visit_planned_twice_is_one_with_one_fact(brewery_site: Site, fso: User, administrator: User) -> None:
    at = TUESDAY - timedelta(days=7)

    first, again = (
        plan_visit(
            brewery_site,
            fso=fso,
            starts_at=TUESDAY,
            ends_at=TUESDAY + timedelta(hours=hours),
            actor=administrator,
            at=at,
        )
        for hours in (4, 6)
    )

    assert first == again == Visit.objects.get()
    assert again.ends_at == TUESDAY + timedelta(hours=4)
    event = VisitEvent.objects.get()
    assert (event.kind, event.visit, event.actor, event.occurred_at) == ("visit_planned", first, administrator, at)


def test_a_visit_that_ends_before_it_starts_leaves_nothing(brewery_site: Site, fso: User) -> None:
    with pytest.raises(ValidationError):
        plan_visit(brewery_site, fso=fso, starts_at=TUESDAY, ends_at=TUESDAY - timedelta(hours=1), actor=None)

    assert not VisitEvent.objects.exists()


def test_only_administrators_plan(brewery_site: Site, fso: User) -> None:
    with pytest.raises(NotAllowed):
        plan_visit(brewery_site, fso=fso, starts_at=TUESDAY, ends_at=TUESDAY + timedelta(hours=1), actor=fso)
