"""The outbox in a real browser: readable on a phone and on a screen, by day and at night, with and without a script."""

from __future__ import annotations

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from notifications.models import Delivery, Pending, SignOfLife
from tests.browser.test_staff import DESK, PHONE, sign_in_here
from tests.notifications.outbox_rows import fact_set_aside, refused_mail, stopped_address
from tickets.models import Ticket

VIEWS = ["", "?view=failing", "?view=facts", "?view=addresses", "mails/?language=fr", "mails/client/answered/"]
WORDS = (
    "550-5.1.1 The email account that you tried to reach does not exist: https://support.example.com/mail/NoSuchUser"
)


@pytest.fixture
def bad_day(ticket: Ticket, requester: User, colleague: User, fso: User) -> None:
    """A mail of every failed state, one that is tried again, a fact told to nobody, a stopped address, a silent worker."""
    now = timezone.now()
    Pending.objects.update(done_at=now)
    refused_mail(requester, ticket, last_error=WORDS, attempts=3)
    refused_mail(colleague, ticket, topic="solved", state="given_up", last_error="451 4.7.1 Greylisted", attempts=14)
    refused_mail(fso, ticket, topic="new", state="set_aside", last_error="TemplateSyntaxError: a tag", attempts=3)
    waiting = {"state": "waiting", "ended_at": None, "last_error": "Timeout: the server says nothing"}
    refused_mail(fso, ticket, topic="new", **waiting, due_at=now + timedelta(minutes=4))
    refused_mail(fso, ticket, topic="new", **waiting, due_at=now - timedelta(minutes=7))
    stopped_address(requester, WORDS)
    fact_set_aside()
    SignOfLife.objects.create(name="celery@desk-1", kind="worker", seen_at=now - timedelta(minutes=7))
    SignOfLife.objects.create(name="beat", kind="clock", seen_at=now - timedelta(minutes=7))


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_every_part_of_the_outbox_is_readable(
    size: dict[str, int], theme: str, browser: Browser, live_server: LiveServer, transactional_db: None,
    bad_day: None, desk: User,
) -> None:  # fmt: skip
    page = browser.new_context(viewport=size, color_scheme=theme).new_page()  # type: ignore[arg-type]
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    sign_in_here(page, desk, live_server)

    for view in VIEWS:
        page.goto(f"{live_server.url}/outbox/{view}", wait_until="networkidle")
        assert Axe().run(page).response["violations"] == [], view
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], view
    assert complaints == []


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_one_is_tried_again_and_what_is_ticked_is_dismissed(
    script: bool, browser: Browser, live_server: LiveServer, transactional_db: None, bad_day: None, desk: User
) -> None:
    Delivery.objects.filter(state="refused").update(person=Delivery.objects.get(state="given_up").person)
    page = browser.new_context(java_script_enabled=script, viewport=PHONE).new_page()
    sign_in_here(page, desk, live_server)
    page.goto(f"{live_server.url}/outbox/")

    page.get_by_role("button", name="Try again Inès Vercammen").click()
    expect(page.get_by_text("It goes out again within seconds.")).to_be_visible()
    for box in page.get_by_role("checkbox", name="Joke Van Hove").all():
        box.check()
    page.get_by_role("button", name="Dismiss the ticked ones").click()

    expect(page.get_by_text("2 are dismissed.")).to_be_visible()
    expect(page.get_by_text("Nothing failed so far.")).to_be_visible()


def test_the_page_of_a_mail_stands_in_its_frame(
    browser: Browser, live_server: LiveServer, transactional_db: None, administrator: User
) -> None:
    page = browser.new_context(viewport=DESK).new_page()
    sign_in_here(page, administrator, live_server)

    page.goto(f"{live_server.url}/outbox/mails/client/answered/?language=en")

    inside = page.frame_locator("iframe.as-sent")
    expect(inside.get_by_role("link").first).to_be_visible()
