from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from demo.loading import load

BRUSSELS = ZoneInfo("Europe/Brussels")


def last_tuesday() -> datetime:
    """A Tuesday of two to nine days ago, 10:05 in Brussels: a working moment that is no news any more."""
    today = timezone.now().astimezone(BRUSSELS).replace(hour=10, minute=5, second=0, microsecond=0)
    return today - timedelta(days=(today.weekday() - 3) % 7 + 2)


@pytest.fixture
def story(default_chains: None) -> datetime:
    """A small story is loaded; the moment at which it ends."""
    at = last_tuesday()
    load(at=at, tickets=25)
    return at


@pytest.fixture
def whole_story(default_chains: None) -> datetime:
    """The story as `make run` loads it, in a test that looks at all of it."""
    at = last_tuesday()
    load(at=at)
    return at
