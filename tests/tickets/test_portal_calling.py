"""Who cannot read mail asks to be called; the answer tells nobody who is known."""

from __future__ import annotations

import re
import uuid

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import User
from history.models import Words
from tickets.models import CallBack, Ticket

CALL_BACK = reverse("tickets:ask_call_back")
ASKED = {
    "name": "Emma Claes",
    "work_address": "emma@hopveld.example",
    "phone": "0470 55 12 30",
    "what": "Outlook does not open",
}


@pytest.fixture(autouse=True)
def nobody_has_asked_yet() -> None:
    cache.clear()


def test_a_call_back_waits_for_the_desk_and_no_mail_goes_out(requester: User) -> None:
    response = Browser().post(CALL_BACK, ASKED, follow=True)

    asked = CallBack.objects.select_related("words").get()
    assert (asked.name, asked.phone, asked.words.text) == ("Emma Claes", "0470 55 12 30", "Outlook does not open")
    assert "We call you back" in response.content.decode()
    assert "+32 2 555 01 00" in response.content.decode()
    assert not mail.outbox
    assert not Ticket.objects.exists()


def test_the_answer_is_the_same_for_somebody_known_and_for_nobody(requester: User) -> None:
    known = Browser().post(CALL_BACK, ASKED)
    unknown = Browser().post(CALL_BACK, ASKED | {"work_address": "nobody@nowhere.example"})

    assert (known.status_code, known.headers["Location"]) == (unknown.status_code, unknown.headers["Location"])
    assert known.content == unknown.content


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [
        ({"name": ""}, "Write your name."),
        ({"work_address": ""}, "Write your e-mail address at work."),
        ({"work_address": "emma"}, "Write an e-mail address such as emma@company.be."),
        ({"phone": ""}, "Write the phone number we can call."),
        ({"what": ""}, "Write what is going wrong."),
    ],
)
def test_what_is_missing_is_told_and_the_rest_is_kept(db: None, missing: dict[str, str], sentence: str) -> None:
    response = Browser().post(CALL_BACK, ASKED | missing)

    page = response.content.decode()
    assert response.status_code == 422
    assert page.count(sentence) == 2
    for kept in (ASKED | missing).values():
        assert kept in page
    assert not CallBack.objects.exists()


def test_one_network_cannot_fill_the_list_and_what_was_typed_is_kept(db: None) -> None:
    answers = [Browser().post(CALL_BACK, ASKED) for _ in range(21)]

    assert {answer.status_code for answer in answers[:20]} == {302}
    assert answers[20].status_code == 429
    assert "Many requests at once." in answers[20].content.decode()
    assert "Outlook does not open" in answers[20].content.decode()
    assert CallBack.objects.count() == 20
    assert Browser().post(CALL_BACK, ASKED, REMOTE_ADDR="192.0.2.7").status_code == 302


def test_pressed_twice_one_colleague_calls_once(db: None) -> None:
    once = str(uuid.uuid4())

    answers = [Browser().post(CALL_BACK, ASKED | {"once": key}) for key in (once, once, str(uuid.uuid4()))]

    assert [answer.status_code for answer in answers] == [302, 302, 302]
    assert CallBack.objects.count() == 2
    assert Words.objects.count() == 2


def test_the_form_carries_its_key(db: None) -> None:
    assert re.search(
        r'<input type="hidden" name="once" value="[0-9a-f-]{36}"', Browser().get(CALL_BACK).content.decode()
    )
