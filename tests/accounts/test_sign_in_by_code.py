from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client as Browser
from django.utils import timezone

from accounts import actions as people
from accounts.models import User
from sites import actions as sites
from sites.models import Client, Membership
from tests.accounts.conftest import code_in_mail, sign_in_by_code


def signed_in(browser: Browser) -> bool:
    return browser.get("/me/").status_code == 200


def test_a_person_of_a_client_signs_in_with_six_digits_by_mail(requester: User) -> None:
    browser = Browser()
    answer = browser.post("/sign-in/", {"email": "EMMA@hopveld.example"})
    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/code/")
    assert mail.outbox[-1].to == ["emma@hopveld.example"]
    assert len(code_in_mail()) == 6

    answer = browser.post("/sign-in/code/", {"code": code_in_mail()})

    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert signed_in(browser)


def test_the_mail_is_in_the_persons_language_plain_and_html(colleague: User) -> None:
    Browser(headers={"accept-language": "fr"}).post("/sign-in/", {"email": colleague.email})
    sent = mail.outbox[-1]
    assert code_in_mail() in sent.subject
    assert [kind for _body, kind in sent.alternatives] == ["text/html"]  # type: ignore[attr-defined]
    assert 'lang="nl"' in sent.alternatives[0][0]  # type: ignore[attr-defined]


def test_a_code_works_in_one_browser_only(requester: User) -> None:
    asking, other = Browser(), Browser()
    asking.post("/sign-in/", {"email": requester.email})
    code = code_in_mail()
    other.post("/sign-in/", {"email": "stranger@nowhere.example"})

    other.post("/sign-in/code/", {"code": code})

    assert not signed_in(other)


def test_three_wrong_tries_end_a_code(requester: User) -> None:
    browser = Browser()
    browser.post("/sign-in/", {"email": requester.email})
    code = code_in_mail()
    wrong = "000000" if code != "000000" else "111111"
    assert [browser.post("/sign-in/code/", {"code": wrong}).status_code for _ in range(3)] == [422, 422, 302]

    browser.post("/sign-in/code/", {"code": code})

    assert not signed_in(browser)


def test_tries_that_do_not_see_each_other_are_counted_all_the_same(requester: User) -> None:
    """Sent side by side, each reads the session before the others have written into it."""
    browser = Browser()
    browser.post("/sign-in/", {"email": requester.email})
    code = code_in_mail()
    wrong = "000000" if code != "000000" else "111111"
    row = Session.objects.get()
    statuses = []
    for guess in [wrong] * 3 + [code]:
        row.save()  # as it was before anybody tried
        statuses.append(browser.post("/sign-in/code/", {"code": guess}).status_code)
    assert statuses == [422, 422, 422, 302]
    assert not signed_in(browser)


def test_a_code_ends_after_ten_minutes(requester: User) -> None:
    browser = Browser()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        browser.post("/sign-in/", {"email": requester.email})
        clock.shift(timedelta(minutes=10, seconds=1))
        browser.post("/sign-in/code/", {"code": code_in_mail()})
        assert not signed_in(browser)


def test_an_empty_code_never_fits(db: None) -> None:
    browser = Browser()
    browser.post("/sign-in/", {"email": "nobody@nowhere.example"})
    for code in ("", " ", "-", "None"):
        browser.post("/sign-in/code/", {"code": code})
    assert not signed_in(browser)


@pytest.mark.parametrize("case", ["unknown", "deactivated", "of the firm", "has left", "client not open", "known"])
def test_the_pages_say_the_same_whoever_has_the_address(case: str, requester: User, fso: User, brewery: Client) -> None:
    email = "e" * 4 + "@hopveld.example" if case == "unknown" else "emma@hopveld.example"
    if case == "deactivated":
        people.deactivate(requester, actor=None)
    if case == "of the firm":
        email = fso.email or ""
    if case == "has left":
        sites.end_membership(Membership.objects.get(person=requester), actor=None)
    if case in ("client not open", "unknown"):
        sites.open_client(brewery, opens_at=None, actor=None)
    browser = Browser()

    asked = browser.post("/sign-in/", {"email": email})
    page = browser.get("/sign-in/code/")
    wrong = browser.post("/sign-in/code/", {"code": "12345x"})

    said = [text.content.decode().replace(email, "ADDRESS") for text in (page, wrong)]
    assert (asked.status_code, asked["Location"], page.status_code, wrong.status_code) == (
        302, "/sign-in/code/", 200, 422,
    )  # fmt: skip
    assert "ADDRESS may sign in with a code" in said[0]
    assert "This code does not fit." in said[1]
    assert len(mail.outbox) == (1 if case == "known" else 0)


def test_only_i_use_this_device_decides_how_long_the_sign_in_lasts(requester: User) -> None:
    shared, own = Browser(), Browser()
    sign_in_by_code(shared, "emma@hopveld.example")
    sign_in_by_code(own, "emma@hopveld.example", only_mine="on")

    assert shared.cookies["sessionid"]["max-age"] == ""
    assert own.cookies["sessionid"]["max-age"] == 90 * 24 * 3600


def test_use_prolongs_a_remembered_sign_in(requester: User) -> None:
    browser = Browser()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        sign_in_by_code(browser, "emma@hopveld.example", only_mine="on")
        for _ in range(3):
            clock.shift(timedelta(days=80))
            assert signed_in(browser)
        clock.shift(timedelta(days=91))
        assert not signed_in(browser)


def test_the_way_back_leads_to_own_paths_only(requester: User) -> None:
    for evil in (
        "https://evil.example/",
        "//evil.example/",
        "https://desk.test/",
        "javascript:alert(1)",
        "/\\evil.example",
        "//[",
    ):
        browser = Browser()
        browser.post(f"/sign-in/?next={evil}", {"email": requester.email})
        answer = browser.post("/sign-in/code/", {"code": code_in_mail(), "next": evil})
        assert answer["Location"] == "/", evil
    browser = Browser()
    answer = browser.post("/sign-in/?next=/me/", {"email": requester.email})
    assert answer["Location"] == "/sign-in/code/?next=%2Fme%2F"
    assert browser.post(answer["Location"], {"code": code_in_mail()})["Location"] == "/me/"


def test_codes_are_not_mailed_without_end(requester: User) -> None:
    browser = Browser()
    statuses = [browser.post("/sign-in/", {"email": requester.email}).status_code for _ in range(12)]
    assert statuses == [302] * 10 + [422] * 2
    # Who is at home elsewhere is not locked out by it.
    assert Browser(REMOTE_ADDR="203.0.113.8").post("/sign-in/", {"email": requester.email}).status_code == 302
    # The same for an address that nobody has.
    other = Browser(REMOTE_ADDR="203.0.113.9")
    statuses = [other.post("/sign-in/", {"email": "no@nowhere.example"}).status_code for _ in range(12)]
    assert statuses == [302] * 10 + [422] * 2


def test_codes_are_not_mailed_without_end_from_many_networks_either(requester: User) -> None:
    statuses = [
        Browser(REMOTE_ADDR=f"203.0.113.{number // 9}").post("/sign-in/", {"email": requester.email}).status_code
        for number in range(92)
    ]
    assert statuses == [302] * 90 + [422] * 2


def test_a_network_is_counted_whatever_its_headers_say(db: None) -> None:
    statuses = [
        Browser(headers={"x-forwarded-for": f"198.51.100.{number}", "host": ["testserver", "desk.test"][number % 2]})
        .post("/sign-in/", {"email": f"somebody{number}@nowhere.example"})
        .status_code
        for number in range(52)
    ]
    assert statuses == [302] * 50 + [429] * 2


def test_sign_out_is_a_post_and_ends_the_session(requester: User) -> None:
    browser = Browser()
    sign_in_by_code(browser, "emma@hopveld.example")
    key = browser.cookies["sessionid"].value
    browser.get("/sign-in/out/")
    assert signed_in(browser)

    assert browser.post("/sign-in/out/").status_code == 302

    browser.cookies["sessionid"] = key
    assert not signed_in(browser)
