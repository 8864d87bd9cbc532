"""Whom a story is not meant for: each of its addresses answers them as if it had never been."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client as Browser

from tests.journeys.visitor import without_tokens
from tickets.models import Ticket

NEVER = 987654321


def assert_nobody_else_gets_anything(
    asked: list[tuple[str, str, dict[str, Any]]], outsiders: list[Browser], secrets: tuple[str, ...]
) -> None:
    """What was asked for in the story is asked for again by people of another client, of other clients, by nobody."""
    tried = [one for one in asked if not one[1].startswith("/sign-in/")]
    assert len(tried) > 40
    before = _everything()
    for method, address, sent in tried:
        answer = getattr(Browser(), method)(address, sent)
        assert answer.status_code == 302, address
        assert answer["Location"].startswith("/sign-in/?next="), (address, answer["Location"])
        if address == "/tickets/report/":
            continue  # to report something is everybody's right; it is about one's own company
        for browser in outsiders:
            _assert_as_if_it_never_was(browser, method, address, sent, secrets)
    assert _everything() == before


def _assert_as_if_it_never_was(
    browser: Browser, method: str, address: str, sent: dict[str, Any], secrets: tuple[str, ...]
) -> None:
    answer = getattr(browser, method)(address, sent)
    html = answer.content.decode()
    for secret in secrets:
        assert secret not in html, (method, address, secret)
    number = re.search(r"/(tickets|escalations|reports)/(\d+)/", address)
    if number is None:
        return
    never = getattr(browser, method)(address.replace(number[2], str(NEVER), 1), sent)
    assert answer.status_code == never.status_code == 404, (method, address, answer.status_code, never.status_code)
    assert without_tokens(html) == without_tokens(never.content.decode())
    assert dict(answer.headers) == dict(never.headers)


def _everything() -> list[tuple[int, int, str]]:
    return list(Ticket.objects.order_by("pk").values_list("pk", "version", "status"))
