"""The frame in a real browser: nothing typed is lost, the focus is where the news is, failure is said once."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from tests.conftest import SignIn

pytestmark = pytest.mark.urls("tests.frame.urls")
Visit = Callable[..., Page]


@pytest.fixture
def visit(live_server: LiveServer, context: BrowserContext, sign_in: SignIn) -> Visit:
    """Return a function that opens an address as this person in one browser; what the console says is a failure."""

    def open_as(person: User, address: str) -> Page:
        session = sign_in(person).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page = context.new_page()
        page.goto(live_server.url + address)
        return page

    return open_as


def test_an_unsent_answer_is_offered_again_to_the_same_person_only(visit: Visit, fso: User, desk: User) -> None:
    page = visit(fso, "/frame/work/")
    page.get_by_label("Your answer").fill("Half a sentence")

    page.reload()

    expect(page.get_by_label("Your answer")).to_have_value("Half a sentence")
    expect(visit(desk, "/frame/work/").get_by_label("Your answer")).to_have_value("")
    expect(visit(fso, "/frame/work/").get_by_label("Your answer")).to_have_value("")


def test_a_sent_answer_is_not_offered_again(visit: Visit, fso: User) -> None:
    page = visit(fso, "/frame/work/")
    page.get_by_label("Your answer").fill("A whole answer")
    page.get_by_label("Title").fill("x")

    page.get_by_role("button", name="Send").click()

    expect(page.get_by_role("heading", name="Sent")).to_be_visible()
    page.reload()
    expect(page.get_by_label("Your answer")).to_have_value("")


def test_an_answer_that_came_back_is_kept_and_the_focus_is_on_what_is_wrong(visit: Visit, fso: User) -> None:
    page = visit(fso, "/frame/work/")
    page.get_by_label("Your answer").fill("Half a sentence")

    page.get_by_role("button", name="Send").click()

    expect(page.locator(".errors")).to_be_focused()
    expect(page.get_by_label("Your answer")).to_have_value("Half a sentence")
    page.reload()
    expect(page.get_by_label("Your answer")).to_have_value("Half a sentence")


def test_without_htmx_too_an_answer_that_came_back_is_kept(visit: Visit, fso: User) -> None:
    page = visit(fso, "/frame/page/")
    page.goto(page.url.replace("page", "work"))
    page.locator("#answer").evaluate("form => { form.removeAttribute('hx-post'); htmx.process(form); }")
    page.get_by_label("Your answer").fill("Half a sentence")

    page.locator("#answer").evaluate("form => HTMLFormElement.prototype.requestSubmit.call(form)")

    expect(page.locator(".errors")).to_be_focused()
    expect(page.get_by_label("Your answer")).to_have_value("Half a sentence")


def test_signing_out_wipes_every_draft(visit: Visit, fso: User) -> None:
    page = visit(fso, "/frame/work/")
    page.get_by_label("Your answer").fill("Not for the next one")

    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/frame/page/")

    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('draft:'))") == []


@pytest.mark.parametrize(
    ("button", "region", "words"),
    [
        ("Gone", "#status", "It is no longer here."),
        ("Refused", "#status", "Thibault already has this. Withdraw first."),
        ("Broken", "#alert", "it is our fault"),
    ],
)
def test_a_failure_is_said_in_its_region_and_nothing_is_swapped(
    visit: Visit, fso: User, button: str, region: str, words: str
) -> None:
    page = visit(fso, "/frame/work/")

    page.get_by_role("button", name=button, exact=True).click()

    expect(page.locator(region)).to_contain_text(words)
    expect(page.get_by_role("heading", name="Untouched")).to_be_visible()


def test_without_network_the_text_is_kept_and_trying_again_sends_it(
    visit: Visit, context: BrowserContext, fso: User
) -> None:
    page = visit(fso, "/frame/work/")
    page.get_by_label("Your answer").fill("A whole answer")
    page.get_by_label("Title").fill("x")
    context.set_offline(True)
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#alert")).to_contain_text("This did not work")
    expect(page.get_by_label("Your answer")).to_have_value("A whole answer")

    context.set_offline(False)
    page.get_by_role("button", name="Try again").click()

    expect(page.get_by_role("heading", name="Sent")).to_be_visible()
    expect(page.locator("#alert")).to_be_empty()


def test_other_questions_keep_what_was_typed_and_take_the_focus_that_was_lost(visit: Visit, fso: User) -> None:
    page = visit(fso, "/frame/work/")
    page.get_by_label("Kept").fill("typed before")

    page.get_by_role("button", name="Swap me").click()

    expect(page.get_by_role("heading", name="New questions")).to_be_focused()
    expect(page.get_by_label("Kept")).to_have_value("typed before")


def test_after_a_failure_the_focus_is_where_it_was(visit: Visit, fso: User) -> None:
    page = visit(fso, "/frame/work/")
    button = page.get_by_role("button", name="Broken")

    button.click()

    expect(page.locator("#alert")).to_contain_text("it is our fault")
    expect(button).to_be_focused()


def test_more_rows_take_the_focus_and_the_link_goes_when_there_are_none(visit: Visit, fso: User) -> None:
    page = visit(fso, "/frame/work/")

    page.get_by_role("link", name="Show 25 more").click()

    expect(page.get_by_role("link", name="Two")).to_be_focused()
    expect(page.get_by_role("link", name="Show 25 more")).to_have_count(0)
    assert page.locator("#rows > li").count() == 2


def test_the_content_policy_is_silent_and_icons_are_drawn(visit: Visit, fso: User) -> None:
    page = visit(fso, "/frame/page/")
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))

    page.reload(wait_until="networkidle")

    assert said == []
    box = page.locator(".brand svg use").evaluate("use => use.getBBox().width")
    assert box > 10


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 1440])
def test_the_frame_is_accessible_and_never_scrolls_sideways(
    browser: Browser, live_server: LiveServer, sign_in: SignIn, fso: User, width: int, scheme: str
) -> None:
    session = sign_in(fso).cookies["sessionid"].value
    # Axe puts its script into the page, which the content policy would refuse; the policy has its own test.
    context = browser.new_context(
        bypass_csp=True,
        color_scheme="dark" if scheme == "dark" else "light",
        viewport={"width": width, "height": 844},
    )
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page = context.new_page()

    for address in ("/frame/page/", "/frame/work/", "/frame/show/1/", "/frame/refuse/"):
        page.goto(live_server.url + address)
        found = Axe().run(page)

        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    context.close()
