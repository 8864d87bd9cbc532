"""What ends on a day to come has not ended today."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from sites.actions import assign_person, end_assignment
from sites.models import Assignment, Client, ClientEvent, Function, Site
from sites.queries import memberships_of, sites_of
from tickets.callers import clients_to_record_for
from tickets.tabs import places_of


@pytest.mark.parametrize(("days", "is_there"), [(1, True), (-1, False)])
def test_a_client_that_closes_some_day_is_open_until_then(
    days: int, is_there: bool, brewery: Client, requester: User, fso: User
) -> None:
    brewery.closed_at = timezone.now() + timedelta(days=days)
    brewery.save()

    assert brewery.is_open() == is_there
    assert bool(memberships_of(requester)) == is_there
    assert bool(clients_to_record_for(fso)) == is_there


@pytest.mark.parametrize(("days", "is_there"), [(1, True), (-1, False)])
def test_a_place_that_closes_some_day_is_open_until_then(
    days: int, is_there: bool, brewery: Client, brewery_site: Site, fso: User
) -> None:
    brewery_site.closed_at = timezone.now() + timedelta(days=days)
    brewery_site.save()

    assert bool(sites_of(brewery)) == is_there
    place = (brewery_site.pk, brewery_site.name) if is_there else (None, None)
    assert places_of(fso) == [(brewery.pk, brewery.name, *place)]


def test_an_assignment_that_has_not_begun_ends_once(brewery: Client, outsider_fso: User, administrator: User) -> None:
    row = assign_person(
        brewery,
        person=outsider_fso,
        function=Function.FSO,
        starts_at=timezone.now() + timedelta(days=1),
        actor=administrator,
    )

    for _turn in range(2):
        row = end_assignment(row, actor=administrator)

    assert row.ends_at == row.starts_at
    assert ClientEvent.objects.filter(client=brewery, kind="assignment_ended").count() == 1


def test_to_assign_somebody_twice_is_to_assign_once(brewery: Client, outsider_fso: User, administrator: User) -> None:
    for _turn in range(2):
        assign_person(brewery, person=outsider_fso, function=Function.FSO, actor=administrator)

    assert Assignment.objects.filter(client=brewery, person=outsider_fso).count() == 1
    assert ClientEvent.objects.filter(client=brewery, kind="assignment_started").count() == 1
