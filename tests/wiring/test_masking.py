"""No token that stands in a path reaches the log."""

from __future__ import annotations

import logging

import pytest
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import User
from fso_desk.masking import WithoutTokens
from notifications import stop_links

ONE_PRESS = {"List-Unsubscribe": "One-Click"}


def token_of(person: User, topic: str) -> str:
    return stop_links.stop_url(person, topic).split("/stop/")[1].strip("/")


def test_no_stop_link_reaches_the_log(fso: User, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    free, locked = token_of(fso, "changes"), token_of(fso, "critical")

    assert Browser(enforce_csrf_checks=True).post(f"/news/stop/{free}/").status_code == 403
    assert Browser().post(f"/news/stop/{locked}/", ONE_PRESS).status_code == 409
    assert Browser().get(f"/news/stop/{free[:-1]}/").status_code == 404

    said = [record.getMessage() for record in caplog.records]
    assert sum("/news/stop/.../" in line for line in said) == 3
    assert free[:-1] not in caplog.text
    assert locked not in caplog.text


def test_the_link_of_a_new_password_does_not_either(client: Browser, caplog: pytest.LogCaptureFixture) -> None:
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": "4f", "key": "abc123-0f0f"})

    logging.getLogger("django.request").warning("%s: %s", "Not Found", path)

    assert "/sign-in/password/reset/4f-.../" in caplog.text
    assert "abc123" not in caplog.text


def test_every_handler_masks_and_lets_the_rest_stand() -> None:
    terminal = [handler for handler in logging.getLogger().handlers if type(handler) is logging.StreamHandler]
    assert terminal
    assert all(any(isinstance(one, WithoutTokens) for one in handler.filters) for handler in terminal)

    record = logging.LogRecord("any", logging.WARNING, "", 0, "%s: %s", ("Not Found", "/news/?part=new"), None)

    assert WithoutTokens().filter(record)
    assert (record.msg, record.args) == ("%s: %s", ("Not Found", "/news/?part=new"))
