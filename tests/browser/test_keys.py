"""Single letters in the list and on a ticket, in a real browser: they act at work, never while one writes, and can be off."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client as DjangoBrowser
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect
from pytest_django.live_server_helper import LiveServer

from accounts import actions as people
from accounts.models import PersonEvent, User
from sites.models import Client
from tickets import actions
from tickets.lifecycle import Status
from tickets.models import Ticket, TicketEvent

DESK: ViewportSize = {"width": 1440, "height": 900}
SEEN = "/queue/?view=clients"


@pytest.fixture
def kept(brewery: Client, colleague: User, ticket: Ticket) -> Ticket:
    """A second ticket: it stands below the first one."""
    return actions.report(actions.Report(what="The mouse is dead"), client=brewery, actor=colleague)


@pytest.fixture
def page(browser: Browser, live_server: LiveServer, transactional_db: None, fso: User) -> Iterator[Page]:
    """A browser of the FSO; what the page's policy refuses fails the test."""
    signed_in = DjangoBrowser()
    signed_in.force_login(fso)
    refused: list[str] = []
    page = browser.new_context(viewport=DESK, base_url=live_server.url).new_page()
    page.on("console", lambda said: refused.append(said.text) if "Content Security" in said.text else None)
    key = signed_in.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}])
    yield page
    assert refused == []


def title_of(page: Page, ticket: Ticket) -> Locator:
    return page.locator(f"#ticket-{ticket.pk} .row-title")


def test_j_and_k_move_the_place_and_enter_opens(page: Page, ticket: Ticket, kept: Ticket) -> None:
    page.goto(SEEN)
    first, second = page.locator("#queue-rows > .row").all()
    page.keyboard.press("k")
    expect(first.locator(".row-title")).to_be_focused()
    page.keyboard.press("j")
    expect(second.locator(".row-title")).to_be_focused()
    expect(page.locator(".row.at")).to_have_count(1)
    expect(second).to_have_class(re.compile(r"\bat\b"))
    expect(second).to_have_attribute("aria-current", "true")
    page.keyboard.press("j")
    expect(second.locator(".row-title")).to_be_focused()
    page.keyboard.press("k")
    expect(first.locator(".row-title")).to_be_focused()
    expect(second).not_to_have_attribute("aria-current", "true")
    page.keyboard.press("j")
    words = second.locator(".row-title").inner_text()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


@pytest.mark.parametrize(
    ("key", "address", "focused"),
    [
        ("t", "#start", "#start"),
        ("a", "?do=assign#panel", "#panel select, #panel input:focus"),
        ("r", "?do=resolve#panel", "#panel [name=minutes]"),
        ("m", "#write", "#write textarea"),
        ("e", "escalate/", None),
    ],
)
def test_a_letter_on_a_row_leads_to_the_ticket_and_posts_nothing(
    key: str, address: str, focused: str | None, page: Page, ticket: Ticket, kept: Ticket
) -> None:
    page.goto(SEEN)
    title_of(page, ticket).focus()
    before = TicketEvent.objects.count()
    page.keyboard.press(key)
    expect(page).to_have_url(re.compile(re.escape(f"/tickets/{ticket.pk}/{address}") + "$"))
    if focused:
        expect(page.locator(focused).first).to_be_focused()
    assert TicketEvent.objects.count() == before
    assert Ticket.objects.get(pk=ticket.pk).status == Status.NEW


def test_without_a_row_at_hand_a_letter_of_tickets_does_nothing(page: Page, ticket: Ticket) -> None:
    page.goto(SEEN)
    page.keyboard.press("r")
    page.keyboard.press("t")
    page.keyboard.press("j")
    expect(title_of(page, ticket)).to_be_focused()
    assert page.url.endswith(SEEN)


def test_on_the_ticket_the_letters_press_its_buttons_and_in_a_field_they_are_typed(page: Page, ticket: Ticket) -> None:
    page.goto(f"/tickets/{ticket.pk}/")
    page.keyboard.press("t")
    expect(page.get_by_text("You have it in hand.")).to_be_visible()
    page.keyboard.press("m")
    words = page.get_by_label("Your words")
    expect(words).to_be_focused()
    page.keyboard.type("are j k t?")
    expect(words).to_have_value("are j k t?")
    expect(page.locator("#panel form")).to_have_count(0)
    expect(page.locator("#keys")).not_to_be_visible()
    words.fill("")
    words.blur()

    page.keyboard.press("Alt+r")
    expect(page.locator("#panel form")).to_have_count(0)
    page.keyboard.press("r")
    expect(page.locator("#panel").get_by_role("heading", name="Resolve")).to_be_visible()
    expect(page.get_by_label("Minutes")).to_be_focused()
    page.keyboard.type("2")
    page.locator("#panel").get_by_role("button", name="Resolve").click()
    expect(page.get_by_text(f"{ticket.pk} is solved.")).to_be_visible()
    page.keyboard.press("u")
    expect(page.get_by_text(f"{ticket.pk} is open again.")).to_be_visible()
    assert Ticket.objects.get(pk=ticket.pk).status == Status.IN_PROGRESS


def test_what_cannot_act_takes_the_focus_and_says_why(page: Page, ticket: Ticket, fso: User) -> None:
    actions.start(ticket, actor=fso)
    page.goto(f"/tickets/{ticket.pk}/")
    page.keyboard.press("t")
    expect(page.locator("[data-key=t]")).to_be_focused()
    expect(page.locator("[data-key=t]")).to_have_attribute("aria-disabled", "true")
    expect(page.locator("[data-key=t]")).to_have_attribute("aria-describedby", "why-not")


@pytest.mark.parametrize("address", [SEEN, "/me/"])
def test_n_records_a_call_from_any_page_of_the_firm(address: str, page: Page, ticket: Ticket) -> None:
    page.goto(address)
    page.keyboard.press("n")
    expect(page).to_have_url(re.compile("/tickets/record/$"))


def test_the_help_opens_and_escape_gives_the_focus_back(page: Page, ticket: Ticket) -> None:
    page.goto(SEEN)
    title_of(page, ticket).focus()
    page.keyboard.press("?")
    help_ = page.get_by_role("dialog", name="What the keys do here")
    expect(help_).to_be_visible()
    expect(help_.get_by_text("Next ticket, previous ticket")).to_be_visible()
    page.keyboard.press("r")
    expect(help_).to_be_visible()
    page.keyboard.press("Escape")
    expect(help_).not_to_be_visible()
    expect(title_of(page, ticket)).to_be_focused()

    shown = page.get_by_role("button", name="Keys")
    shown.click()
    help_.get_by_role("button", name="Close").click()
    expect(help_).not_to_be_visible()
    expect(shown).to_be_focused()
    page.keyboard.press("r")
    expect(page).to_have_url(re.compile(r"do=resolve#panel$"))


def test_turned_off_in_the_account_nothing_acts(page: Page, ticket: Ticket, fso: User) -> None:
    page.goto("/me/")
    page.get_by_label("Single letters act on tickets").uncheck()
    page.get_by_role("region", name=fso.name).get_by_role("button", name="Save").click()
    expect(page.get_by_text("Your account is changed.")).to_be_visible()
    expect(page.get_by_label("Single letters act on tickets")).not_to_be_checked()
    event = PersonEvent.objects.filter(kind="profile_changed").get()
    assert event.details == {"fields": ["keyboard_shortcuts"]}

    for address in (SEEN, f"/tickets/{ticket.pk}/"):
        page.goto(address)
        for key in ("j", "r", "t", "n", "?"):
            page.keyboard.press(key)
        assert page.url.endswith(address)
        assert page.evaluate("document.activeElement === document.body")
        expect(page.get_by_role("button", name="Keys")).to_have_count(0)
        expect(page.locator("#keys")).to_have_count(0)
    assert Ticket.objects.get(pk=ticket.pk).status == Status.NEW


def test_a_profile_changed_elsewhere_leaves_the_keys_as_they_were(fso: User) -> None:
    fso.keyboard_shortcuts = False
    fso.save(update_fields=["keyboard_shortcuts"])
    changed = people.change_profile(fso, actor=fso, name=fso.name, language="nl", time_zone="Europe/Brussels", phone="")
    assert changed.language == "nl"
    assert changed.keyboard_shortcuts is False


def test_people_of_clients_have_neither_the_keys_nor_the_choice(requester: User, client: DjangoBrowser) -> None:
    client.force_login(requester)
    for address in ("/me/", "/"):
        words = client.get(address).content.decode()
        assert "keys.js" not in words
        assert "keyboard_shortcuts" not in words
