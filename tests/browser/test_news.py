"""News in a real browser: the bell, the list, what one chooses to hear, and the link that stops mails."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client as DjangoBrowser
from playwright.sync_api import Browser, Page, Request, ViewportSize, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from notifications.models import Notification, Preference, QuietHours
from notifications.stop_links import stop_url
from tests.notifications.conftest import tell_all
from tests.notifications.test_bell import news, unread
from tickets.models import Ticket

PHONE: ViewportSize = {"width": 390, "height": 844}
DESK: ViewportSize = {"width": 1440, "height": 900}
SIZES = pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
SCRIPTS = pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])

LOOK_AWAY = """() => {
  Object.defineProperty(document, "hidden", {configurable: true, get: () => true});
  document.dispatchEvent(new Event("visibilitychange"));
}"""
LOOK_AGAIN = """() => {
  delete document.hidden;
  document.dispatchEvent(new Event("visibilitychange"));
}"""

Open = Callable[..., Page]


@pytest.fixture
def open_as(browser: Browser, live_server: LiveServer, transactional_db: None) -> Open:
    """Return a function that opens an address as this person (None = nobody) in a browser of this size."""

    def open_page(person: User | None, path: str, size: ViewportSize = DESK, *, script: bool = True) -> Page:
        page = browser.new_context(java_script_enabled=script, viewport=size).new_page()
        if person is not None:
            signed_in = DjangoBrowser()
            signed_in.force_login(person)
            key = signed_in.cookies[settings.SESSION_COOKIE_NAME].value
            page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}])
        if script:
            page.clock.install()
        page.goto(live_server.url + path)
        return page

    return open_page


def is_clean(page: Page) -> bool:
    """Whether axe finds nothing, and the page does not scroll sideways."""
    found = Axe().run(page).response["violations"]
    assert not found, [(one["id"], one["nodes"][0]["html"]) for one in found]
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


def asked(page: Page, part: str) -> list[str]:
    """Return a list that grows with each request of this page whose address holds this part."""
    seen: list[str] = []

    def note(request: Request) -> None:
        if part in request.url:
            seen.append(f"{request.method} {urlsplit(request.url).path}")

    page.on("request", note)
    return seen


# ---- the bell ----


def test_the_bell_looks_every_minute_and_says_once_that_it_rose(open_as: Open, ticket: Ticket, fso: User) -> None:
    news(fso, ticket, 1)
    page = open_as(fso, "/queue/")
    bell, status = page.locator("#bell .dot"), page.locator("#status")
    expect(bell).to_have_text("1")
    expect(status).to_be_empty()  # what was there already is no news

    news(fso, ticket, 2)
    page.clock.run_for(61_000)

    expect(bell).to_have_text("3")
    expect(status).to_have_text("News: 3 unread")
    expect(page.get_by_role("link", name=re.compile("^News ?, 3 unread$"))).to_be_visible()
    page.clock.run_for(6_000)
    expect(status).to_be_empty()

    Notification.objects.filter(person=fso).update(read_at="2026-11-24T10:00Z")
    page.clock.run_for(61_000)
    expect(bell).to_have_count(0)
    expect(status).to_be_empty()


def test_another_message_is_not_covered_by_the_bell(open_as: Open, ticket: Ticket, fso: User) -> None:
    page = open_as(fso, f"/tickets/{ticket.pk}/")
    page.get_by_role("button", name="Start").click()
    said = page.locator("#status .toast")
    expect(said).to_be_visible()

    news(fso, None, 1)
    page.clock.run_for(61_000)

    expect(page.locator("#bell .dot")).to_have_text("1")
    expect(said).to_be_visible()
    expect(page.locator("#status > p.vh")).to_have_count(0)
    said.evaluate("message => message.remove()")
    page.clock.run_for(61_000)
    expect(page.locator("#status")).to_have_text("News: 1 unread")


def test_while_nobody_looks_nothing_is_asked_and_then_at_once(open_as: Open, ticket: Ticket, fso: User) -> None:
    page = open_as(fso, "/queue/")
    expect(page.locator("#bell")).to_be_empty()
    page.wait_for_load_state("networkidle")
    counts = asked(page, "/news/")

    page.evaluate(LOOK_AWAY)
    news(fso, ticket, 1)
    page.clock.run_for(600_000)
    assert counts == []

    page.evaluate(LOOK_AGAIN)
    expect(page.locator("#bell .dot")).to_have_text("1")
    assert counts == ["GET /news/count/"]


def test_its_failure_is_not_said_and_the_words_that_are_typed_stay(open_as: Open, ticket: Ticket, fso: User) -> None:
    page = open_as(fso, f"/tickets/{ticket.pk}/")
    words = page.get_by_label("Your words")
    words.fill("Half a sentence")
    page.wait_for_load_state("networkidle")

    page.context.set_offline(True)
    page.clock.run_for(61_000)
    page.context.set_offline(False)
    page.route("**/news/count/", lambda route: route.fulfill(status=500, body="broken"))
    page.clock.run_for(61_000)

    expect(page.locator("#alert")).to_be_empty()
    expect(words).to_have_value("Half a sentence")
    expect(words).to_be_focused()


@pytest.mark.parametrize("who", ["fso", "requester"])
def test_looking_at_a_ticket_rings_its_news_off_with_one_request(
    who: str, open_as: Open, ticket: Ticket, critical_ticket: Ticket, fso: User, requester: User
) -> None:
    person = {"fso": fso, "requester": requester}[who]
    news(person, ticket, 2)
    news(person, None, 1)
    page = open_as(person, "/news/")
    sent = asked(page, "/news/")

    page.goto(page.url.replace("/news/", f"/tickets/{ticket.pk}/"))

    expect(page.locator("#bell .dot")).to_have_text("1")
    page.wait_for_load_state("networkidle")
    assert sent == ["POST /news/read/"]
    assert unread(person) == {None}


def test_a_ticket_that_opens_behind_another_page_is_not_read_before_it_is_looked_at(
    open_as: Open, ticket: Ticket, fso: User
) -> None:
    news(fso, ticket, 1)
    page = open_as(fso, "/queue/")
    page.add_init_script("Object.defineProperty(document, 'hidden', {configurable: true, get: () => true})")
    page.goto(page.url.replace("/queue/", f"/tickets/{ticket.pk}/"))
    page.wait_for_load_state("networkidle")
    assert unread(fso) == {ticket.pk}

    with page.expect_response("**/news/read/"):
        page.evaluate(LOOK_AGAIN)

    expect(page.locator("#bell")).to_be_empty()
    assert unread(fso) == set()


# ---- the list ----


@SCRIPTS
@SIZES
def test_one_is_marked_another_opened_and_all_marked(
    script: bool, size: ViewportSize, open_as: Open, ticket: Ticket, critical_ticket: Ticket, fso: User
) -> None:
    tell_all()
    page = open_as(fso, "/news/", size, script=script)
    if script:
        assert is_clean(page)
    row = page.locator(".news-row", has_text="Outlook does not open")

    row.get_by_role("button", name="Mark read").click()
    expect(row.get_by_role("button", name="Mark read")).to_have_count(0)
    assert unread(fso) == {critical_ticket.pk}
    if script:
        expect(page.locator("#bell .dot")).to_have_text("1")
        expect(row.locator(".row-title")).to_be_focused()

    page.get_by_role("button", name="The server is down").first.click()
    page.wait_for_url(f"**/tickets/{critical_ticket.pk}/")
    assert unread(fso) == set()


# ---- what one hears ----


@SCRIPTS
@SIZES
def test_one_chooses_what_to_hear_on_the_account(
    script: bool, size: ViewportSize, open_as: Open, fso: User, transactional_db: None
) -> None:
    page = open_as(fso, "/me/#news", size, script=script)
    if not script:
        page.get_by_role("link", name="Choose what you hear").click()
    new = page.get_by_role("group", name="when a ticket is new at your clients")

    new.get_by_text("By mail, in the morning").click()
    page.get_by_label("From", exact=True).fill("22:00")
    page.locator("#keep-choices").click()

    wrong = page.get_by_role("link", name="Write until when it is quiet, or leave both empty.")
    expect(wrong).to_be_visible()
    if script:
        expect(page.locator("#choices .errors")).to_be_focused()
        assert is_clean(page)
    wrong.click()
    expect(page.get_by_label("Until", exact=True)).to_be_focused()
    expect(new.get_by_label("By mail, in the morning")).to_be_checked()
    expect(page.get_by_label("From", exact=True)).to_have_value("22:00")
    assert not Preference.objects.exists()

    page.get_by_label("Until", exact=True).fill("07:00")
    page.locator("#keep-choices").click()

    expect(page.locator("#status")).to_have_text("What you hear is kept.")
    expect(page.locator("#choices .errors")).to_have_count(0)
    if script:
        expect(page.locator("#keep-choices")).to_be_focused()
        assert is_clean(page)
    assert list(Preference.objects.values_list("topic", "choice")) == [("new", "morning")]
    assert QuietHours.objects.count() == 1


def test_what_always_comes_is_reached_by_keyboard_and_stays(open_as: Open, fso: User) -> None:
    page = open_as(fso, "/me/news/")
    locked = page.get_by_role("group", name="when a client stands still (P1)").get_by_role("radio")

    locked.focus()
    page.keyboard.press("ArrowRight")

    expect(locked).to_be_focused()
    expect(locked).to_be_checked()
    expect(locked).to_have_attribute("aria-disabled", "true")
    expect(page.get_by_role("group", name="when a client stands still (P1)")).to_have_accessible_description(
        "Somebody must act at once."
    )


@SIZES
def test_people_of_clients_choose_too(size: ViewportSize, open_as: Open, requester: User) -> None:
    page = open_as(requester, "/me/news/", size)

    assert is_clean(page)
    progress = page.get_by_role("group", name="who works on your request, and when")
    progress.get_by_text("By mail", exact=True).click()
    page.locator("#keep-choices").click()

    expect(page.locator("#status")).to_have_text("What you hear is kept.")
    assert list(Preference.objects.values_list("topic", "choice")) == [("progress", "at_once")]


# ---- the link of a mail ----


@SCRIPTS
@SIZES
def test_the_link_of_a_mail_shows_a_page_whose_button_stops(
    script: bool, size: ViewportSize, open_as: Open, fso: User
) -> None:
    page = open_as(None, urlsplit(stop_url(fso, "new")).path, size, script=script)
    expect(page.get_by_role("heading", name="Stop these mails")).to_be_visible()
    expect(page.get_by_text("i…@lumen-it.example")).to_be_visible()
    if script:
        assert is_clean(page)
    assert not Preference.objects.exists()

    page.get_by_role("button", name="Stop these mails").click()

    expect(page.get_by_role("heading", name="These mails have stopped")).to_be_visible()
    if script:
        assert is_clean(page)
    assert list(Preference.objects.values_list("person", "topic", "choice")) == [(fso.pk, "new", "in_app")]
