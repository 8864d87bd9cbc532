from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client as Browser

from fso_desk.celery import app


@pytest.fixture(autouse=True)
def _mails_at_once_and_fresh_limits() -> Iterator[None]:
    """Tasks run within the request; every test counts its tries from nought."""
    before, app.conf.task_always_eager = app.conf.task_always_eager, True
    cache.clear()
    yield
    app.conf.task_always_eager = before


def code_in_mail() -> str:
    """The six digits of the newest mail."""
    found = re.search(r"\b(\d{6})\b", str(mail.outbox[-1].body))
    assert found
    return found[1]


def sign_in_by_code(browser: Browser, email: str, **more: str) -> None:
    """Ask for a code and give it back."""
    browser.post("/sign-in/", {"email": email, **more})
    answer = browser.post("/sign-in/code/", {"code": code_in_mail()})
    assert answer.status_code == 302
