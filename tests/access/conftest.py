from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from tests.access.stage import Stage, set_the_stage


@pytest.fixture(scope="module")
def standing_stage(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Stage]:
    """The stage, set once for a module whose tests change nothing: every answer is undone (Stage.answer)."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield set_the_stage()
        transaction.set_rollback(True)


@pytest.fixture
def stage(db: None) -> Stage:
    """The stage for one test that changes something."""
    return set_the_stage()


@pytest.fixture(autouse=True)
def _fresh_limits() -> Iterator[None]:
    """Every test counts its tries from nought."""
    cache.clear()
    yield
    cache.clear()
