"""The story in a real browser, once in each language: Emma and her FSO on a phone, the second line and the manager at a desk.

Pages are used under the strict policy that people get, whose violations fail the story; each is looked at by axe in another
context, because axe itself is a script that the policy would refuse.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.test import Client as DjangoBrowser
from playwright.sync_api import Browser, BrowserContext, Locator, Page, ViewportSize, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from fso_desk.celery import app
from tests.cast import PASSWORD
from tests.escalation.conftest import firm_has_its_chains  # noqa: F401 - fixture: the firm's chains stand from the beginning
from tests.journeys.conftest import Firm, firm  # noqa: F401 - fixture
from tests.journeys.words import LANGUAGES, plain, said
from tickets.lifecycle import Status
from tickets.models import Ticket

PHONE: ViewportSize = {"width": 390, "height": 844}
DESK: ViewportSize = {"width": 1440, "height": 900}
OUTLOOK, SERVER = "Outlook <b>opent</b> niet", "De server ligt plat!"
Say = Callable[..., str]


class Seat:
    """One person at one browser: ``page`` under the strict policy, ``looks`` for axe beside it."""

    def __init__(self, browser: Browser, server: str, size: ViewportSize, complaints: list[str], script: bool) -> None:
        self.server, self.size = server, size
        self.context: BrowserContext = browser.new_context(viewport=size, java_script_enabled=script)
        self.page: Page = self.context.new_page()
        self.page.on("pageerror", lambda error: complaints.append(str(error)))
        self.page.on("console", lambda said: complaints.append(said.text) if _is_complaint(said.text) else None)
        self._looking: BrowserContext | None = None
        self._browser = browser

    def goes(self, address: str) -> Page:
        """Open a page of the desk."""
        self.page.goto(self.server + address)
        return self.page

    def looks(self) -> None:
        """Let axe look at the page that stands open, as it is now; nothing may be wider than the screen."""
        if self._looking is None:
            self._looking = self._browser.new_context(viewport=self.size, bypass_csp=True)
        self._looking.add_cookies(self.context.cookies())  # type: ignore[arg-type]
        page = self._looking.new_page()
        page.goto(self.page.url)
        page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true; })")
        found = Axe().run(page).response["violations"]
        assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == [], self.page.url
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= self.size["width"], (self.page.url, width)
        page.close()

    def signs_in_as(self, person: User) -> None:
        """Be this person without the pages of sign-in, which have had their turn."""
        signed_in = DjangoBrowser()
        signed_in.force_login(person)
        session = signed_in.cookies[settings.SESSION_COOKIE_NAME].value
        self.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": self.server}])


@pytest.fixture
def complaints() -> list[str]:
    """What browsers complained about: errors of scripts, and what the policy had to stop."""
    return []


@pytest.fixture
def sit(browser: Browser, live_server: LiveServer, complaints: list[str]) -> Iterator[Callable[..., Seat]]:
    """A function that gives somebody a browser."""
    seats: list[Seat] = []

    def sits(size: ViewportSize = PHONE, *, script: bool = True) -> Seat:
        seats.append(Seat(browser, live_server.url, size, complaints, script))
        return seats[-1]

    yield sits
    for seat in seats:
        seat.context.close()


@pytest.fixture
def mails_at_once(transactional_db: None) -> Iterator[None]:
    """What is mailed arrives within the request; the journeys prove the worker."""
    cache.clear()
    before, app.conf.task_always_eager = app.conf.task_always_eager, True
    yield
    app.conf.task_always_eager = before


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_story_in_the_browser(
    language: str, firm: Firm, sit: Callable[..., Seat], mails_at_once: None, complaints: list[str],  # noqa: F811
    outsider_requester: User, outsider_fso: User,
) -> None:  # fmt: skip
    User.objects.update(language=language)

    def say(sentence: str, **facts: object) -> str:
        return said(language, sentence, **facts)

    emma, joke, ines = sit(), sit(script=False), sit()
    thibault, sofie, yannick = sit(DESK), sit(DESK), sit(DESK)
    emma_signs_in(emma, firm, say)
    expect(emma.page.locator(f"html[lang={language}]")).to_be_attached()
    number = emma_reports_with_the_keyboard_alone(emma, say)
    ines_signs_in_and_solves_it(ines, number, firm, say)
    emma_says_not_solved_and_then_solved(emma, ines, number, say)
    joke_asks_without_a_script_and_says_that_it_works_again(joke, firm, say)
    server = emma_reports_that_nobody_can_work(emma, say)
    ines_hands_it_on(ines, server, "Server", ("Thibault Martin", "Sofie Maes"), say)
    two_engineers_press(thibault, sofie, server, firm, say)
    assert say("%(name)s is on it together with a specialist colleague.", name="Inès") in words_of(
        emma.goes(f"/tickets/{server}/")
    )
    emma.looks()
    renewals_go_to_the_manager(emma, ines, yannick, firm, say)
    the_manager_reads(yannick, firm, say)
    for one in (outsider_requester, outsider_fso):
        assert_it_never_was(sit(), one, server)
    sit_alone = sit()
    sit_alone.goes(f"/tickets/{server}/")
    assert "/sign-in/" in sit_alone.page.url
    assert complaints == []


def emma_signs_in(emma: Seat, firm: Firm, say: Say) -> None:  # noqa: F811
    page = emma.goes("/sign-in/")
    emma.looks()
    page.locator("#id_email").fill(str(firm.emma.email))
    page.locator("main form button").click()
    page.locator("#id_code").wait_for()
    digits = re.search(r"\b\d{6}\b", str(mail.outbox[-1].body))
    assert digits
    page.locator("#id_code").fill(digits[0])
    page.locator("main form button").click()
    expect(
        page.get_by_role("heading", name="Inès Vercammen").or_(page.get_by_text("Inès Vercammen")).first
    ).to_be_visible()
    emma.looks()


def emma_reports_with_the_keyboard_alone(emma: Seat, say: Say) -> int:
    page = emma.goes("/")
    tab_to(page, "textarea[name=what]")
    page.keyboard.type(OUTLOOK)
    tab_to(page, "input[name=urgency]")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    expect(page.locator("input[name=urgency][value='2']")).to_be_checked()
    tab_to(page, "form.asking button.go-on")
    page.keyboard.press("Enter")
    page.wait_for_url("**/sent/")
    emma.looks()
    assert "+32 2 555 01 00" in words_of(page)
    return number_in(page)


def ines_signs_in_and_solves_it(ines: Seat, number: int, firm: Firm, say: Say) -> None:  # noqa: F811
    page = ines.goes("/sign-in/password/")
    ines.looks()
    page.locator("#id_login").fill(str(firm.ines.email))
    page.locator("#id_password").fill(PASSWORD)
    page.locator("main form button").last.click()
    page.wait_for_url("**/queue/**")
    row = page.locator(f"#ticket-{number}")
    expect(row).to_contain_text(OUTLOOK)
    row.locator("summary").click()
    expect(row.locator("details")).to_have_attribute("open", "")
    ines.looks()
    row.locator("a.row-title").click()
    page.locator("#start").click()
    expect(page.get_by_text(say("You have it in hand.")).first).to_be_visible()
    page.locator("#write_body").fill("I look at it.")
    page.locator("#send-answer").click()
    expect(page.locator(".said", has_text="I look at it.")).to_be_visible()
    solve(page, "A new profile.", "10")
    ines.looks()


def emma_says_not_solved_and_then_solved(emma: Seat, ines: Seat, number: int, say: Say) -> None:
    page = emma.goes(f"/tickets/{number}/")
    expect(page.get_by_text("I look at it.")).to_be_visible()
    expect(page.get_by_text("A new profile.").first).to_be_visible()
    emma.looks()
    page.locator("#id_body").fill("The same window again.")
    page.get_by_role("button", name=say("Not solved"), exact=True).click()
    expect(page.get_by_text(say("We go on with it."))).to_be_visible()
    assert Ticket.objects.get(pk=number).status == Status.OPEN
    solve(ines.goes(f"/tickets/{number}/"), "Another profile.", "15")
    emma.goes(f"/tickets/{number}/")
    page.get_by_role("button", name=say("It is solved"), exact=True).click()
    expect(page.get_by_text(say("Thank you. This is finished."))).to_be_visible()
    emma.looks()
    assert Ticket.objects.get(pk=number).status == Status.CLOSED


def joke_asks_without_a_script_and_says_that_it_works_again(joke: Seat, firm: Firm, say: Say) -> None:  # noqa: F811
    joke.signs_in_as(firm.joke)
    page = joke.goes("/")
    page.locator("#id_what").fill("No sound in the meeting room")
    page.locator("form.asking button.go-on").click()
    expect(page.get_by_role("link", name=say("Choose whether you can still work."))).to_be_visible()
    expect(page.locator("#id_what")).to_have_value("No sound in the meeting room")
    tile(page, "urgency", "3").click()
    page.locator("form.asking button.go-on").click()
    page.wait_for_url("**/sent/")
    number = number_in(page)
    joke.goes(f"/tickets/{number}/")
    joke.looks()
    page.get_by_role("button", name=say("It works again")).click()
    expect(page.get_by_text(say("Thank you. We are glad that it works again."))).to_be_visible()
    assert Ticket.objects.get(pk=number).status == Status.RESOLVED


def emma_reports_that_nobody_can_work(emma: Seat, say: Say) -> int:
    page = emma.goes("/")
    page.locator("#id_what").fill(SERVER)
    tile(page, "impact", "1").click()
    tile(page, "urgency", "1").click()
    page.locator("form.asking button.go-on").click()
    page.wait_for_url("**/sent/")
    question = page.get_by_text(say("Is it really everybody?"))
    expect(question).to_be_visible()
    expect(page.locator("a.big-call")).to_contain_text("+32 2 555 01 00")
    emma.looks()
    page.get_by_role("button", name=say("Yes, everybody")).click()
    expect(question).to_have_count(0)
    return number_in(page)


def ines_hands_it_on(ines: Seat, number: int, category: str, names: tuple[str, ...], say: Say) -> None:
    page = ines.goes("/queue/")
    if category == "Server":
        first = page.locator(".rows > li").first
        expect(first).to_contain_text(SERVER)
        expect(first).to_contain_text(say("Critical and in nobody’s hands: first, wherever you are"))
    page = ines.goes(f"/tickets/{number}/")
    page.get_by_role("link", name=say("Escalate"), exact=True).first.click()
    page.wait_for_url("**/escalate/")  # and until it is loaded: its choices are read at once
    value = page.locator("#handover_category option").evaluate_all(
        "(all, words) => all.find(one => words.includes(one.textContent)).value",
        [
            category,
            {"Server": "Serveur", "Renewal": "Renouvellement"}[category],
            {"Server": "Server", "Renewal": "Verlenging"}[category],
        ],
    )
    page.locator("#handover_category").select_option(value)
    for name in names:
        expect(page.locator("#way")).to_contain_text(name)
    for field, words in (("wrong", "NO-SHARE"), ("tried", "RESTARTED"), ("needed", "LOOK-AT-IT")):
        page.locator(f"#handover_{field}").fill(words)
    ines.looks()
    page.locator("main form button.go-on").click()
    page.wait_for_url(f"**/tickets/{number}/")


def two_engineers_press(thibault: Seat, sofie: Seat, number: int, firm: Firm, say: Say) -> None:  # noqa: F811
    thibault.signs_in_as(firm.thibault)
    sofie.signs_in_as(firm.sofie)
    for seat in (thibault, sofie):
        expect(seat.goes("/escalations/").locator("article.offer")).to_contain_text("NO-SHARE")
    thibault.looks()
    thibault.page.locator("article.offer form button").click()
    thibault.page.wait_for_url(f"**/tickets/{number}/")
    sofie.page.locator("article.offer form button").click()
    expect(sofie.page.locator("main")).to_contain_text("Thibault")
    expect(sofie.page.locator("article.offer")).to_have_count(0)
    page = thibault.page
    page.locator("#write_body").fill("REBUILT the volume")
    page.locator("#send-note").click()
    expect(page.locator(".said.inside", has_text="REBUILT the volume")).to_be_visible()
    thibault.goes("/escalations/")
    thibault.looks()
    page.locator("summary", has_text=say("Hand back")).first.click()
    page.locator("textarea[name=done]").fill("REBUILT the volume")
    page.locator("textarea[name=needed_on_site]").fill("CHANGE-THE-CABLE")
    page.locator("form[action$='/hand-back/'] button").click()
    expect(page.locator("ol.rows")).to_contain_text("CHANGE-THE-CABLE")
    ticket = Ticket.objects.get(pk=number)
    assert (ticket.contact, ticket.assignee) == (firm.ines, firm.ines)


def renewals_go_to_the_manager(emma: Seat, ines: Seat, yannick: Seat, firm: Firm, say: Say) -> None:  # noqa: F811
    page = emma.goes("/")
    tile(page, "type", "question").click()
    page.locator("#id_what").fill("When do we renew the laptops?")
    page.locator("form.asking button.go-on").click()
    page.wait_for_url("**/sent/")
    ines_hands_it_on(ines, number_in(page), "Renewal", ("Yannick Dubois",), say)
    yannick.signs_in_as(firm.yannick)
    expect(yannick.goes("/escalations/").locator("article.offer")).to_contain_text("When do we renew the laptops?")


def the_manager_reads(yannick: Seat, firm: Firm, say: Say) -> None:  # noqa: F811
    page = yannick.goes("/portfolio/")
    yannick.looks()
    page.get_by_role("rowheader", name=firm.client.name).get_by_role("link").click()
    page.wait_for_url("**/reports/**")
    yannick.looks()
    figure = page.locator(".figures dd a").first
    counted = int(figure.inner_text())
    figure.click()
    expect(page.locator(".rows > li")).to_have_count(counted)
    assert counted == Ticket.objects.filter(client=firm.client).count()
    yannick.looks()


def assert_it_never_was(seat: Seat, person: User, number: int) -> None:
    seat.signs_in_as(person)
    page = seat.goes(f"/tickets/{number}/")
    there = page.content()
    assert SERVER not in there
    never = seat.goes("/tickets/987654321/")
    assert words_of(never) == words_of(page)
    assert there == never.content()


# ---- how ----


def solve(page: Page, how: str, minutes: str) -> None:
    page.locator("#open-resolve").click()
    page.locator("#panel #id_minutes").fill(minutes)
    page.locator("#panel #id_how").fill(how)
    page.locator("#panel form button.go-on").click()
    expect(page.locator("#open-reopen")).to_be_visible()


def tile(page: Page, name: str, value: str) -> Locator:
    """The label of one answer: what a finger meets."""
    key = page.locator(f"input[name={name}][value='{value}']").get_attribute("id")
    return page.locator(f"label[for={key}]")


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is there."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"The keyboard does not reach {selector}")


def words_of(page: Page) -> str:
    return plain(page.locator("body").inner_text())


def number_in(page: Page) -> int:
    found = re.search(r"/tickets/(\d+)/", page.url)
    assert found
    return int(found[1])


def _is_complaint(text: str) -> bool:
    """A refusal that a page shows is no complaint, though the browser writes down its status."""
    return not text.startswith("Failed to load resource: the server responded with a status of 4")
