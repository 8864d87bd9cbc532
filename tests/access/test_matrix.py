"""Every address x role x method, and what holds for each of these answers."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext

from tests.access.matrix import EXEMPT, expected, written
from tests.access.stage import ROLES, Stage, all_addresses

METHODS = ("GET", "POST")
WRITES = re.compile(r'^\s*(?:INSERT INTO|UPDATE|DELETE FROM|REPLACE INTO)\s+"?(\w+)', re.IGNORECASE)
# What reading may write: the bookkeeping of the session itself.
BOOKKEEPING = {"django_session"}


def names() -> list[str]:
    return sorted(name for name in all_addresses() if name not in EXEMPT)


def measured(stage: Stage, name: str, method: str) -> dict[str, int]:
    path = all_addresses()[name].path(stage)
    found = {}
    for role in ROLES:
        cache.clear()
        found[role] = stage.answer(role, method, path).status_code
    return found


def test_every_address_has_its_rows(stage: Stage) -> None:
    known = set(expected())
    missing = [(name, method) for name in names() for method in METHODS if (name, method) not in known]
    rows = [written(name, method, measured(stage, name, method)) for name, method in missing]
    assert not missing, "Check these and add them to TABLE in tests/access/matrix.py:\n" + "\n".join(rows)
    gone = sorted({name for name, _method in known} - set(all_addresses()))
    assert not gone, f"No longer addresses, take them out of the table: {gone}"


def rooms() -> list[str]:
    """The stage is set once per room: its addresses are tried one after the other."""
    return sorted({room_of(name) for name, _method in expected()})


def room_of(name: str) -> str:
    return name.rpartition(":")[0] or name.split("_", maxsplit=1)[0]


@pytest.mark.parametrize("room", rooms())
def test_every_role_gets_the_answer_of_the_table(room: str, stage: Stage) -> None:
    """Reading also writes nothing, and nobody's cache keeps what was said."""
    wrong = []
    for name in sorted({name for name, _method in expected() if room_of(name) == room} & set(all_addresses())):
        found = tried(stage, name)
        for method, row in found.items():
            wanted = expected().get((name, method), row)
            if row != wanted:
                wrong.append(f"now:\n{written(name, method, row)}\ntable:\n{written(name, method, wanted)}")
    assert not wrong, "\n".join(wrong)


def tried(stage: Stage, name: str) -> dict[str, dict[str, int]]:
    path = all_addresses()[name].path(stage)
    found: dict[str, dict[str, int]] = {"GET": {}, "POST": {}}
    for role in ROLES:
        stage.browser(role)
        cache.clear()
        with CaptureQueriesContext(connection) as caught:
            read = stage.answer(role, "GET", path)
        wrote = {hit[1] for query in caught if (hit := WRITES.match(query["sql"]))} - BOOKKEEPING
        assert not wrote, f"GET {path} as {role} writes to {wrote}"
        assert_nobody_keeps(read, path, role)
        cache.clear()
        found["GET"][role] = read.status_code
        found["POST"][role] = stage.answer(role, "POST", path).status_code
    cache.clear()
    head = stage.answer("fso", "HEAD", path).status_code
    assert head == found["GET"]["fso"] or (head == 405 and name.startswith("api:")), f"HEAD {path}"
    return found


def assert_nobody_keeps(answer: HttpResponse, path: str, role: str) -> None:
    kept = {part.strip() for part in answer.headers.get("Cache-Control", "").split(",")}
    assert "private" in kept, f"{path} as {role}: {kept}"
    assert "no-store" in kept or path.endswith("/photo/"), f"{path} as {role}: {kept}"
    assert "HX-Request" in answer.headers.get("Vary", ""), path


def test_what_changes_something_refuses_to_be_read() -> None:
    """Verbs are POST only: nobody changes anything by following a link, a mail scanner neither."""
    reads = {name for (name, method), row in expected().items() if method == "GET" and 200 in row.values()}
    # Steps that need an earlier one; without it they lead back. They write nothing (see above).
    leads_on = {
        "account_confirm_login_code", "account_set_password", "mfa_activate_totp", "mfa_authenticate",
        "mfa_deactivate_totp", "mfa_generate_recovery_codes", "mfa_reauthenticate", "mfa_view_recovery_codes",
        "set_language",
    }  # fmt: skip
    for (name, method), row in expected().items():
        if method == "GET" and name not in reads | leads_on:
            assert set(row.values()) <= {302, 401, 404, 405}, name
            assert 405 in row.values(), name
