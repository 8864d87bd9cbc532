"""Every page of the desk, as each role reads it in each language."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache as remembered

import pytest
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone, translation
from pytest_django.plugin import DjangoDbBlocker

from accounts.models import User
from tests.access.matrix import EXEMPT
from tests.access.stage import Stage, all_addresses, set_the_stage
from tests.words.pages import texts_of

OF_CLIENT = ("anonymous", "requester", "contact")
OF_FIRM = ("fso", "engineer", "ict_manager", "desk", "administrator")
ALL_LANGUAGES_AT_ONCE = {"set_language"}  # leads on, says nothing

Page = tuple[str, str, str]  # role, name of the address, method
Pages = Callable[[str], dict[Page, list[str]]]


@pytest.fixture(autouse=True)
def _speak_as_before() -> Iterator[None]:
    """A page that was read leaves its language and its time zone behind in this thread."""
    yield
    translation.deactivate()
    timezone.deactivate()


@pytest.fixture(scope="module")
def pages(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Pages]:
    """Return a function: all that is read in this language, empty forms that came back too."""
    with django_db_blocker.unblock(), transaction.atomic():
        stage = set_the_stage()
        yield remembered(lambda language: _read(stage, language))
        transaction.set_rollback(True)


def _read(stage: Stage, language: str) -> dict[Page, list[str]]:
    User.objects.get_queryset().update(language=language)
    found = {}
    for name, address in all_addresses().items():
        if name in EXEMPT or name in ALL_LANGUAGES_AT_ONCE or name.startswith("api:"):
            continue
        for role in OF_CLIENT + OF_FIRM:
            for method in ("GET", "POST"):
                cache.clear()
                answer = stage.answer(role, method, address.path(stage), headers={"accept-language": language})
                if answer.get("Content-Type", "").startswith("text/html") and answer.status_code != 302:
                    found[role, name, method] = texts_of(answer.content.decode())
    return found
