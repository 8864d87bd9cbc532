"""The cast page signs anybody in with one click, by POST, and exists in demo mode only."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.conf import settings
from django.test import Client as Browser
from django.urls import NoReverseMatch, reverse

from accounts.models import User

in_demo_mode = pytest.mark.urls("tests.demo.urls")


def is_signed_in(browser: Browser) -> str | None:
    number = browser.session.get("_auth_user_id")
    return User.objects.get(pk=number).email if number else None


@pytest.mark.parametrize(
    "path", ["/demo/", "/demo/sign-in/1/", "/demo/mail/", "/demo/mail/1/", "/demo/mail/1/as-sent/"]
)
def test_a_real_desk_has_no_page_of_the_demo(path: str, db: None) -> None:
    assert not settings.DEMO
    assert Browser().get(path).status_code == 404
    assert Browser().post(path).status_code == 404
    with pytest.raises(NoReverseMatch):
        reverse("demo:cast")


def test_a_real_desk_does_not_link_to_the_demo(db: None) -> None:
    assert b"Demo:" not in Browser().get(reverse("account_login")).content


@in_demo_mode
def test_the_sign_in_page_leads_to_the_cast_and_the_mail(db: None) -> None:
    page = Browser().get(reverse("account_login")).content.decode()

    assert reverse("demo:cast") in page
    assert reverse("demo:mails") in page


@in_demo_mode
def test_the_cast_page_lists_everybody_who_can_sign_in(story: datetime) -> None:
    page = Browser().get(reverse("demo:cast")).content.decode()

    everybody = User.objects.active().filter(email__isnull=False)
    assert everybody.count() > 50
    missing = [person.name for person in everybody if reverse("demo:sign_in", args=[person.pk]) not in page]
    assert not missing
    assert "Kantoor Vermassen" in page
    assert page.index("Emma Claes") < page.index("Inès Vercammen") < page.index("Katrien Aerts") < page.index("Dario")


@in_demo_mode
def test_one_click_signs_in_as_that_person(requester: User) -> None:
    browser = Browser()

    answer = browser.post(reverse("demo:sign_in", args=[requester.pk]))

    assert answer.headers["Location"] == reverse("home")
    assert is_signed_in(browser) == requester.email


@in_demo_mode
def test_another_click_makes_one_somebody_else(requester: User, fso: User) -> None:
    browser = Browser()
    browser.post(reverse("demo:sign_in", args=[requester.pk]))

    browser.post(reverse("demo:sign_in", args=[fso.pk]))

    assert is_signed_in(browser) == fso.email


@in_demo_mode
def test_a_link_signs_nobody_in(requester: User) -> None:
    browser = Browser()

    answer = browser.get(reverse("demo:sign_in", args=[requester.pk]))

    assert answer.status_code == 405
    assert is_signed_in(browser) is None


@in_demo_mode
def test_a_form_of_another_page_signs_nobody_in(requester: User) -> None:
    browser = Browser(enforce_csrf_checks=True)

    answer = browser.post(reverse("demo:sign_in", args=[requester.pk]))

    assert answer.status_code == 403
    assert is_signed_in(browser) is None


@in_demo_mode
def test_nobody_signs_in_who_is_inactive_or_known_by_name_alone(requester: User, colleague: User) -> None:
    User.objects.get_queryset().filter(pk=requester.pk).update(is_active=False)
    User.objects.get_queryset().filter(pk=colleague.pk).update(email=None)

    for person in (requester, colleague):
        assert Browser().post(reverse("demo:sign_in", args=[person.pk])).status_code == 404
