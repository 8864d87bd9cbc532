import re

import pytest
from django.test import Client as Browser

from accounts.models import RoleHeld, User
from fso_desk.navigation import landing_of
from tests.conftest import SignIn

rooms = pytest.mark.urls("tests.frame.rooms_urls")


def items(browser: Browser, address: str = "/frame/page/") -> list[tuple[str, str]]:
    """The words and the address of each item of the navigation."""
    text = browser.get(address).content.decode()
    nav = re.search(r'<nav class="nav".*?</nav>', text, re.DOTALL)
    return re.findall(r'<a href="([^"]*)"[^>]*>.*?<span>([^<]*)</span>', nav.group(), re.DOTALL) if nav else []


def words(browser: Browser) -> list[str]:
    return [word for _address, word in items(browser)]


@rooms
def test_each_role_has_its_own_doors_in_order(
    sign_in: SignIn, fso: User, desk: User, engineer: User, ict_manager: User, administrator: User
) -> None:
    engineer.language = "en"
    engineer.save(update_fields=["language"])

    assert words(sign_in(fso)) == ["Today", "Queue", "Walk-in", "Visits", "Problems", "Clients"]
    assert words(sign_in(desk)) == ["Call", "Queue", "Planning", "Visits", "Problems", "Clients"]
    assert words(sign_in(engineer)) == ["Offered", "Mine", "Queue", "Problems", "Clients"]
    assert words(sign_in(ict_manager)) == ["Portfolio", "Reports", "Problems", "Clients"]
    assert words(sign_in(administrator)) == ["Clients", "People", "Chains", "Calendars"]


@rooms
def test_two_roles_see_the_union_each_door_once(sign_in: SignIn, fso: User) -> None:
    RoleHeld.objects.create(user=fso, role="ict_manager")

    assert words(sign_in(fso)) == ["Today", "Queue", "Walk-in", "Visits", "Problems", "Clients", "Portfolio", "Reports"]


@rooms
def test_a_requester_has_no_navigation_and_a_client_contact_has(
    sign_in: SignIn, requester: User, contact: User
) -> None:
    assert items(sign_in(requester)) == []
    assert words(sign_in(contact)) == ["Requests", "Visits", "List for the visit", "People"]


@rooms
def test_nobody_has_doors_before_sign_in(client: Browser, db: None) -> None:
    assert items(client) == []


@pytest.mark.urls("tests.frame.urls")
def test_a_door_is_shown_only_when_its_room_exists(sign_in: SignIn, fso: User) -> None:
    assert "Today" not in words(sign_in(fso))


@pytest.mark.urls("tests.frame.urls")
def test_every_door_leads_somewhere(sign_in: SignIn, administrator: User, fso: User, desk: User) -> None:
    for person in (administrator, fso, desk):
        for address, word in items(sign_in(person)):
            assert sign_in(person).get(address).status_code in {200, 302}, word


@pytest.mark.urls("tests.frame.urls")
def test_the_start_page_asks_to_sign_in(client: Browser, db: None) -> None:
    answer = client.get("/")

    assert answer.status_code == 302
    assert answer.headers["Location"].endswith("?next=/")


@pytest.mark.urls("tests.frame.urls")
def test_the_start_page_rejects_post(sign_in: SignIn, fso: User) -> None:
    assert sign_in(fso).post("/").status_code == 405


@pytest.mark.parametrize(
    ("cast", "address"),
    [
        ("fso", "/today/"),
        ("desk", "/queue/?view=unassigned"),
        ("engineer", "/escalations/"),
        ("ict_manager", "/portfolio/"),
        ("administrator", "/clients/"),
    ],
)
@rooms
def test_each_role_lands_on_its_own_page(request: pytest.FixtureRequest, cast: str, address: str) -> None:
    assert landing_of(request.getfixturevalue(cast)) == address


@pytest.mark.urls("tests.frame.urls")
def test_the_start_page_leads_to_the_landing_page(sign_in: SignIn, desk: User) -> None:
    assert sign_in(desk).get("/").headers["Location"] == "/queue/?view=unassigned"


@pytest.mark.urls("tests.frame.urls")
def test_while_today_is_not_there_an_fso_begins_with_the_queue(sign_in: SignIn, fso: User) -> None:
    assert sign_in(fso).get("/").headers["Location"] == "/queue/"


@rooms
def test_a_page_that_two_roles_name_differently_has_one_door(sign_in: SignIn, fso: User) -> None:
    RoleHeld.objects.create(user=fso, role="desk")

    addresses = [address for address, _word in items(sign_in(fso))]

    assert "Walk-in" in words(sign_in(fso))
    assert len(addresses) == len(set(addresses))
