"""Coming in, in a real browser: nothing that the policy forbids, nothing that a screen reader misses."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.core.cache import cache
from django.test import Client as DjangoBrowser
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from fso_desk.celery import app
from tests.accounts.conftest import code_in_mail
from tests.cast import PASSWORD

PHONE: ViewportSize = {"width": 390, "height": 844}
PAGES_BEFORE = ["/sign-in/", "/sign-in/password/", "/sign-in/password/reset/", "/sign-in/password/reset/sent/"]


@pytest.fixture(autouse=True)
def _mails_at_once_and_fresh_limits(transactional_db: None) -> Iterator[None]:
    before, app.conf.task_always_eager = app.conf.task_always_eager, True
    cache.clear()
    yield
    app.conf.task_always_eager = before


@pytest.fixture
def complaints(page: Page) -> list[str]:
    """What the browser's console says: a broken policy stands there."""
    said: list[str] = []
    page.on("console", lambda line: said.append(line.text) if line.type in {"error", "warning"} else None)
    page.on("pageerror", lambda problem: said.append(str(problem)))
    return said


def test_a_person_of_a_client_comes_in_with_six_digits_on_a_phone(
    page: Page, live_server: LiveServer, requester: User, complaints: list[str]
) -> None:
    page.set_viewport_size(PHONE)
    page.goto(f"{live_server.url}/me/")
    expect(page.get_by_role("link", name="+32 2 555 01 00")).to_be_visible()
    page.get_by_label("E-mail address").fill(requester.email or "")
    page.get_by_label("Only I use this device").check()
    page.get_by_role("button", name="Mail me the digits").click()
    page.get_by_label("The six digits").fill(code_in_mail())
    page.get_by_role("button", name="Sign in").click()

    expect(page).to_have_url(f"{live_server.url}/me/")
    expect(page.get_by_role("heading", name="Your account")).to_be_visible()
    page.get_by_role("button", name="Sign out", exact=True).click()
    expect(page).to_have_url(f"{live_server.url}/sign-in/")
    assert complaints == []


def test_a_person_of_the_firm_sets_up_a_second_factor(
    page: Page, live_server: LiveServer, fso: User, complaints: list[str]
) -> None:
    User.objects.filter(pk=fso.pk).update(must_use_second_factor=True)
    page.goto(f"{live_server.url}/sign-in/password/")
    page.get_by_label("E-mail address").fill(fso.email or "")
    page.get_by_role("textbox", name="Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Your password once more")).to_be_visible()
    page.get_by_role("textbox", name="Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("img", name="Picture to scan")).to_be_visible()
    assert complaints == []


@pytest.mark.parametrize("path", PAGES_BEFORE)
@pytest.mark.parametrize("width", [320, 1440])
def test_the_pages_before_sign_in_are_accessible(
    browser: Browser, live_server: LiveServer, path: str, width: int, db: None
) -> None:
    context = browser.new_context(bypass_csp=True, viewport={"width": width, "height": 844})
    page = context.new_page()
    page.goto(live_server.url + path)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


@pytest.mark.parametrize("who", ["requester", "fso"])
def test_ones_own_account_is_accessible(
    who: str, browser: Browser, live_server: LiveServer, request: pytest.FixtureRequest
) -> None:
    context = browser.new_context(bypass_csp=True, viewport=PHONE)
    come_in(context, request.getfixturevalue(who), live_server)
    page = context.new_page()
    for path in ["/me/"] + (["/clients/", "/sign-in/second-factor/"] if who == "fso" else []):
        page.goto(live_server.url + path)
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
    context.close()


def test_set_up_works_under_the_policy(
    page: Page, live_server: LiveServer, administrator: User, complaints: list[str]
) -> None:
    come_in(page.context, administrator, live_server)
    page.goto(f"{live_server.url}/setup/sites/client/add/")
    page.get_by_label("Name:", exact=True).first.fill("Bakkerij Zoet")
    page.get_by_text("Add another Site").click()
    page.get_by_role("link", name="Today").first.click()
    page.get_by_role("link", name="Now").first.click()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("link", name="Bakkerij Zoet").first).to_be_visible()
    assert complaints == []


def come_in(context: BrowserContext, person: User, server: LiveServer) -> None:
    browser = DjangoBrowser()
    browser.force_login(person)
    key = browser.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": server.url}])
