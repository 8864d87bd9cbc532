"""Searching in a real browser: by key, while typing, and without a script."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from tests.browser.test_staff import DESK, PHONE, sign_in_here
from tickets.models import Ticket


def test_the_key_leads_to_the_field_and_hits_come_while_one_types(
    browser: Browser, live_server: LiveServer, transactional_db: None, ticket: Ticket, fso: User
) -> None:
    complaints: list[str] = []
    page = browser.new_context(viewport=DESK).new_page()
    page.on("console", lambda said: complaints.append(said.text) if "Content Security" in said.text else None)
    sign_in_here(page, fso, live_server)
    page.goto(f"{live_server.url}/queue/")
    field = page.get_by_role("searchbox", name="Search tickets, people and clients")
    page.keyboard.press("/")
    expect(field).to_be_focused()
    page.keyboard.type("a/b")
    expect(field).to_have_value("a/b")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Nothing found for “a/b”.")).to_be_visible()

    field = page.get_by_role("searchbox")
    field.fill("outl")
    expect(page.get_by_role("link", name="Outlook does not open")).to_be_visible()
    expect(field).to_be_focused()
    expect(page.get_by_role("status")).to_have_text("1 found")
    expect(page).to_have_url(f"{live_server.url}/search/?q=outl")
    field.fill(str(ticket.pk))
    expect(page).to_have_url(f"{live_server.url}/search/?q={ticket.pk}")
    page.keyboard.press("Enter")

    expect(page).to_have_url(f"{live_server.url}/tickets/{ticket.pk}/")
    assert complaints == []


@pytest.mark.parametrize("who", ["fso", "requester"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_without_a_script_the_page_answers_too(
    browser: Browser, live_server: LiveServer, transactional_db: None, ticket: Ticket, size: ViewportSize,
    request: pytest.FixtureRequest, who: str,
) -> None:  # fmt: skip
    page = browser.new_context(viewport=size, java_script_enabled=False).new_page()
    sign_in_here(page, request.getfixturevalue(who), live_server)
    page.goto(f"{live_server.url}/search/")

    page.get_by_role("searchbox").fill("otlook")
    page.get_by_role("searchbox").press("Enter")

    expect(page.get_by_role("link", name="Outlook does not open")).to_be_visible()
    assert page.locator("html").evaluate("page => page.scrollWidth") <= size["width"]


@pytest.mark.parametrize("who", ["fso", "requester"])
def test_the_page_is_accessible(
    page: Page,
    live_server: LiveServer,
    transactional_db: None,
    ticket: Ticket,
    request: pytest.FixtureRequest,
    who: str,
) -> None:
    page.set_viewport_size(PHONE)
    sign_in_here(page, request.getfixturevalue(who), live_server)
    for words in ("outlook", "nothing of that"):
        page.goto(f"{live_server.url}/search/?q={words}")
        found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]})
        assert found.response["violations"] == [], found.generate_report()
