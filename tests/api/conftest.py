from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client as Browser

from accounts import actions as accounts
from accounts.models import User
from escalation.models import Chain, Level, Step
from tickets.models import QuestionKind

V1 = "/api/v1/"


@pytest.fixture(autouse=True)
def _fresh_limits() -> Iterator[None]:
    """Every test counts its tries from nought."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def chain(db: None) -> Chain:
    """The firm's chain for technical questions, also where an earlier test emptied the tables."""
    chain, made = Chain.objects.get_or_create(client=None, kind_of_question=QuestionKind.TECHNICAL)
    if made:
        Step.objects.create(chain=chain, position=1, level=Level.ENGINEERS)
    return chain


def get(person: User | None, path: str, **query: str) -> Any:
    """Ask the API as this person, in a browser session."""
    return _browser(person).get(V1 + path, query)


def post(person: User | None, path: str, body: Any = None) -> Any:
    """Send JSON to the API as this person, in a browser session (Django's test browser needs no CSRF token)."""
    return _browser(person).post(V1 + path, json.dumps({} if body is None else body), content_type="application/json")


def secret_of(person: User) -> str:
    """Return the secret of a new token of this person."""
    return accounts.make_token(person, actor=person)[1]


def bearer(secret: str) -> dict[str, str]:
    """Return the header that sends this secret."""
    return {"Authorization": f"Bearer {secret}"}


def _browser(person: User | None) -> Browser:
    browser = Browser()
    if person is not None:
        browser.force_login(person)
    return browser
