"""The form of thirty seconds in a real browser: on a phone, with and without a script."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client as DjangoBrowser
from django.utils import timezone
from playwright.sync_api import Browser, Page, ViewportSize, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from sites.models import Client, Membership, Site
from tickets import actions
from tickets.models import Ticket, Urgency
from visits.models import Visit

PHONE: ViewportSize = {"width": 390, "height": 844}


def sign_in_here(page: Page, person: User, server: LiveServer) -> None:
    browser = DjangoBrowser()
    browser.force_login(person)
    key = browser.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": server.url}])


@pytest.fixture
def emma_has_a_phone(requester: User, fso: User, brewery_site: Site, transactional_db: None) -> User:
    now = timezone.now()
    Visit.objects.create(
        site=brewery_site, fso=fso, starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=1)
    )
    Membership.objects.filter(person=requester).update(site=brewery_site)
    User.objects.filter(pk=requester.pk).update(phone="0470 55 12 30")
    requester.refresh_from_db()
    return requester


def test_the_send_button_is_on_the_first_screen_of_a_phone(
    page: Page, live_server: LiveServer, emma_has_a_phone: User
) -> None:
    page.set_viewport_size(PHONE)
    sign_in_here(page, emma_has_a_phone, live_server)
    page.goto(live_server.url)

    button = page.get_by_role("button", name="Send to Inès").bounding_box()

    assert button is not None
    assert button["y"] + button["height"] <= 844, button
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("script", [True, False])
def test_each_kind_asks_its_own_questions_with_and_without_a_script(
    browser: Browser, live_server: LiveServer, emma_has_a_phone: User, script: bool
) -> None:
    context = browser.new_context(java_script_enabled=script)
    page = context.new_page()
    sign_in_here(page, emma_has_a_phone, live_server)
    page.goto(live_server.url)
    can_work, by_when, reach = (
        page.get_by_role("group", name="Can you still work?"),
        page.get_by_label("By when?"),
        page.get_by_role("group", name="Who is bothered by it?"),
    )
    page.get_by_label("What is going wrong?").fill("Outlook does not open")
    expect(can_work).to_be_visible()
    expect(by_when).to_be_hidden()

    page.get_by_text("I need something").click()
    expect(page.get_by_label("What do you need?")).to_have_value("Outlook does not open")
    expect(by_when).to_be_visible()
    expect(can_work).to_be_hidden()

    page.get_by_text("A question").click()
    expect(by_when).to_be_hidden()
    expect(reach).to_be_hidden()

    page.get_by_text("It does not work").click()
    page.get_by_role("button", name="Send to Inès").click()
    expect(page.get_by_role("link", name="Choose whether you can still work.")).to_be_visible()
    expect(page.locator(".errors")).to_have_count(1)
    if script:
        expect(page.locator(".errors")).to_be_focused()
    expect(page.get_by_label("What is going wrong?")).to_have_value("Outlook does not open")

    page.get_by_text("With difficulty").click()
    page.get_by_role("button", name="Send to Inès").click()
    expect(page.get_by_text("You hear from Inès before")).to_be_visible()
    assert Ticket.objects.get().urgency == Urgency.DIFFICULT
    context.close()


def test_it_works_again_keeps_her_words_and_leaves_no_draft_behind(
    page: Page, live_server: LiveServer, emma_has_a_phone: User, brewery: Client
) -> None:
    told = actions.Report(what="Outlook does not open", urgency=Urgency.DIFFICULT)
    ticket = actions.report(told, client=brewery, actor=emma_has_a_phone)
    sign_in_here(page, emma_has_a_phone, live_server)
    page.goto(f"{live_server.url}/tickets/{ticket.pk}/")

    page.get_by_role("button", name="Send").click()
    expect(page.locator(".errors")).to_be_focused()
    page.get_by_label("Your answer to Inès").fill("I switched it off and on.")
    page.get_by_role("button", name="It works again").click()

    expect(page.get_by_role("heading", name="You told us that it works again. Thank you.")).to_be_visible()
    expect(page.get_by_text("I switched it off and on.")).to_be_visible()
    expect(page.get_by_label("What is still wrong")).to_have_value("")
    page.reload()
    expect(page.get_by_label("What is still wrong")).to_have_value("")
    assert page.evaluate("Object.keys(localStorage)") == []
    ticket.refresh_from_db()
    assert ticket.status == "resolved"


def test_the_next_requests_are_appended_and_the_button_leaves_with_the_last(
    page: Page, live_server: LiveServer, emma_has_a_phone: User, brewery: Client
) -> None:
    for number in range(30):
        told = actions.Report(what=f"Problem {number}", urgency=Urgency.DIFFICULT)
        actions.report(told, client=brewery, actor=emma_has_a_phone)
    sign_in_here(page, emma_has_a_phone, live_server)
    page.goto(f"{live_server.url}/tickets/")

    expect(page.locator("#requests > li")).to_have_count(25)
    page.get_by_role("link", name="Show 25 more").click()

    expect(page.locator("#requests > li")).to_have_count(30)
    expect(page.get_by_role("link", name="Show 25 more")).to_have_count(0)
