from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache

from tests.access.stage import Stage, set_the_stage


@pytest.fixture
def stage(db: None) -> Stage:
    """The client with all that hangs on it, its people, and outsiders."""
    return set_the_stage()


@pytest.fixture(autouse=True)
def _fresh_limits() -> Iterator[None]:
    """Every test counts its tries from nought."""
    cache.clear()
    yield
    cache.clear()
