"""Mails in a real browser: readable by day and at night, on a phone and on a screen, and nothing is loaded for them."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from notifications.examples import Example, examples, letter_of

LOOKED_AT = [
    ("client", "answered-and-more"),
    ("client", "resolved"),
    ("firm", "several"),
    ("firm", "my_day"),
    ("firm", "escalated"),
]
PAGE_RULES = ["landmark-one-main", "page-has-heading-one", "region"]  # of pages; a mail is none


def example_of(side: str, name: str) -> Example:
    return next(one for one in examples() if (one.side, one.name) == (side, name))


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 700])
@pytest.mark.parametrize(("side", "name"), LOOKED_AT)
def test_a_mail_is_readable_and_loads_nothing(browser: Browser, side: str, name: str, width: int, theme: str) -> None:
    letter = letter_of(example_of(side, name), "en")
    page = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=theme).new_page()  # type: ignore[arg-type]
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    page.set_content(str(letter.alternatives[0][0]))

    assert asked == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert paper == {"light": "rgb(246, 244, 239)", "dark": "rgb(20, 24, 23)"}[theme]
    found = Axe().run(page, options={"rules": {rule: {"enabled": False} for rule in PAGE_RULES}})
    assert found.response["violations"] == []
    assert page.locator("a").count() > 0
    links = [link.get_attribute("href") or "" for link in page.locator("a").all()]
    assert all(link.startswith(("https://desk.test/", "tel:")) for link in links)
