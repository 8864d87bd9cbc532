"""Texts that nobody of the desk wrote, through the form: each comes out as it went in, or is refused with a sentence."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from django.test import Client as Browser
from django.urls import reverse
from django.utils.html import escape

from accounts.models import User
from tests.conftest import SignIn
from tickets.models import Message, Ticket

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
HOSTILE, REAL = DATA / "hostile" / "manifest.json", DATA / "tickets" / "endava_tickets.csv"
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not REAL.exists(), reason="The collection of real texts does not lie beside this checkout"),
]


@pytest.fixture
def emma(requester: User, fso: User, sign_in: SignIn) -> Browser:
    return sign_in(requester)


def texts_of_attackers() -> list[tuple[str, str]]:
    if not HOSTILE.exists():
        return []
    return [(row["id"], row["value"]) for row in json.loads(HOSTILE.read_text())["texts"] if "value" in row]


def asked(browser: Browser, text: str) -> int:
    answers = {"type": "incident", "what": text, "impact": "3", "urgency": "3"}
    return browser.post(reverse("tickets:report"), answers).status_code


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in texts_of_attackers()])
def test_a_hostile_text_is_kept_and_shown_as_text_or_refused(text: str, emma: Browser) -> None:
    try:
        text.encode()
    except UnicodeEncodeError:
        pytest.skip("No browser can send this as a form")

    status = asked(emma, text)

    if status != 302:
        assert status in (400, 422)
        assert not Ticket.objects.exists()
        return
    made = Ticket.objects.get()
    assert Message.objects.get(ticket=made).body == text
    assert made.title.strip()
    for address in [reverse("tickets:show", args=[made.pk]), "/", reverse("tickets:list")]:
        page = emma.get(address).content.decode()
        assert escape(made.title) in page
        if address.endswith(f"{made.pk}/"):
            assert all(escape(line.strip()) in page for line in text.splitlines())


def test_two_hundred_real_texts_come_out_as_they_went_in(emma: Browser) -> None:
    with REAL.open(newline="") as file:
        texts = [f"{row['title']}\r\n{row['body']}" for row, _ in zip(csv.DictReader(file), range(200), strict=False)]

    statuses = {asked(emma, text) for text in texts}

    assert statuses == {302}
    assert list(Message.objects.order_by("pk").values_list("body", flat=True)) == texts
