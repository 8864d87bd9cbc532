"""Attacks that belong to no single room: forged requests, planted sessions, look-alike addresses, headers of answers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core import mail
from django.test import Client as Browser
from django.urls import reverse
from knox.models import AuthToken

from accounts.models import User
from fso_desk.celery import app
from sites.models import Client
from tests.access.stage import Stage, all_addresses
from tests.accounts.conftest import code_in_mail
from tests.cast import PASSWORD


@pytest.fixture(autouse=True)
def _mails_at_once() -> Iterator[None]:
    before, app.conf.task_always_eager = app.conf.task_always_eager, True
    yield
    app.conf.task_always_eager = before


# ---- forged requests ----

FROM_ELSEWHERE = [
    {},
    {"HTTP_HX_REQUEST": "true"},
    {"HTTP_ORIGIN": "https://evil.example"},
    {"HTTP_ORIGIN": "null"},
    {"HTTP_X_CSRFTOKEN": "a" * 64},
    {"HTTP_X_HTTP_METHOD_OVERRIDE": "GET"},
]


@pytest.mark.parametrize("role", ["requester", "fso", "administrator"])
def test_every_change_asks_for_the_token_of_the_form(role: str, stage: Stage) -> None:
    browser = Browser(enforce_csrf_checks=True)
    browser.force_login(stage.people[role])
    paths = [a.path(stage) for a in all_addresses().values() if not a.name.startswith("api:") and a.name != "healthz"]
    paths.append(reverse("admin:accounts_user_change", args=[stage.people["fso"].pk]))
    for path in paths:
        for headers in FROM_ELSEWHERE:
            answer = browser.generic("POST", path, b"body=words&name=x", "application/x-www-form-urlencoded", **headers)  # type: ignore[arg-type]
            assert answer.status_code in {403, 404, 405}, f"{path} {headers}"
            assert answer.status_code != 404 or role != "administrator" or "/setup/" not in path


def test_every_answer_carries_the_headers_that_protect_it(stage: Stage) -> None:
    for role in ("anonymous", "requester", "fso"):
        for address in all_addresses().values():
            headers = stage.answer(role, "GET", address.path(stage)).headers
            policy = headers["Content-Security-Policy"]
            assert "default-src 'none'" in policy, address.name
            assert "frame-ancestors 'none'" in policy, address.name
            assert "unsafe" not in policy, address.name
            assert headers["X-Content-Type-Options"] == "nosniff", address.name
            assert headers["X-Frame-Options"] == "DENY", address.name
            assert headers["Referrer-Policy"] == "same-origin", address.name
            assert "Access-Control-Allow-Origin" not in headers, address.name


# ---- sign-in ----


def test_a_planted_session_is_worth_nothing_after_sign_in(requester: User, fso: User) -> None:
    browser, attacker = Browser(), Browser()
    browser.post("/sign-in/", {"email": requester.email})
    planted = browser.cookies["sessionid"].value
    attacker.cookies["sessionid"] = planted
    browser.post("/sign-in/code/", {"code": code_in_mail()})
    assert browser.get("/me/").status_code == 200
    assert browser.cookies["sessionid"].value != planted
    assert attacker.get("/me/").status_code == 302

    browser = Browser()
    browser.post("/sign-in/", {"email": "nobody@nowhere.example"})
    planted = browser.cookies["sessionid"].value
    browser.post("/sign-in/password/", {"login": fso.email, "password": PASSWORD})
    assert browser.get("/me/").status_code == 200
    attacker.cookies["sessionid"] = planted
    assert attacker.get("/me/").status_code == 302


def test_no_header_signs_anybody_in(administrator: User) -> None:
    for name in ("remote-user", "x-remote-user", "x-forwarded-user", "x-auth-request-email", "x-forwarded-email"):
        assert Browser(headers={name: str(administrator.email)}).get("/me/").status_code == 302, name
    assert Browser(REMOTE_USER=administrator.email).get("/me/").status_code == 302


@pytest.mark.parametrize(
    "submitted",
    [
        "emma@hopveld.example,evil@evil.example",
        "emma@hopveld.example evil@evil.example",
        "emma@hopveld.example\r\nBcc: evil@evil.example",
        "emma@hopveld.example.evil.example",
        "emma@sub.hopveld.example",
        "emma@hopv\u0435ld.example",  # a Cyrillic letter
        "emma@xn--hopvld-9of.example",
        '"emma@hopveld.example"@evil.example',
        "evil@evil.example",
        "\u0456nes@lumen-it.example",
        "info@hopveld.example",
    ],
)
def test_a_link_or_code_goes_to_the_stored_address_only(
    submitted: str, requester: User, fso: User, brewery: Client
) -> None:
    for path in ("/sign-in/", "/sign-in/password/reset/"):
        for sent in ({"email": submitted}, {"email": [requester.email, submitted]}):
            Browser().post(path, sent)
    assert [to for message in mail.outbox for to in message.recipients()] == []


def test_capitals_and_their_look_alikes_lead_to_the_stored_address(requester: User, brewery: Client) -> None:
    """Of a Kelvin sign the small letter is a plain k: what is mailed is the address as stored, not as sent."""
    User.objects.get_queryset().filter(pk=requester.pk).update(email="erik@hopveld.example")
    for submitted in ("ERIK@HOPVELD.EXAMPLE", "eri\u212a@hopveld.example"):
        Browser().post("/sign-in/", {"email": submitted})
    assert {to for message in mail.outbox for to in message.recipients()} <= {"erik@hopveld.example"}


def test_a_new_password_ends_the_tokens_made_before(fso: User) -> None:
    """Whoever knew the old one may have made them."""
    browser = Browser()
    browser.force_login(fso)
    _row, secret = AuthToken.objects.create(user=fso)
    bearer = {"authorization": f"Bearer {secret}"}
    assert Browser().get("/api/v1/queue/", headers=bearer).status_code == 200
    new = {"oldpassword": PASSWORD, "password1": "a wholly new sentence", "password2": "a wholly new sentence"}

    assert browser.post("/sign-in/password/change/", new).status_code == 302

    assert Browser().get("/api/v1/queue/", headers=bearer).status_code == 401
    assert browser.get("/me/").status_code == 200

    _row, secret = AuthToken.objects.create(user=fso)
    Browser().post("/sign-in/password/reset/", {"email": fso.email})
    link = str(mail.outbox[-1].body).split("https://desk.test")[1].split()[0]
    asking = Browser()
    asking.post(
        asking.get(link)["Location"], {"password1": "one more new sentence", "password2": "one more new sentence"}
    )

    assert not AuthToken.objects.filter(user=fso).exists()
    assert browser.get("/me/").status_code == 302


def test_a_name_stands_on_one_line(requester: User) -> None:
    browser = Browser()
    browser.force_login(requester)
    told = {"name": "Emma\r\nBcc: evil@evil.example", "language": "en", "time_zone": "Europe/Brussels"}
    assert browser.post("/me/", told).status_code == 302
    requester.refresh_from_db()
    assert requester.name == "Emma Bcc: evil@evil.example"


# ---- the queue of work ----


def test_the_worker_takes_json_alone() -> None:
    assert list(app.conf.accept_content) == ["json"]
    assert app.conf.task_serializer == "json"
    assert not app.conf.worker_enable_remote_control
