"""The keys of forms: how long the desk remembers that one was sent."""

from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from accounts.models import User
from history import once
from history.models import OnceKey
from history.tasks import forget_once_keys


def test_a_key_is_known_to_its_person_alone_and_forgotten_after_seven_days(fso: User, desk: User) -> None:
    young, old = uuid4(), uuid4()
    once.remember(fso, young, "ticket", 1042)
    once.remember(fso, old, "ticket", 1041)
    OnceKey.objects.filter(result=1041).update(created_at=timezone.now() - timedelta(days=7, seconds=1))
    OnceKey.objects.filter(result=1042).update(created_at=timezone.now() - timedelta(days=6, hours=23))
    assert (once.already_made(fso, old, "ticket"), once.already_made(desk, old, "ticket")) == (1041, None)

    forget_once_keys()

    assert (once.already_made(fso, young, "ticket"), once.already_made(fso, old, "ticket")) == (1042, None)


def test_a_key_says_nothing_about_what_was_made_with_another_form(fso: User) -> None:
    key = uuid4()
    once.remember(fso, key, "message of 1042", 7)
    assert once.already_made(fso, key, "message of 1042") == 7
    assert once.already_made(fso, key, "message of 1043") is None
    assert once.already_made(fso, key, "ticket") is None
