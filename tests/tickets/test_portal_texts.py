"""Texts that nobody of the desk wrote, through the form: each comes out as it went in, or is refused with a sentence."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client as Browser
from django.urls import reverse
from django.utils.html import escape

from accounts.models import User
from tests import real_texts
from tests.conftest import SignIn
from tickets.models import Message, Ticket

pytestmark = [pytest.mark.shared, real_texts.needed]


@pytest.fixture
def emma(requester: User, fso: User, sign_in: SignIn) -> Browser:
    return sign_in(requester)


def asked(browser: Browser, text: str) -> int:
    answers = {"type": "incident", "what": text, "impact": "3", "urgency": "3"}
    return browser.post(reverse("tickets:report"), answers).status_code


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in real_texts.of_attackers()])
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
    texts = [text.replace("\n", "\r\n") for text in real_texts.of_tickets()[:200]]

    statuses = set()
    for number, text in enumerate(texts):
        if number % 20 == 0:
            cache.clear()  # as if an hour had passed: nobody writes so many by hand in ten minutes
        statuses.add(asked(emma, text))

    assert statuses == {302}
    assert list(Message.objects.order_by("pk").values_list("body", flat=True)) == texts
