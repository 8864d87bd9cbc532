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
    for key in (young, old):
        once.remember(fso, key, 1042)
    OnceKey.objects.filter(key=old).update(created_at=timezone.now() - timedelta(days=7, seconds=1))
    OnceKey.objects.filter(key=young).update(created_at=timezone.now() - timedelta(days=6, hours=23))
    assert (once.already_made(fso, old), once.already_made(desk, old)) == (1042, None)

    forget_once_keys()

    assert (once.already_made(fso, young), once.already_made(fso, old)) == (1042, None)
