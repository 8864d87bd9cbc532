"""The firm's people at work in a real browser: from the queue to a solved ticket, with and without a script."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client as DjangoBrowser
from playwright.sync_api import Browser, Page, ViewportSize, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from sites.models import Client
from tickets import actions
from tickets.lifecycle import Status
from tickets.models import Message, Ticket

PHONE: ViewportSize = {"width": 390, "height": 844}
DESK: ViewportSize = {"width": 1440, "height": 900}


def sign_in_here(page: Page, person: User, server: LiveServer) -> None:
    browser = DjangoBrowser()
    browser.force_login(person)
    key = browser.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": server.url}])


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_the_fso_starts_answers_notes_and_solves(
    script: bool, size: ViewportSize, browser: Browser, live_server: LiveServer, transactional_db: None,
    ticket: Ticket, fso: User,
) -> None:  # fmt: skip
    page = browser.new_context(java_script_enabled=script, viewport=size).new_page()
    sign_in_here(page, fso, live_server)
    page.goto(f"{live_server.url}/queue/")
    page.get_by_role("link", name="Outlook does not open").click()

    page.get_by_role("button", name="Start").click()
    expect(page.get_by_text("You have it in hand.")).to_be_visible()
    page.get_by_label("Your words").fill("I look at it.")
    page.get_by_role("button", name="To Emma, who reads English").click()
    expect(page.locator(".said", has_text="I look at it.")).to_be_visible()
    expect(page.get_by_label("Your words")).to_have_value("")
    page.get_by_label("Your words").fill("The profile is broken.")
    page.get_by_role("button", name="Only us").click()
    expect(page.locator(".said.inside", has_text="The profile is broken.")).to_be_visible()
    page.get_by_role("link", name="Resolve").click()
    page.get_by_label("Minutes").fill("12")
    page.locator("#panel").get_by_role("button", name="Resolve").click()
    expect(page.get_by_role("link", name="Write in one sentence how it was solved.")).to_be_visible()
    page.get_by_label("How was it solved").fill("A new profile")
    page.locator("#panel").get_by_role("button", name="Resolve").click()

    expect(page.get_by_text(f"{ticket.pk} is solved.")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    page.context.close()
    solved = Ticket.objects.get(pk=ticket.pk)
    assert solved.status == Status.RESOLVED
    assert list(Message.objects.filter(ticket=ticket).order_by("pk").values_list("is_public", flat=True)) == [True, True, False]  # fmt: skip


def test_a_solution_is_undone_from_the_message(
    page: Page, live_server: LiveServer, transactional_db: None, ticket: Ticket, fso: User
) -> None:
    sign_in_here(page, fso, live_server)
    page.goto(f"{live_server.url}/tickets/{ticket.pk}/?do=resolve")
    page.get_by_label("Minutes").fill("2")
    page.locator("#panel").get_by_role("button", name="Resolve").click()
    page.get_by_role("button", name="Undo").click()

    expect(page.get_by_text(f"{ticket.pk} is open again.")).to_be_visible()
    assert Ticket.objects.get(pk=ticket.pk).status == Status.OPEN


def test_more_rows_join_the_list_and_a_filter_narrows_it_in_place(
    page: Page, live_server: LiveServer, transactional_db: None, brewery: Client, requester: User, fso: User
) -> None:
    for number in range(30):
        kind = "question" if number % 3 == 0 else "incident"
        actions.report(actions.Report(what=f"Number {number}", type=kind), client=brewery, actor=requester)
    sign_in_here(page, fso, live_server)
    page.goto(f"{live_server.url}/queue/?view=clients")
    expect(page.locator(".row")).to_have_count(25)

    page.get_by_role("link", name="Show 25 more").click()
    expect(page.locator(".row")).to_have_count(30)
    expect(page.get_by_role("link", name="Show 25 more")).to_have_count(0)

    page.get_by_text("Filter", exact=True).click()
    page.get_by_label("Type").select_option("question")
    expect(page.locator(".row")).to_have_count(10)
    page.wait_for_url("**type=question**")


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_call_is_written_down_and_solved_now(
    script: bool, browser: Browser, live_server: LiveServer, transactional_db: None, ticket: Ticket, fso: User
) -> None:
    page = browser.new_context(java_script_enabled=script, viewport=PHONE).new_page()
    sign_in_here(page, fso, live_server)
    page.goto(f"{live_server.url}/tickets/record/")
    page.get_by_label("Who is it?").fill("emma")
    if not script:
        page.get_by_role("button", name="Find").last.click()
    expect(page.get_by_role("link", name=f"{ticket.pk} Outlook does not open")).to_be_visible()
    page.get_by_role("radio", name="Emma Claes").check()
    page.get_by_label("What is it?").fill("The mouse is dead")
    page.get_by_label("Minutes").fill("3")
    page.get_by_role("button", name="Solved now").click()

    expect(page.get_by_role("heading", name="The mouse is dead")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.context.close()
    made = Ticket.objects.latest("pk")
    assert (made.status, made.solved_on_the_spot, made.requester) == (Status.RESOLVED, True, ticket.requester)


def test_an_empty_note_leads_to_its_field_and_old_news_goes(
    page: Page, live_server: LiveServer, transactional_db: None, ticket: Ticket, fso: User
) -> None:
    sign_in_here(page, fso, live_server)
    page.goto(f"{live_server.url}/tickets/{ticket.pk}/")
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_text("You have it in hand.")).to_be_visible()

    page.get_by_role("button", name="Only us").click()

    expect(page.get_by_label("Your words")).to_be_focused()
    expect(page.get_by_label("Your words")).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_text("You have it in hand.")).to_have_count(0)


@pytest.mark.urls("tests.demo.urls")
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_the_cast_uses_the_width(
    size: ViewportSize, browser: Browser, live_server: LiveServer, transactional_db: None,
    fso: User, requester: User, contact: User, outsider_requester: User,
) -> None:  # fmt: skip
    page = browser.new_context(viewport=size).new_page()
    page.goto(f"{live_server.url}/demo/")

    lefts = {round(card.bounding_box()["x"]) for card in page.locator(".groups > .card").all()}  # type: ignore[index]
    width = page.evaluate("document.documentElement.scrollWidth")
    page.context.close()

    assert width <= size["width"]
    assert len(lefts) == (1 if size == PHONE else 2)
