"""A sentence that solved another ticket is one touch away, and never takes the place of words of one's own."""

from __future__ import annotations

from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from sites.models import Client
from tests.browser.test_staff import PHONE, sign_in_here
from tickets import actions
from tickets.models import Category, Ticket

LONG = "The profile was broken; a new one was made, and her mail came back by itself."


def test_a_touch_fills_the_sentence_and_own_words_stay(
    browser: Browser, live_server: LiveServer, transactional_db: None, ticket: Ticket, brewery: Client,
    requester: User, fso: User, mail_category: Category,
) -> None:  # fmt: skip
    for how in ("A restart.", "A cable.", LONG):
        told = actions.Report(what="Mail again", category=mail_category)
        actions.resolve(actions.report(told, client=brewery, actor=requester), how=how, minutes=5, actor=fso)
    actions.categorize(ticket, category=mail_category, actor=fso)
    page = browser.new_context(viewport=PHONE).new_page()
    sign_in_here(page, fso, live_server)
    page.goto(f"{live_server.url}/tickets/{ticket.pk}/?do=resolve")
    field = page.get_by_label("How was it solved, in one sentence?")

    page.get_by_text("A restart.").click()
    expect(field).to_have_value("A restart.")
    page.get_by_text(LONG).click()
    expect(field).to_have_value(LONG)
    field.fill("My own words.")
    page.get_by_text("A cable.").click()

    expect(field).to_have_value("My own words.")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
