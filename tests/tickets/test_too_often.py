"""What wakes other people can be done often, and not without end; what was typed is not lost."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client as Browser
from pytest_django.fixtures import Settings

from accounts.models import PersonEvent, User
from notifications.models import Preference
from tests.conftest import SignIn
from tickets.models import Message, Ticket

HTMX = {"HX-Request": "true"}
ASKED = {"type": "incident", "what": "It rains in the hall", "impact": "3", "urgency": "2"}
THROTTLED = {"code": "throttled", "message": "Many requests at once. Try again in a minute.", "fields": {}}


def statuses(browser: Browser, count: int, path: str, sent: dict[str, str]) -> set[int]:
    return {browser.post(path, sent).status_code for _time in range(count)}


def api(browser: Browser, path: str, sent: dict[str, Any]) -> Any:
    return browser.post(f"/api/v1/{path}", json.dumps(sent), content_type="application/json")


def test_requests_of_one_person_are_limited_on_the_page_and_through_the_api(
    requester: User, contact: User, sign_in: SignIn
) -> None:
    hers = sign_in(requester)
    assert statuses(hers, 30, "/tickets/report/", ASKED) == {302}

    whole, part = hers.post("/tickets/report/", ASKED), hers.post("/tickets/report/", ASKED, headers=HTMX)
    told = api(hers, "tickets/report/", {"what": "It rains", "type": "incident", "impact": 3, "urgency": 2})

    assert (whole.status_code, part.status_code, told.status_code) == (429, 429, 429)
    assert "It rains in the hall" in whole.content.decode()
    assert "Many requests at once. Try again in a minute, or call us." in whole.content.decode()
    assert "<html" not in part.content.decode()
    assert "Many requests at once. Try again in a minute." in part.content.decode()
    assert told.json() == THROTTLED
    assert Ticket.objects.filter(requester=requester).count() == 30
    assert sign_in(contact).post("/tickets/report/", ASKED).status_code == 302, "others go on"


def test_words_of_one_person_are_limited_on_the_page_and_through_the_api(
    ticket: Ticket, requester: User, fso: User, sign_in: SignIn
) -> None:
    hers, path = sign_in(requester), f"/tickets/{ticket.pk}/reply/"
    before = Message.objects.count()
    assert statuses(hers, 60, path, {"body": "Hello?"}) == {302}

    whole, part = hers.post(path, {"body": "Is anybody there?"}), hers.post(path, {"body": "Hello?"}, headers=HTMX)
    told = api(hers, f"tickets/{ticket.pk}/reply/", {"body": "Hello?"})

    assert (whole.status_code, part.status_code, told.status_code) == (429, 429, 429)
    assert "Is anybody there?" in whole.content.decode()
    assert "Many requests at once. Try again in a minute, or call us." in whole.content.decode()
    assert "<html" not in part.content.decode()
    assert told.json() == THROTTLED
    assert Message.objects.count() == before + 60
    assert sign_in(fso).post(f"/tickets/{ticket.pk}/answer/", {"body": "Yes."}).status_code == 302, "others go on"


def test_words_of_colleagues_are_limited_too(ticket: Ticket, fso: User, sign_in: SignIn) -> None:
    browser, notes, answers = sign_in(fso), f"/tickets/{ticket.pk}/note/", f"/tickets/{ticket.pk}/answer/"
    assert statuses(browser, 30, notes, {"body": "Seen."}) == {302}
    assert statuses(browser, 30, answers, {"body": "Seen."}) == {302}

    whole, part = browser.post(answers, {"body": "I come at noon."}), browser.post(notes, {"body": "x"}, headers=HTMX)

    assert (whole.status_code, part.status_code) == (429, 429)
    assert "I come at noon." in whole.content.decode()
    assert "Many requests at once. Try again in a minute." in whole.content.decode()
    assert "<html" not in part.content.decode()
    assert api(browser, f"tickets/{ticket.pk}/note/", {"body": "x"}).json() == THROTTLED


def test_what_one_hears_is_not_changed_without_end(fso: User, sign_in: SignIn) -> None:
    browser = sign_in(fso)
    page = browser.get("/me/news/").context["form"]
    as_it_is = {name: page[name].value() or "" for name in page.fields}
    for number in range(20):
        choice = ("at_once", "in_app")[number % 2]
        assert browser.post("/me/news/", {**as_it_is, "words": choice}).status_code == 302
    kept = PersonEvent.objects.filter(person=fso).count()

    whole = browser.post("/me/news/", {**as_it_is, "words": "at_once"})
    part = browser.post("/me/news/", {**as_it_is, "words": "at_once"}, headers=HTMX)

    assert (whole.status_code, part.status_code) == (429, 429)
    assert "Many requests at once. Try again in a minute." in whole.content.decode()
    assert Preference.objects.get(person=fso, topic="words").choice == "in_app"
    assert PersonEvent.objects.filter(person=fso).count() == kept


@pytest.mark.parametrize("through", ["page", "api"])
def test_while_the_counter_does_not_answer_help_is_asked_for_all_the_same(
    through: str, ticket: Ticket, requester: User, settings: Settings, sign_in: SignIn
) -> None:
    browser = sign_in(requester)
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",  # nothing listens there
            "OPTIONS": {"socket_connect_timeout": 0.5, "socket_timeout": 1},
        }
    }

    if through == "page":
        assert browser.post("/tickets/report/", ASKED).status_code == 302
        assert browser.post(f"/tickets/{ticket.pk}/reply/", {"body": "Hello?"}).status_code == 302
    else:
        assert api(browser, f"tickets/{ticket.pk}/reply/", {"body": "Hello?"}).status_code == 200
