"""How every mail looks, on a page for who looks after the outbox."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.conf import settings

from accounts.models import User
from notifications.examples import examples, letter_of
from tests.budgets import queries_of
from tests.conftest import SignIn

MAILS = "/outbox/mails/"
LANGUAGES = [code for code, _words in settings.LANGUAGES]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_mail_is_listed_and_shown_in_every_language(language: str, administrator: User, sign_in: SignIn) -> None:
    browser = sign_in(administrator)
    listed = browser.get(MAILS, {"language": language}).content.decode()
    addresses = re.findall(rf'href="({MAILS}[^"]+)"', listed)
    assert len(addresses) == len(examples()) > 20

    # Each page in one language: that every mail speaks each of them is told where mails are written.
    shown_here = slice(LANGUAGES.index(language), None, len(LANGUAGES))
    for example, address in list(zip(examples(), addresses, strict=True))[shown_here]:
        letter = letter_of(example, language)
        shown = browser.get(unescape(address))
        text = unescape(shown.content.decode())
        assert shown.status_code == 200
        assert str(letter.subject) in text, address
        sentence = str(letter.body).strip().splitlines()[0]
        assert sentence in text, address
        (framed,) = re.findall(r'<iframe class="as-sent" sandbox src="([^"]+)"', shown.content.decode())
        assert "<html" in browser.get(unescape(framed)).content.decode()


def test_the_page_of_a_mail_is_shown_where_nothing_of_it_runs(administrator: User, sign_in: SignIn) -> None:
    browser = sign_in(administrator)
    around, inside = (browser.get(f"{MAILS}client/answered/{part}") for part in ("", "as-sent/"))

    assert "frame-src 'self'" in around.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in around.headers["Content-Security-Policy"]
    assert around.headers["X-Frame-Options"] == "DENY"
    policy = inside.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert policy.endswith("frame-ancestors 'self'; sandbox")
    assert inside.headers["X-Frame-Options"] == "SAMEORIGIN"


def test_the_language_is_the_readers_own_unless_he_asks_for_another(desk: User, sign_in: SignIn) -> None:
    desk.language = "nl"
    desk.save(update_fields=["language"])
    browser = sign_in(desk)

    assert 'lang="nl"' in browser.get(f"{MAILS}client/answered/").content.decode().partition("<iframe")[2]
    assert browser.get(f"{MAILS}client/answered/", {"language": "de"}).status_code == 400
    assert browser.get(f"{MAILS}client/never-was/").status_code == 404
    assert browser.get(f"{MAILS}nobody/answered/").status_code == 404


def test_a_preview_asks_nothing_of_the_database_but_who_reads(administrator: User, sign_in: SignIn) -> None:
    browser = sign_in(administrator)
    alone = len(queries_of(browser, "/outbox/mails/client/answered/as-sent/"))

    assert alone <= 3
    assert len(queries_of(browser, MAILS)) <= alone
