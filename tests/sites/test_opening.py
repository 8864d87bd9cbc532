"""Opening hours, closing days and the firm's window: entered, withdrawn, read as they were known; on their pages."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client as Browser
from django.utils import timezone

from accounts.answers import NotAllowed
from accounts.models import PersonEvent, User
from sites import actions, queries
from sites.models import Client, ClientEvent, ClosingDay, OpeningHours, Site
from sites.opening_hours import counted
from sites.week_text import ALWAYS, USUAL_WEEK, read_day
from tests.budgets import within_budget
from tests.conftest import SignIn

HALF_DAYS = (read_day("08:30-12:00"),) * 5 + ((), ())
MONDAY = date(2027, 3, 1)


def minutes_on(place: Site | Client, day: date) -> int:
    """How long the place is open on this day, as it is known now."""
    start = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return int(counted(place.calendar, start, start + timedelta(days=1)).total_seconds() // 60)


def fresh(place: Site) -> Site:
    return Site.objects.select_related("client").get(pk=place.pk)


def test_a_place_of_which_nobody_said_anything_has_usual_hours(brewery_site: Site) -> None:
    assert queries.opening_hours_of(brewery_site) == USUAL_WEEK
    assert (minutes_on(brewery_site, MONDAY), minutes_on(brewery_site, MONDAY - timedelta(days=1))) == (510, 0)


def test_hours_are_set_once_and_what_was_known_before_stays_readable(brewery_site: Site, administrator: User) -> None:
    before = timezone.now()
    assert actions.set_opening_hours(brewery_site, week=HALF_DAYS, actor=administrator)
    assert not actions.set_opening_hours(brewery_site, week=HALF_DAYS, actor=administrator)

    assert minutes_on(fresh(brewery_site), MONDAY) == 210
    assert queries.opening_hours_of(brewery_site) == HALF_DAYS
    assert queries.opening_hours_of(brewery_site, before) == USUAL_WEEK
    assert ClientEvent.objects.filter(kind="opening_hours_changed").count() == 1


def test_hours_that_change_again_withdraw_only_what_no_longer_holds(brewery_site: Site, administrator: User) -> None:
    actions.set_opening_hours(brewery_site, week=HALF_DAYS, actor=administrator)
    monday = OpeningHours.objects.get(weekday=0)

    actions.set_opening_hours(brewery_site, week=(*HALF_DAYS[:4], (), (), ()), actor=administrator)

    assert OpeningHours.objects.get(weekday=0) == monday
    assert OpeningHours.objects.get(weekday=4).withdrawn_at
    assert minutes_on(fresh(brewery_site), MONDAY + timedelta(days=4)) == 0


def test_a_week_without_hours_is_refused(brewery_site: Site, administrator: User) -> None:
    with pytest.raises(ValidationError, match="at least one day"):
        actions.set_opening_hours(brewery_site, week=((),) * 7, actor=administrator)


def test_the_database_holds_that_hours_are_a_span(brewery_site: Site) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        OpeningHours.objects.create(site=brewery_site, weekday=7, opens=0, closes=60)
    with pytest.raises(IntegrityError), transaction.atomic():
        OpeningHours.objects.create(site=brewery_site, weekday=0, opens=60, closes=60)


def test_the_window_of_the_firm_cuts_the_hours_of_every_place(
    brewery_site: Site, garage: Client, administrator: User
) -> None:
    window = (read_day("10:00-16:00"),) * 5 + ((), ())

    assert actions.set_service_window(week=window, actor=administrator)
    assert not actions.set_service_window(week=window, actor=administrator)

    assert minutes_on(fresh(brewery_site), MONDAY) == 360
    assert minutes_on(Client.objects.get(pk=garage.pk), MONDAY) == 360
    assert PersonEvent.objects.filter(kind="service_window_changed", person=administrator).count() == 1


def test_a_closing_day_closes_all_places_or_one_until_it_is_withdrawn(brewery_site: Site, fso: User) -> None:
    client = brewery_site.client
    other = Site.objects.create(client=client, name="Depot")
    here = actions.add_closing_day(client, day=MONDAY, site=brewery_site, why="Brewers' day", actor=fso)
    assert actions.add_closing_day(client, day=MONDAY, site=brewery_site, actor=fso) == here
    everywhere = actions.add_closing_day(client, day=MONDAY + timedelta(days=1), actor=fso)

    assert [minutes_on(fresh(brewery_site), MONDAY + timedelta(days=n)) for n in range(3)] == [0, 0, 510]
    assert [minutes_on(fresh(other), MONDAY + timedelta(days=n)) for n in range(3)] == [510, 0, 510]

    for _twice in range(2):
        actions.withdraw_closing_day(everywhere, actor=fso)
    assert minutes_on(fresh(other), MONDAY + timedelta(days=1)) == 510
    kinds = ClientEvent.objects.filter(kind__startswith="closing_day").values_list("kind", flat=True)
    assert sorted(kinds) == ["closing_day_added", "closing_day_added", "closing_day_withdrawn"]


def test_a_closing_day_at_a_place_of_another_client_is_refused(
    brewery_site: Site, garage: Client, administrator: User
) -> None:
    with pytest.raises(ValidationError):
        actions.add_closing_day(garage, day=MONDAY, site=brewery_site, actor=administrator)


def test_a_new_place_takes_the_window_and_the_closing_days_along(brewery: Client, administrator: User) -> None:
    actions.set_service_window(week=(read_day("10:00-16:00"),) * 5 + ((), ()), actor=administrator)
    actions.add_closing_day(brewery, day=MONDAY, actor=administrator)

    site = actions.add_site(brewery, name="Depot", actor=administrator)

    assert [minutes_on(site, MONDAY + timedelta(days=n)) for n in range(2)] == [0, 360]


def test_who_may_say_so(brewery_site: Site, engineer: User, outsider_fso: User, fso: User) -> None:
    for person in (engineer, outsider_fso):
        with pytest.raises(NotAllowed):
            actions.add_closing_day(brewery_site.client, day=MONDAY, actor=person)
    with pytest.raises(NotAllowed):
        actions.set_opening_hours(brewery_site, week=HALF_DAYS, actor=fso)
    with pytest.raises(NotAllowed):
        actions.set_service_window(week=HALF_DAYS, actor=fso)


# ---- on the pages ----


def test_an_fso_reads_the_hours_and_enters_a_closing_day(brewery_site: Site, fso: User, sign_in: SignIn) -> None:
    browser = sign_in(fso)
    address = f"/clients/{brewery_site.client_id}/"

    assert b"08:30-17:00" in browser.get(f"{address}opening/").content
    answer = browser.post(
        f"{address}closing-days/",
        {"day": str(timezone.localdate() + timedelta(days=100)), "why": "Bridge"},
        follow=True,
    )
    assert b"The closing day is entered." in answer.content
    assert b"Bridge" in answer.content

    row = ClosingDay.objects.get()
    answer = browser.post(f"{address}closing-days/{row.pk}/withdraw/", follow=True)
    assert b"The closing day is withdrawn." in answer.content
    assert b"Bridge" not in answer.content


@pytest.mark.parametrize("day", ["", "soon", "2026-02-30"])
def test_a_day_that_is_none_is_said_at_its_field_and_what_was_typed_stays(
    day: str, brewery_site: Site, fso: User, sign_in: SignIn
) -> None:
    address = f"/clients/{brewery_site.client_id}/closing-days/"

    answer = sign_in(fso).post(address, {"day": day, "why": "Brewers’ day"})

    assert answer.status_code == 422
    assert "Choose the day." in answer.content.decode()
    assert "Brewers’ day" in answer.content.decode()
    assert not ClosingDay.objects.exists()


def test_a_day_that_is_entered_already_with_another_reason_is_said(brewery: Client, fso: User, sign_in: SignIn) -> None:
    actions.add_closing_day(brewery, day=date(2027, 3, 3), why="Stocktaking", actor=fso)

    answer = sign_in(fso).post(f"/clients/{brewery.pk}/closing-days/", {"day": "2027-03-03", "why": "Party"})

    assert answer.status_code == 422
    assert "This day is entered already." in answer.content.decode()
    assert ClosingDay.objects.get().why == "Stocktaking"


@pytest.mark.parametrize("days", [-40, 6 * 366])
def test_a_day_long_past_or_far_ahead_is_refused(days: int, brewery: Client, fso: User, sign_in: SignIn) -> None:
    day = timezone.localdate() + timedelta(days=days)

    answer = sign_in(fso).post(f"/clients/{brewery.pk}/closing-days/", {"day": day.isoformat()})

    assert "Choose a day from a month ago to five years ahead." in answer.content.decode()
    assert not ClosingDay.objects.exists()


def test_a_past_day_that_still_counts_can_be_withdrawn_and_twice_is_once(
    brewery: Client, fso: User, sign_in: SignIn
) -> None:
    row = actions.add_closing_day(brewery, day=timezone.localdate() - timedelta(days=3), actor=fso)
    browser, withdraw = sign_in(fso), f"/clients/{brewery.pk}/closing-days/{row.pk}/withdraw/"
    page = browser.get(f"/clients/{brewery.pk}/opening/").content.decode()
    assert withdraw in page
    assert "past" in page

    for _twice in range(2):
        assert "The closing day is withdrawn." in browser.post(withdraw, follow=True).content.decode()
    assert ClientEvent.objects.filter(kind="closing_day_withdrawn").count() == 1


def test_hours_that_leave_no_opening_time_are_refused_with_the_place(
    brewery_site: Site, administrator: User, sign_in: SignIn
) -> None:
    browser = sign_in(administrator)
    sunday = {f"day_{number}": "" for number in range(6)} | {"day_6": "03:00-04:00"}

    answer = browser.post("/service-window/", sunday)
    assert answer.status_code == 422
    assert "would never be open: Brouwerij Hopveld, Aalst." in answer.content.decode()
    assert "03:00-04:00" in answer.content.decode()

    actions.set_service_window(week=USUAL_WEEK, actor=administrator)
    answer = browser.post(f"/clients/{brewery_site.client_id}/opening/{brewery_site.pk}/", sunday)
    assert answer.status_code == 422
    assert queries.opening_hours_of(brewery_site) == USUAL_WEEK


@pytest.mark.parametrize("is_window", [True, False])
def test_of_two_administrators_the_second_is_told_and_what_he_typed_stays(
    is_window: bool, brewery_site: Site, administrator: User, sign_in: SignIn
) -> None:
    browser = sign_in(administrator)
    address = "/service-window/" if is_window else f"/clients/{brewery_site.client_id}/opening/{brewery_site.pk}/"
    shown = re.findall(r'name="shown" value="([^"]*)"', browser.get(address).content.decode())[0]
    assert browser.post(address, week(shown=shown, day_0="07:00-17:00")).status_code == 302

    late = browser.post(address, week(shown=shown, day_1="09:00-17:00"))

    page = late.content.decode()
    assert late.status_code == 409
    assert "Somebody changed these hours while you were writing." in page
    assert "09:00-17:00" in page
    now_shown = re.findall(r'name="shown" value="([^"]*)"', page)[0]
    assert now_shown.startswith("07:00-17:00|")
    assert browser.post(address, week(shown=now_shown, day_1="09:00-17:00")).status_code == 302


def test_a_window_that_says_what_is_so_anyway_changes_nothing(administrator: User, brewery: Client) -> None:
    assert not actions.set_service_window(week=ALWAYS, actor=administrator)
    assert not OpeningHours.objects.exists()


def test_the_page_shows_the_window_beside_the_hours(
    brewery_site: Site, administrator: User, fso: User, sign_in: SignIn
) -> None:
    actions.set_service_window(week=(read_day("10:00-16:00"),) * 5 + ((), ()), actor=administrator)

    page = sign_in(fso).get(f"/clients/{brewery_site.client_id}/opening/").content.decode()

    assert "When we serve" in page
    assert "10:00-16:00" in page


def test_a_new_client_takes_the_window_along(administrator: User) -> None:
    actions.set_service_window(week=(read_day("10:00-16:00"),) * 5 + ((), ()), actor=administrator)

    assert minutes_on(actions.add_client(name="Bakkerij Zoet", actor=administrator), MONDAY) == 360


def test_the_hours_of_a_client_without_a_place_are_those_of_its_only_one(
    brewery_site: Site, administrator: User
) -> None:
    client = brewery_site.client
    actions.set_opening_hours(brewery_site, week=HALF_DAYS, actor=administrator)
    assert minutes_on(Client.objects.get(pk=client.pk), MONDAY) == 210
    assert minutes_on(Client.objects.get(pk=client.pk), date(2027, 7, 21)) == 0, "a holiday of its country"

    actions.add_site(client, name="Depot", actor=administrator)
    assert minutes_on(Client.objects.get(pk=client.pk), MONDAY) == 510


def week(**days: str) -> dict[str, str]:
    return {f"day_{number}": "08:30-17:00" if number < 5 else "" for number in range(7)} | days


def test_an_administrator_sets_the_hours_of_a_place(brewery_site: Site, administrator: User, sign_in: SignIn) -> None:
    address = f"/clients/{brewery_site.client_id}/opening/{brewery_site.pk}/"
    browser: Browser = sign_in(administrator)
    assert b"08:30-17:00" in browser.get(address).content

    answer = browser.post(address, week(day_2="8u30-12u", day_5="09:00-12:00", day_6="Closed"), follow=True)

    assert b"are set." in answer.content
    assert queries.opening_hours_of(brewery_site)[2] == ((510, 720),)
    assert minutes_on(fresh(brewery_site), MONDAY + timedelta(days=5)) == 180


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("day_1", "8-5", "“8-5” is not understood."),
        ("day_6", "09:00-12:00, 11:00-13:00", "“11:00-13:00” overlaps the hours before it."),
        ("day_2", "08:00-08:00", "“08:00-08:00” ends where it begins."),
    ],
)
def test_hours_that_are_none_are_said_at_their_day(
    field: str, typed: str, says: str, brewery_site: Site, administrator: User, sign_in: SignIn
) -> None:
    address = f"/clients/{brewery_site.client_id}/opening/{brewery_site.pk}/"

    answer = sign_in(administrator).post(address, week(**{field: typed, "day_3": "07:00-09:00"}))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert says in page
    assert typed in page
    assert "07:00-09:00" in page
    assert not OpeningHours.objects.exists()


def test_an_administrator_sets_when_the_firm_serves(brewery_site: Site, administrator: User, sign_in: SignIn) -> None:
    browser = sign_in(administrator)
    assert b"00:00-24:00" in browser.get("/service-window/").content

    assert browser.post("/service-window/", week()).status_code == 302

    assert queries.service_window() == USUAL_WEEK


def test_a_place_or_a_closing_day_of_another_client_is_not_found(
    brewery_site: Site, garage: Client, administrator: User, sign_in: SignIn
) -> None:
    row = actions.add_closing_day(brewery_site.client, day=MONDAY, actor=administrator)
    browser = sign_in(administrator)

    assert browser.get(f"/clients/{garage.pk}/opening/{brewery_site.pk}/").status_code == 404
    assert browser.post(f"/clients/{garage.pk}/closing-days/{row.pk}/withdraw/").status_code == 404
    assert ClosingDay.objects.get().withdrawn_at is None


def test_the_page_asks_once_for_all_places_and_days(brewery: Client, administrator: User, sign_in: SignIn) -> None:
    def add_rows(count: int) -> None:
        for number in range(count):
            site = Site.objects.create(client=brewery, name=f"Place {Site.objects.count()}")
            OpeningHours.objects.create(site=site, weekday=0, opens=60, closes=120)
            ClosingDay.objects.create(client=brewery, site=site, day=date(2099, 1, 1) + timedelta(days=number))

    within_budget("sites:opening", sign_in(administrator), f"/clients/{brewery.pk}/opening/", add_rows)
