from __future__ import annotations

import re
from datetime import timedelta
from unittest.mock import patch

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.auth import hashers
from django.core import mail
from django.test import Client as Browser
from django.utils import timezone

from accounts import actions
from accounts.models import User
from tests.cast import PASSWORD

SIGN_IN = "/sign-in/password/"


def signed_in(browser: Browser) -> bool:
    return browser.get("/me/").status_code == 200


def browser_of(person: User, **more: str) -> Browser:
    browser = Browser()
    assert browser.post(SIGN_IN, {"login": person.email, "password": PASSWORD, **more}).status_code == 302
    return browser


def code_now(secret: str) -> str:
    counters = list(yield_hotp_counters_from_time())
    return str(format_hotp_value(hotp_value(secret, counters[len(counters) // 2])))


def set_up_second_factor(browser: Browser) -> str:
    browser.post("/sign-in/again/", {"password": PASSWORD})
    page = browser.get("/sign-in/second-factor/activate/")
    secret = page.context["form"].secret
    answer = browser.post("/sign-in/second-factor/activate/", {"code": code_now(secret)})
    assert answer.status_code == 302
    return str(secret)


def test_a_person_of_the_firm_signs_in_with_a_password(fso: User) -> None:
    assert signed_in(browser_of(fso))
    assert not mail.outbox


@pytest.mark.parametrize("case", ["wrong", "unknown", "deactivated", "no password"])
def test_whatever_is_wrong_the_page_says_the_same(case: str, fso: User, requester: User) -> None:
    email, password = fso.email or "", PASSWORD
    if case == "wrong":
        password = "another"
    if case == "unknown":
        email = "nobody@nowhere.example"
    if case == "deactivated":
        actions.deactivate(fso, actor=None)
    if case == "no password":
        email = requester.email or ""
    browser = Browser()

    answer = browser.post(SIGN_IN, {"login": email, "password": password})

    assert answer.status_code == 422
    assert "This address and this password do not fit together." in answer.content.decode()
    assert not signed_in(browser)


def test_a_very_long_password_is_refused_before_it_is_hashed(fso: User) -> None:
    with patch.object(hashers.MD5PasswordHasher, "encode", side_effect=AssertionError("hashed")):
        answer = Browser().post(SIGN_IN, {"login": fso.email, "password": "x" * 1_000_000})
    assert answer.status_code == 422


def test_tries_at_an_account_are_counted_per_network_end_after_a_while_and_lock_nobody_out_elsewhere(fso: User) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for number in range(10):
            browser = Browser(headers={"host": ["testserver", "desk.test"][number % 2]})
            assert browser.post(SIGN_IN, {"login": fso.email, "password": "wrong"}).status_code == 422
        refused = Browser().post(SIGN_IN, {"login": fso.email, "password": PASSWORD})
        assert "That was often." in refused.content.decode()
        elsewhere = Browser(REMOTE_ADDR="203.0.113.9")
        elsewhere.post(SIGN_IN, {"login": fso.email, "password": PASSWORD})
        assert signed_in(elsewhere)
        clock.shift(timedelta(minutes=11))
        assert signed_in(browser_of(fso))


def test_tries_at_an_account_from_many_networks_are_counted_together(fso: User) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for number in range(100):
            browser = Browser(REMOTE_ADDR=f"203.0.113.{number // 9}")
            browser.post(SIGN_IN, {"login": fso.email, "password": "wrong"})
        refused = Browser().post(SIGN_IN, {"login": fso.email, "password": PASSWORD})
        assert "That was often." in refused.content.decode()
        clock.shift(timedelta(minutes=61))
        assert signed_in(browser_of(fso))


def test_a_sign_in_of_the_firm_ends_with_the_browser_and_after_twelve_hours_without_use(fso: User) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        browser = browser_of(fso)
        assert browser.cookies["sessionid"]["max-age"] == ""
        for _ in range(3):
            clock.shift(timedelta(hours=11))
            assert signed_in(browser)
        clock.shift(timedelta(hours=12, minutes=1))
        assert not signed_in(browser)


def test_a_remembered_sign_in_of_the_firm_lasts_thirty_days(fso: User) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        browser = browser_of(fso, remember="on")
        assert browser.cookies["sessionid"]["max-age"] == 30 * 24 * 3600
        clock.shift(timedelta(days=29))
        assert signed_in(browser)
        clock.shift(timedelta(days=31))
        assert not signed_in(browser)


@pytest.mark.parametrize(
    "headers", [{}, {"x-forwarded-host": "evil.example"}, {"host": "localhost", "forwarded": "host=evil.example"}]
)
def test_the_link_to_a_new_password_comes_from_the_configured_address(headers: dict[str, str], fso: User) -> None:
    browser = Browser(headers=headers)
    browser.post("/sign-in/password/reset/", {"email": fso.email})

    links = re.findall(r"https?://\S+", str(mail.outbox[-1].body))
    assert len(links) == 1
    assert links[0].startswith("https://desk.test/sign-in/password/reset/")
    assert "evil" not in str(mail.outbox[-1].message())

    path = links[0].removeprefix("https://desk.test")
    form = browser.get(path, follow=True)
    answer = browser.post(
        form.redirect_chain[-1][0], {"password1": "a wholly new sentence", "password2": "a wholly new sentence"}
    )
    assert answer.status_code == 302
    again = Browser()
    assert again.post(SIGN_IN, {"login": fso.email, "password": "a wholly new sentence"}).status_code == 302
    assert "too old" in Browser().get(path).content.decode()


def test_a_forged_host_is_refused(fso: User) -> None:
    answer = Browser(headers={"host": "evil.example"}).post("/sign-in/password/reset/", {"email": fso.email})
    assert answer.status_code == 400
    assert not mail.outbox


@pytest.mark.parametrize("who", ["unknown", "client", "deactivated"])
def test_nobody_else_gets_the_link_and_the_answer_is_the_same(who: str, fso: User, requester: User) -> None:
    email = {"unknown": "nobody@nowhere.example", "client": "emma@hopveld.example"}.get(who, fso.email or "")
    known = Browser().post("/sign-in/password/reset/", {"email": "ines@lumen-it.example"}, follow=True).content
    mail.outbox.clear()
    if who == "deactivated":
        actions.deactivate(fso, actor=None)

    answer = Browser().post("/sign-in/password/reset/", {"email": email}, follow=True)

    strip = re.compile(rb'(csrf\w*"[^>]*value="|x-csrftoken": ")\w+')
    assert strip.sub(b"", answer.content) == strip.sub(b"", known)
    assert not mail.outbox


def test_the_second_factor_is_asked_for_and_its_secret_is_not_stored_in_clear(fso: User) -> None:
    secret = set_up_second_factor(browser_of(fso))
    assert secret not in str(list(Authenticator.objects.values_list("data", flat=True)))

    browser = Browser()
    answer = browser.post(SIGN_IN, {"login": fso.email, "password": PASSWORD})
    assert answer["Location"] == "/sign-in/second-factor/code/"
    assert not signed_in(browser)
    assert browser.post("/sign-in/second-factor/code/", {"code": "12"}).status_code == 422
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        assert browser.post("/sign-in/second-factor/code/", {"code": code_now(secret)}).status_code == 302
        assert signed_in(browser)


@pytest.mark.parametrize("demand", ["of one", "of all"])
def test_a_demanded_second_factor_is_set_up_before_anything_else(demand: str, fso: User, settings: object) -> None:
    browser = browser_of(fso)
    if demand == "of all":
        settings.DEMAND_SECOND_FACTOR = True  # type: ignore[attr-defined]
    else:
        actions.demand_second_factor(fso, demanded=True, actor=None)
    for path in ("/me/", "/clients/", "/queue/"):
        assert browser.get(path)["Location"] == "/sign-in/second-factor/activate/", path

    set_up_second_factor(browser)

    assert signed_in(browser)


def test_clients_people_have_no_password_and_no_second_factor_pages(requester: User) -> None:
    browser = Browser()
    browser.force_login(requester)
    for page in ("password/change/", "password/first/", "again/", "second-factor/", "second-factor/activate/"):
        assert browser.get(f"/sign-in/{page}").status_code == 404, page


def test_a_new_password_ends_the_other_sessions(fso: User) -> None:
    here, there = browser_of(fso), browser_of(fso)
    new = {"oldpassword": PASSWORD, "password1": "a wholly new sentence", "password2": "a wholly new sentence"}
    assert here.post("/sign-in/password/change/", new).status_code == 302
    assert signed_in(here)
    assert not signed_in(there)
