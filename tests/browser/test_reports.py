"""Reports in a real browser: readable by everyone, on a phone and on a desk, without a script of ours."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client as DjangoBrowser
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from sites.models import Client
from tickets import actions
from tickets.models import Category, Impact, Ticket, Urgency


@pytest.fixture
def some_history(
    transactional_db: None, brewery: Client, requester: User, fso: User, mail_category: Category
) -> list[Ticket]:
    """Twenty-four solved tickets and a late one of the last weeks, and one that nobody may see."""
    now = timezone.now()
    made = []
    for number in range(26):
        told = actions.Report(
            what=f"Outlook does not open ({number})",
            impact=Impact.PERSON,
            urgency=Urgency.DIFFICULT,
            category=mail_category,
            confidential=number == 25,
        )
        made.append(actions.report(told, client=brewery, actor=requester, at=now - timedelta(days=1 + number)))
    for ticket in made[:24]:
        actions.resolve(ticket, how="Done.", minutes=5, actor=fso, at=ticket.opened_at + timedelta(hours=2))
    return made


@pytest.mark.parametrize(
    ("width", "scheme", "language"),
    [(320, "light", "fr"), (390, "dark", "nl"), (1440, "light", "en"), (1440, "dark", "fr")],
)
def test_reports_are_accessible_and_fit(
    browser: Browser,
    live_server: LiveServer,
    some_history: list[Ticket],
    brewery: Client,
    ict_manager: User,
    width: int,
    scheme: str,
    language: str,
) -> None:
    User.objects.filter(pk=ict_manager.pk).update(language=language)
    signed_in = DjangoBrowser()
    signed_in.force_login(ict_manager)
    session = signed_in.cookies[settings.SESSION_COOKIE_NAME].value
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme="dark" if scheme == "dark" else "light"
    )
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
    page = context.new_page()

    for address in (reverse("reports:show", args=[brewery.pk]), reverse("reports:portfolio")):
        page.goto(live_server.url + address)
        page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true; })")

        found = Axe().run(page).response["violations"]
        assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_figure_of_the_chart_is_one_press_from_its_tickets(
    browser: Browser, live_server: LiveServer, some_history: list[Ticket], brewery: Client, ict_manager: User
) -> None:
    signed_in = DjangoBrowser()
    signed_in.force_login(ict_manager)
    session = signed_in.cookies[settings.SESSION_COOKIE_NAME].value
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
    page = context.new_page()
    today = timezone.now().date()
    days = urlencode({"from": today - timedelta(days=40), "until": today})
    page.goto(f"{live_server.url}{reverse('reports:show', args=[brewery.pk])}?{days}")

    page.locator(".figures dd a").first.click()

    expect(page.locator("ol.rows > li, ul.rows > li, .row")).to_have_count(25)
    assert "opened_from=" in page.url
