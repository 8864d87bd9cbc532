"""Rows that somebody, or the clock, can end: addresses that nobody has, workers that are gone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client as Browser
from django.utils import timezone

from accounts.answers import NotAllowed, WrongMoment
from accounts.models import PersonEvent, User
from notifications import actions
from notifications.models import RefusedAddress, SignOfLife
from tests.conftest import SignIn
from tests.notifications.outbox_rows import stopped_address

OUTBOX = "/outbox/"


@pytest.fixture
def orphan(requester: User) -> RefusedAddress:
    """An address that refuses, and that its person left."""
    address = stopped_address(requester)
    User.objects.filter(pk=requester.pk).update(email="emma.claes@hopveld.example")
    return address


@pytest.fixture
def browser(desk: User, sign_in: SignIn) -> Browser:
    return sign_in(desk)


def test_who_looks_after_the_outbox_finds_it_in_the_frame(
    administrator: User, desk: User, fso: User, sign_in: SignIn
) -> None:
    pages = {one: sign_in(one).get("/me/").content.decode() for one in (administrator, desk, fso)}

    link = f'<a href="{OUTBOX}"'
    assert {one: link in page for one, page in pages.items()} == {administrator: True, desk: True, fso: False}
    assert f"{link}>" in pages[administrator].split("<main", 1)[0], "among the doors of the navigation"


def dismissed() -> list[tuple[int, int | None]]:
    rows = PersonEvent.objects.filter(kind="address_dismissed").order_by("pk")
    return [(row.person_id, row.actor_id) for row in rows]


def test_an_address_that_nobody_has_is_dismissed(orphan: RefusedAddress, browser: Browser, desk: User) -> None:
    assert f'name="one" value="{orphan.pk}"' in browser.get(f"{OUTBOX}?view=addresses").content.decode()

    answer = browser.post(f"{OUTBOX}dismiss/", {"view": "addresses", "one": orphan.pk}, follow=True)

    assert "It is dismissed." in answer.content.decode()
    assert not RefusedAddress.objects.exists()
    assert dismissed() == [(desk.pk, desk.pk)]


def test_twice_is_once(orphan: RefusedAddress, desk: User) -> None:
    for _again in range(2):
        actions.dismiss_address(orphan, actor=desk)

    assert len(dismissed()) == 1


def test_an_address_that_somebody_has_is_not_forgotten(requester: User, browser: Browser, desk: User) -> None:
    address = stopped_address(requester)

    with pytest.raises(WrongMoment):
        actions.dismiss_address(address, actor=desk)
    answer = browser.post(f"{OUTBOX}dismiss/", {"view": "addresses", "one": address.pk})

    assert answer.status_code == 409
    assert f"{requester.name} has this address." in answer.content.decode()
    assert RefusedAddress.objects.exists()


def test_who_does_not_look_after_the_outbox_may_not(orphan: RefusedAddress, fso: User) -> None:
    with pytest.raises(NotAllowed):
        actions.dismiss_address(orphan, actor=fso)

    assert RefusedAddress.objects.exists()


def test_an_address_is_not_tried_again(orphan: RefusedAddress, browser: Browser) -> None:
    assert browser.post(f"{OUTBOX}try-again/", {"view": "addresses", "one": orphan.pk}).status_code == 400


def test_mail_that_was_not_stopped_is_not_said_to_go_out_again(requester: User, browser: Browser) -> None:
    address = RefusedAddress.objects.create(
        address=str(requester.email), refusals=1, words="550 Full", refused_at=timezone.now(), stopped_at=None
    )

    answer = browser.post(f"{OUTBOX}resume/", {"one": address.pk}, follow=True)

    assert f"Mail to {requester.email} was not stopped. It goes out." in answer.content.decode()
    assert not PersonEvent.objects.filter(kind="mail_resumed").exists()


@pytest.mark.django_db
def test_workers_that_were_not_seen_for_a_day_are_forgotten_and_the_clock_is_not() -> None:
    long_ago = timezone.now() - timedelta(hours=25)
    SignOfLife.objects.create(name="celery@gone", kind="worker", seen_at=long_ago)
    SignOfLife.objects.create(name="celery@lately", kind="worker", seen_at=long_ago + timedelta(hours=2))
    SignOfLife.objects.create(name="beat", kind="clock", seen_at=long_ago)

    actions.note_life(worker="celery@here", clock_said_at=None)

    assert set(SignOfLife.objects.values_list("name", flat=True)) == {"celery@lately", "celery@here", "beat"}
