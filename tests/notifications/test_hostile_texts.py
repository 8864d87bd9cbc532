"""Whatever people write arrives as the text they wrote, through a real SMTP conversation."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from accounts.models import User
from notifications.passages import LONGEST
from sites.models import Client
from tests import real_texts
from tests.notifications.conftest import tell_all
from tests.processes import SmtpSink, words_in
from tickets import actions

OWN = [
    "<script>hit()</script><img src=x onerror=hit()> &lt;b&gt; \"quoted\" 'single'",
    "{{ 7*7 }} {% debug %} %(password)s {0.__class__}",
    "Printer\r\nBcc: evil@evil.test\r\n\r\nHello\r.\r.\n.\nQUIT",
    "O'Brien & Søn; 100 % — “déjà vu”",
]
ALLOWED_TAGS = {"html", "head", "meta", "title", "style", "body", "table", "tr", "td", "p", "div", "strong", "br", "a"}
HEADERS = {
    *("From", "To", "Reply-To", "Subject", "Date", "Message-ID", "In-Reply-To", "List-Id", "References"),
    *("List-Unsubscribe", "List-Unsubscribe-Post"),
    *("Auto-Submitted", "X-Auto-Response-Suppress", "MIME-Version", "Content-Type", "X-Peer", "X-MailFrom", "X-RcptTo"),
}


class Reading(HTMLParser):
    """What a mail program would see: tags, attributes, text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: dict[str, set[str]] = {}
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.text += "\n" if tag == "br" else ""
        for name, value in attrs:
            self.attributes.setdefault(name, set()).add(value or "")

    def handle_data(self, data: str) -> None:
        self.text += data


def collected() -> list[Any]:
    if not real_texts.IS_HERE:
        return [pytest.param("", marks=real_texts.needed, id="collected")]
    # Halves of characters and NUL are refused at the door.
    return [
        pytest.param(text, id=name)
        for name, text in real_texts.of_attackers()
        if not re.search("[\x00\ud800-\udfff]", text)
    ]


@pytest.mark.parametrize("text", [*OWN, *collected()])
def test_hostile_text_arrives_as_text(
    text: str, smtp_sink: SmtpSink, settings: Settings, brewery: Client, requester: User, fso: User
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", smtp_sink.port
    requester.name = text[:120]
    requester.save()
    ticket = actions.report(actions.Report(what=text), client=brewery, actor=requester)
    actions.answer(ticket, body=text, actor=fso)

    tell_all()

    assert len(smtp_sink.mails) == 3
    shown = [mail for mail in smtp_sink.mails if not mail["Subject"].strip().startswith(f"[{ticket.pk}] Received")]
    assert len(shown) == 2
    for mail in smtp_sink.mails:
        assert set(mail.keys()) <= HEADERS
        assert len(set(mail.keys())) == len(mail.keys())
        assert "\n" not in mail["Subject"]
        read = Reading(words_in(mail, "html"))
        assert read.tags <= ALLOWED_TAGS
        assert not [name for name in read.attributes if name.startswith(("on", "hx", "data"))]
        assert all(address.startswith("https://desk.test/") for address in read.attributes["href"])
        assert "src" not in read.attributes
    for mail in shown:
        assert _plain(text[:LONGEST]) in _plain(words_in(mail))
        assert _plain(text[:LONGEST]) in _plain(Reading(words_in(mail, "html")).text)
    assert all(len(to) == 1 for _, to in smtp_sink.envelopes)


def _plain(text: str) -> str:
    """Ends of lines and spaces are not what is looked at."""
    return " ".join(text.split())
