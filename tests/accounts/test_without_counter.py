"""While the cache that counts tries does not answer, nobody gets past it, and everybody is told so."""

from __future__ import annotations

import pytest
from django.core import mail
from django.test import Client as Browser
from pytest_django import Settings

from accounts.models import User
from tests.conftest import SignIn

PHONE = "+32 2 555 01 00"


@pytest.fixture(autouse=True)
def no_counter(settings: Settings, requester: User) -> None:
    """Nothing listens on this port: as when Redis is down."""
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",
            "OPTIONS": {"socket_connect_timeout": 0.5, "socket_timeout": 1},
        }
    }


@pytest.mark.parametrize(
    ("path", "sent"),
    [
        ("/sign-in/", {"email": "emma@hopveld.example"}),
        ("/sign-in/", {"login": "emma@hopveld.example"}),
        ("/sign-in/password/", {"login": "emma@hopveld.example", "password": "wrong-horse"}),
        ("/sign-in/password/reset/", {"email": "emma@hopveld.example"}),
    ],
)
def test_nobody_gets_in_and_the_page_says_so(path: str, sent: dict[str, str]) -> None:
    browser = Browser(raise_request_exception=False)

    answer = browser.post(path, sent)

    assert answer.status_code == 503
    page = answer.content.decode()
    assert "We cannot let anybody in just now." in page
    assert f"Try again in a moment, or call {PHONE}." in page
    assert mail.outbox == []
    assert browser.get("/me/").status_code == 302


def test_a_fragment_gets_the_sentence_only() -> None:
    answer = Browser().post("/sign-in/", {"email": "emma@hopveld.example"}, headers={"HX-Request": "true"})

    assert answer.status_code == 503
    assert "We cannot let anybody in just now." in answer.content.decode()
    assert "<html" not in answer.content.decode()


def test_who_is_signed_in_already_is_not_told_that_nobody_gets_in(fso: User, sign_in: SignIn) -> None:
    answer = sign_in(fso).post("/sign-in/again/", {"password": "wrong-horse"})

    assert answer.status_code == 503
    assert "We cannot do this just now." in answer.content.decode()
    assert "let anybody in" not in answer.content.decode()


def test_the_api_says_so_in_its_shape() -> None:
    answer = Browser().get("/api/v1/tickets/", headers={"Authorization": "Bearer wrong"})

    assert answer.status_code == 503
    assert answer.json() == {"code": "unavailable", "message": "We cannot let anybody in just now.", "fields": {}}


def test_the_page_of_sign_in_and_who_is_signed_in_already_do_without(fso: User, sign_in: SignIn) -> None:
    assert Browser().get("/sign-in/").status_code == 200
    assert sign_in(fso).get("/queue/").status_code == 200
