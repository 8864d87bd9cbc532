"""Hundreds of texts that nobody of the desk wrote, through a real HTTP conversation, from several people of several clients:
each comes out as it went in or is refused with a sentence, the queue stands in its order, each mail arrives once."""

from __future__ import annotations

import html
import random
import re
import time
import unicodedata
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

import pytest
from django.core.cache import cache
from django.test import Client as Browser
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from sites.models import Function
from tests import real_texts
from tests.cast import make_client, person_of_client, person_of_firm, serves
from tests.conftest import SignIn
from tests.processes import SmtpSink, Worker, words_in
from tickets.models import Message, Ticket

pytestmark = [pytest.mark.shared, real_texts.needed]

ALL_CLIENTS = 4
FROM_DESKS = 230
MATRIX = {  # (impact, urgency): priority, as the design has it
    (1, 1): 1, (1, 2): 2, (1, 3): 3, (2, 1): 2, (2, 2): 3, (2, 3): 4, (3, 1): 3, (3, 2): 4, (3, 3): 5,
}  # fmt: skip
BLANK = "\u115f\u1160\u2800\u3164\uffa0"  # letters and signs that nobody can see


@dataclass
class Asked:
    """One report: what was sent, by whom, and what came of it. ``number`` 0 = refused, with ``sentence``."""

    person: User
    text: str
    impact: int
    urgency: int
    status: int = 0
    number: int = 0
    sentence: str = ""


@dataclass
class Seat:
    """Somebody of a client at a browser of his own, over a real connection."""

    person: User
    server: str
    cookies: str
    token: str
    asked: list[Asked] = field(default_factory=list)

    def send(self, one: Asked) -> None:
        """Send the form as a browser would, and note where it leads or what it says."""
        said = {
            "csrfmiddlewaretoken": self.token, "type": "incident", "what": one.text,
            "impact": one.impact, "urgency": one.urgency,
        }  # fmt: skip
        one.status, address, page = self._speak("POST", "/tickets/report/", urlencode(said))
        if one.status == 302:
            one.number = int(address.split("/")[2])
        else:
            one.sentence = _sentence_of(page)
        self.asked.append(one)

    def reads(self, number: int) -> str:
        """Return the page of a request."""
        status, _address, page = self._speak("GET", f"/tickets/{number}/")
        assert status == 200
        return page

    def _speak(self, method: str, path: str, body: str | None = None) -> tuple[int, str, str]:
        server = urlsplit(self.server)
        connection = HTTPConnection(server.hostname or "", server.port, timeout=60)
        headers = {"Cookie": self.cookies, "Content-Type": "application/x-www-form-urlencoded"}
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        page = answer.read().decode()
        connection.close()
        return answer.status, answer.headers.get("Location", ""), page


@pytest.fixture
def ines(transactional_db: None) -> User:
    """The FSO of all these clients."""
    return person_of_firm("Inès Vercammen", "ines@lumen-it.example", "fso")


@pytest.fixture
def seats(ines: User, live_server: LiveServer, sign_in: SignIn) -> list[list[Seat]]:
    """Three people of each of four clients, grouped by client."""
    found = []
    for number in range(ALL_CLIENTS):
        client = make_client(f"Client {number}", f"client{number}.example", "Aalst")
        serves(ines, client, Function.FSO)
        languages = ("en", "fr", "nl")
        found.append([
            _seat(person_of_client(f"Person {name}", f"{name}@client{number}.example", client, language=name),
                  live_server, sign_in)
            for name in languages
        ])  # fmt: skip
    return found


def test_real_texts_come_out_as_they_went_in_in_their_order_and_each_is_told_once(
    seats: list[list[Seat]], ines: User, sign_in: SignIn, smtp_sink: SmtpSink, start_worker: Callable[[], Worker]
) -> None:
    asked = _everybody_asks(seats)

    accepted = [one for one in asked if one.number]
    refused = [one for one in asked if not one.number]
    assert len(accepted) >= 500
    assert Counter(one.status for one in refused) == Counter(_status_of_refusal(one.text) for one in refused)
    assert [one.text for one in accepted if _status_of_refusal(one.text) != 302] == []
    assert all(len(one.sentence.split()) >= 3 for one in refused), [one.sentence for one in refused]
    assert Ticket.objects.count() == len(accepted)

    _assert_texts_come_out(accepted, seats)
    _assert_the_queue_stands_in_order(accepted, sign_in(ines))
    _assert_each_is_told_once(accepted, ines, smtp_sink, start_worker)


def _everybody_asks(seats: list[list[Seat]]) -> list[Asked]:
    """All texts, dealt to everybody; the people of the clients send at the same time."""
    dice = random.Random(3)
    texts = [text for _name, text in real_texts.of_attackers()] + real_texts.of_attack_cases()
    texts += real_texts.of_mails() + real_texts.of_other_desks()[::3] + real_texts.of_tickets()[:FROM_DESKS]
    dice.shuffle(texts)
    hands: list[list[tuple[Seat, Asked]]] = [[] for _ in seats]
    for number, text in enumerate(texts):
        group = number % len(seats)
        seat = dice.choice(seats[group])
        impact, urgency = dice.choices([1, 2, 3], [1, 3, 6])[0], dice.choices([1, 2, 3], [1, 3, 3])[0]
        hands[group].append((seat, Asked(seat.person, _as_a_browser_sends(text), impact, urgency)))

    def sends(hand: list[tuple[Seat, Asked]]) -> list[Asked]:
        for number, (seat, one) in enumerate(hand):
            if number % 20 == 0:
                cache.clear()  # as if an hour had passed: nobody writes so many by hand in ten minutes
            seat.send(one)
        return [one for _seat, one in hand]

    with ThreadPoolExecutor(len(seats)) as pool:
        return [one for done in pool.map(sends, hands) for one in done]


def _assert_texts_come_out(accepted: list[Asked], seats: list[list[Seat]]) -> None:
    stored = dict(Message.objects.values_list("ticket_id", "body"))
    assert [one.number for one in accepted if stored[one.number] != one.text] == []
    seat_of = {seat.person.pk: seat for group in seats for seat in group}

    def differs(one: Asked) -> bool:
        return _said_on(seat_of[one.person.pk].reads(one.number)) != _as_shown(one.text)

    with ThreadPoolExecutor(2) as pool:
        wrong = [one for one, is_wrong in zip(accepted, pool.map(differs, accepted), strict=True) if is_wrong]
    assert [(one.number, one.text[:80]) for one in wrong] == []


def _assert_the_queue_stands_in_order(accepted: list[Asked], browser: Browser) -> None:
    told = {one.number: one for one in accepted}
    rows: Any = Ticket.objects.values_list("pk", "opened_at", "respond_due_at", "resolve_due_at")

    def place(row: tuple[int, datetime, datetime, datetime]) -> tuple[int, datetime, datetime, int]:
        number, opened, respond_by, resolve_by = row
        priority = MATRIX[told[number].impact, told[number].urgency]
        return (priority, min(respond_by, resolve_by), opened, number)

    expected = [row[0] for row in sorted(rows, key=place)]
    shown, address = [], "/queue/?view=clients&rows=100"
    while address:
        page = browser.get(address).content.decode()
        shown += [int(number) for number in re.findall(r'class="row-title" href="/tickets/(\d+)/"', page)]
        more = re.search(r'href="([^"]*after=[^"]*)"', page)
        address = urljoin(address, html.unescape(more[1])) if more else ""
    assert shown == expected


def _assert_each_is_told_once(
    accepted: list[Asked], ines: User, smtp_sink: SmtpSink, start_worker: Callable[[], Worker]
) -> None:
    start_worker()
    smtp_sink.wait_for(2 * len(accepted), seconds=240)
    time.sleep(1)

    told = Counter(
        (to[0], int(re.match(r"\[(\d+)\] ", str(mail["Subject"]).strip())[1]))  # type: ignore[index]
        for mail, (_from, to) in zip(smtp_sink.mails, smtp_sink.envelopes, strict=True)
    )
    expected = [(str(address), one.number) for one in accepted for address in (one.person.email, ines.email)]
    assert told == Counter(expected)
    text_of = {one.number: one.text for one in accepted}
    for mail in smtp_sink.to(str(ines.email)):
        number = int(str(mail["Subject"]).strip().split("]")[0][1:])
        assert _plain(text_of[number][:500]) in _plain(words_in(mail)), number
        assert words_in(mail, "html").rstrip().endswith("</html>")


# ---- what comes in, and how it comes out ----


def _as_a_browser_sends(text: str) -> str:
    """The text of a text area: every end of a line becomes CR LF, half a character becomes the sign for "unknown"."""
    return re.sub("[\ud800-\udfff]", "\ufffd", re.sub(r"\r\n?|\n", "\r\n", text))


def _status_of_refusal(text: str) -> int:
    """What must become of the text: 400 for what is no text, 422 for nothing and for too much, else it is taken (302)."""
    if "\0" in text or len(urlencode({"": text})) > 2 * 1024 * 1024:
        return 400
    visible = [sign for sign in text if unicodedata.category(sign)[0] not in "ZC" and sign not in BLANK]
    return 422 if not visible or len(text.encode()) > 100 * 1024 else 302


def _as_shown(text: str) -> list[str]:
    """Paragraphs, between empty lines; blanks at the edges are not seen."""
    return [part for part in (one.strip() for one in re.split("\n{2,}", text.replace("\r\n", "\n"))) if part]


def _said_on(page: str) -> list[str]:
    """The words of the first speaker on the page, as a browser would show them."""
    body = re.search(r'<div dir="auto">(.*?)</div></div></li>', page, re.DOTALL)
    assert body
    parts = (re.sub(r"\n?<br>\n?|<br>", "\n", part) for part in re.findall(r"<p>(.*?)</p>", body[1], re.DOTALL))
    return [part for part in (html.unescape(part).strip() for part in parts) if part]


def _plain(text: str) -> str:
    return " ".join(text.split())


def _sentence_of(page: str) -> str:
    """What a page says about why it refuses."""
    found = re.search(r'class="error"[^>]*>(.*?)</span>\s*$|<h1[^>]*>.*?</h1>\s*<p>(.*?)</p>', page, re.DOTALL | re.M)
    return " ".join(re.sub("<[^>]+>", " ", "".join(found.groups(""))).split()) if found else ""


def _seat(person: User, server: LiveServer, sign_in: SignIn) -> Seat:
    browser = sign_in(person)
    page = browser.get("/").content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert token
    cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in browser.cookies.items())
    return Seat(person, server.url, cookies, token[1])
