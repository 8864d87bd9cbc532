"""Two people at one queue, in two browsers: nothing moves by itself, and what left says where it went."""

from __future__ import annotations

from django.conf import settings
from django.test import Client as DjangoBrowser
from playwright.sync_api import Browser, Page, ViewportSize, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from sites.models import Client
from tickets import actions
from tickets.models import Ticket

DESK: ViewportSize = {"width": 1440, "height": 900}


def open_queue(browser: Browser, person: User, server: LiveServer) -> Page:
    signed_in = DjangoBrowser()
    signed_in.force_login(person)
    page = browser.new_context(viewport=DESK).new_page()
    key = signed_in.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": server.url}])
    page.clock.install()
    page.goto(f"{server.url}/queue/?view=clients")
    return page


def test_a_colleague_solves_one_and_nothing_moves_until_it_is_asked_for(
    browser: Browser, live_server: LiveServer, transactional_db: None,
    ticket: Ticket, brewery: Client, colleague: User, fso: User, stand_in: User,
) -> None:  # fmt: skip
    kept = actions.report(actions.Report(what="The mouse is dead"), client=brewery, actor=colleague)
    mine = open_queue(browser, fso, live_server)
    theirs = open_queue(browser, stand_in, live_server)
    row = mine.locator(f"#ticket-{kept.pk}")
    row.get_by_role("link").focus()
    before = row.bounding_box()

    theirs.get_by_role("link", name="Outlook does not open").click()
    theirs.get_by_role("link", name="Resolve").click()
    theirs.get_by_label("Minutes").fill("2")
    theirs.locator("#panel").get_by_role("button", name="Resolve").click()
    expect(theirs.get_by_text(f"{ticket.pk} is solved.")).to_be_visible()

    mine.clock.run_for(31_000)
    show = mine.get_by_role("link", name="1 changed, show")
    expect(show).to_be_visible()
    expect(mine.locator("#queue-rows > .row")).to_have_count(2)
    expect(row.get_by_role("link")).to_be_focused()
    assert row.bounding_box() == before

    show.click()
    gone = mine.locator(f"#ticket-{ticket.pk}.gone")
    expect(gone).to_have_text(f"{ticket.pk} Outlook does not open: Dario Conti resolved it")
    expect(mine.locator("#queue-rows > .row")).to_have_count(1)
    expect(row.locator(".row-title")).to_be_focused()
    expect(show).to_have_count(0)
    assert mine.url.endswith("/queue/?view=clients")
