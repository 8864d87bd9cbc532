import pytest
from allauth.core.ratelimit import respond_429
from django.test import Client as Browser
from django.test import RequestFactory

from accounts.models import User
from tests.conftest import SignIn

pytestmark = pytest.mark.urls("tests.frame.urls")
HTMX = {"hx-request": "true"}
PHONE = "+32 2 555 01 00"


def test_two_unknown_numbers_are_the_same_bytes_for_everyone(sign_in: SignIn, requester: User, fso: User) -> None:
    answers = [
        sign_in(person).get(f"/frame/show/{number}/", headers=headers)
        for headers in ({}, HTMX)
        for person in (requester, fso)
        for number in (1001, 987654321)
    ]

    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers[:4]}) == 1
    assert len({answer.content for answer in answers[4:]}) == 1


def test_an_address_that_is_none_answers_like_a_number_that_never_was(sign_in: SignIn, fso: User) -> None:
    browser = sign_in(fso)

    assert browser.get("/no/such/page/").content == browser.get("/frame/show/1001/").content


def test_what_cannot_be_found_says_so_in_one_sentence(client: Browser) -> None:
    text = client.get("/frame/show/1001/").content.decode()

    assert "We cannot find this" in text
    assert "It may have been moved, or it is not yours to see." in text
    assert 'href="/"' in text
    assert PHONE in text
    assert "never said aloud" not in text


def test_a_refusal_brings_its_reason(client: Browser) -> None:
    page = client.get("/frame/refuse/")
    fragment = client.get("/frame/refuse/", headers=HTMX)

    assert (page.status_code, fragment.status_code) == (403, 403)
    assert b"Thibault already has this. Withdraw first." in page.content
    assert b"Thibault already has this. Withdraw first." in fragment.content
    assert b"<html" not in fragment.content


def test_the_words_of_a_library_are_not_shown(client: Browser) -> None:
    text = client.get("/frame/refuse-plainly/").content.decode()

    assert "words of a library" not in text
    assert "You may see this, but you may not do that." in text


def test_our_own_fault_says_so_and_tells_no_secret(client: Browser) -> None:
    client.raise_request_exception = False

    page = client.get("/frame/break-down/")
    fragment = client.get("/frame/break-down/", headers=HTMX)

    assert (page.status_code, fragment.status_code) == (500, 500)
    for text in (page.content.decode(), fragment.content.decode()):
        assert "it is our fault" in text
        assert PHONE in text
        assert "secret" not in text
    assert "<html" not in fragment.content.decode()


def test_failure_speaks_the_language_of_the_person(sign_in: SignIn, colleague: User) -> None:
    assert b'<html lang="nl"' in sign_in(colleague).get("/frame/show/1001/").content


def test_a_form_without_its_secret_is_sent_back_kindly() -> None:
    browser = Browser(enforce_csrf_checks=True)

    answer = browser.post("/frame/page/", {"what": "x"})

    assert answer.status_code == 403
    assert b"This page was open for too long." in answer.content


def test_pages_of_failure_ask_the_database_nothing(
    sign_in: SignIn, fso: User, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    browser = sign_in(fso)

    with django_assert_num_queries(2):  # type: ignore[operator] # the session and the person, for language and zone
        browser.get("/frame/show/1001/")


def test_throttled_says_when_to_come_back(client: Browser, rf: RequestFactory) -> None:
    answer = respond_429(rf.post("/sign-in/login/"))

    assert answer.status_code == 429
    assert b"Try again in a minute." in answer.content
    assert PHONE.encode() in answer.content
