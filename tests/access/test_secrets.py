"""Secrets are stored as digests or encrypted, and stand in no page, log or listing."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.core import mail
from django.test import Client as Browser
from django.urls import reverse
from knox.models import AuthToken

from accounts.models import User
from fso_desk.celery import app
from tests.access.stage import Stage, all_addresses, stop_token
from tests.accounts.conftest import code_in_mail
from tests.accounts.test_sign_in_by_password import set_up_second_factor
from tests.cast import PASSWORD

# Session keys and the codes within sessions stay on our side, as the libraries keep them.
KEPT_BY_LIBRARIES = {"django_session"}


@pytest.fixture
def planted(stage: Stage, caplog: pytest.LogCaptureFixture) -> Iterator[dict[str, str]]:
    """Make one secret of every kind, by the ways in which they are really made."""
    caplog.set_level(logging.DEBUG)
    before, app.conf.task_always_eager = app.conf.task_always_eager, True
    engineer, requester = stage.people["engineer"], stage.people["requester"]
    by_password = Browser()
    by_password.post("/sign-in/password/", {"login": engineer.email, "password": PASSWORD})
    secret = set_up_second_factor(by_password)
    _row, token = AuthToken.objects.create(user=engineer)
    asking = Browser()
    asking.post("/sign-in/", {"email": requester.email})
    code = code_in_mail()
    Browser().post("/sign-in/password/reset/", {"email": stage.people["fso"].email})
    reset = str(mail.outbox[-1].body).split("/sign-in/password/reset/")[1].split("/")[0]
    codes = Authenticator.objects.get(user=engineer, type="recovery_codes").wrap().get_unused_codes()
    yield {
        "second factor": secret,
        "recovery code": codes[0],
        "API token": token,
        "password": PASSWORD,
        "sign-in code": code,
        "reset": reset.split("-", 1)[1],
        "stop link": stop_token(engineer, "changes"),
        "session": str(by_password.cookies["sessionid"].value),
    }
    app.conf.task_always_eager = before


def test_no_table_holds_a_secret_in_clear(planted: dict[str, str]) -> None:
    for model in apps.get_models():
        if model._meta.db_table in KEPT_BY_LIBRARIES:
            continue
        rows = "\n".join(str(row) for row in model._base_manager.values_list())
        for kind, secret in planted.items():
            assert secret not in rows or kind == "sign-in code", f"{kind} in {model._meta.db_table}"


def test_no_log_line_holds_a_secret(planted: dict[str, str], caplog: pytest.LogCaptureFixture) -> None:
    # The database's own debug lines show rows; they are never switched on outside a test.
    said = "\n".join(line.getMessage() for line in caplog.records if line.name != "django.db.backends")
    for kind, secret in planted.items():
        assert secret not in said, f"{kind} in a log line"


def test_no_page_shows_a_secret(planted: dict[str, str], stage: Stage) -> None:
    paths = [address.path(stage) for address in all_addresses().values()]
    paths += ["/setup/", reverse("admin:accounts_user_change", args=[stage.people["engineer"].pk])]
    for role in ("administrator", "desk", "contact"):
        for path in paths:
            body = stage.answer(role, "GET", path).content.decode(errors="replace")
            for kind, secret in planted.items():
                assert secret not in body, f"{kind} on {path} for {role}"


def test_a_failing_page_shows_no_secret(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object, **_named: object) -> None:
        raise RuntimeError("planted-in-the-error")

    monkeypatch.setattr("sites.queries.clients_served", broken)
    browser = Browser(raise_request_exception=False)
    browser.force_login(User.objects.get(pk=stage.people["fso"].pk))
    answer = browser.get("/clients/", headers={"x-planted": "planted-header"})
    assert answer.status_code == 500
    assert b"planted" not in answer.content
