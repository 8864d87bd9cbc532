"""Two plan at once, on a real database."""

from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest

from accounts.models import User
from sites.models import Site
from tests.sites.test_race import at_once, leave_no_connection  # noqa: F401 - a fixture
from visits.actions import plan_visit
from visits.models import Visit, VisitEvent

pytestmark = pytest.mark.django_db(transaction=True)
TUESDAY = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)


def test_of_two_who_plan_the_same_visit_nobody_fails_and_it_is_one(brewery_site: Site, fso: User) -> None:
    start = Barrier(2)

    def plan() -> None:
        start.wait(timeout=60)
        plan_visit(brewery_site, fso=fso, starts_at=TUESDAY, ends_at=TUESDAY + timedelta(hours=4), actor=None)

    assert at_once(plan, plan) == [None, None]
    assert Visit.objects.count() == VisitEvent.objects.count() == 1
