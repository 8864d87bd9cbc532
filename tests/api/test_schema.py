"""The committed description of the API is the API, and nothing odd brings it down."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.test import Client as Browser
from hypothesis import HealthCheck, given
from hypothesis import settings as effort
from hypothesis import strategies as some

from accounts.models import User
from tests.access.stage import a_problem_of
from tests.api.conftest import get
from tickets.models import Category, Ticket

COMMITTED = Path(settings.BASE_DIR) / "docs" / "openapi.yaml"


def test_the_committed_description_is_what_the_code_says(tmp_path: Path) -> None:
    fresh = tmp_path / "openapi.yaml"

    call_command("spectacular", file=str(fresh), validate=True, fail_on_warn=True)

    assert fresh.read_text() == COMMITTED.read_text(), "Run `make schema` and read the difference."


def test_it_is_served_to_people_we_know(requester: User, fso: User) -> None:
    assert get(None, "schema/").status_code == 401
    assert get(requester, "schema/").json() == get(fso, "schema/").json()
    assert get(fso, "schema/").json()["paths"].keys() == yaml.safe_load(COMMITTED.read_text())["paths"].keys()


def test_every_answer_of_the_description_is_one_shape_of_refusal() -> None:
    described = yaml.safe_load(COMMITTED.read_text())["paths"]

    for path, methods in described.items():
        for method, operation in methods.items():
            if path.endswith("/schema/"):
                continue
            refusal = operation["responses"]["4XX"]["content"]["application/json"]["schema"]
            assert refusal == {"$ref": "#/components/schemas/Failure"}, (path, method)


JSON = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats(allow_nan=False) | some.text(max_size=20),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


def operations() -> list[tuple[str, str, list[str]]]:
    """Every change of the description: path, operation, the names of the fields that it takes."""
    described = yaml.safe_load(COMMITTED.read_text())
    shapes = described["components"]["schemas"]
    found = []
    for path, methods in described["paths"].items():
        operation = methods.get("post")
        if operation:
            sent = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
            name = sent.get("$ref", "").rsplit("/", 1)[-1]
            found.append((path, operation["operationId"], list(shapes.get(name, {}).get("properties", {}))))
    return found


@pytest.mark.parametrize(
    ("path", "name", "fields"), operations(), ids=lambda value: value if isinstance(value, str) else ""
)
def test_odd_values_in_known_fields_are_no_fault_of_ours(
    path: str, name: str, fields: list[str], ticket: Ticket, fso: User, requester: User, mail_category: Category
) -> None:
    problem = a_problem_of(ticket.client, fso)
    where = path.format(number=ticket.pk, problem_pk=problem.pk, id=1, code="x")
    browsers = []
    for person in (fso, requester):
        browsers.append(Browser())
        browsers[-1].force_login(person)

    @effort(max_examples=15, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None)
    @given(some.fixed_dictionaries({}, optional=dict.fromkeys(fields, JSON)))
    def send(body: dict[str, Any]) -> None:
        for browser in browsers:
            with transaction.atomic():
                answer = browser.post(where, json.dumps(body), content_type="application/json")
                transaction.set_rollback(True)
            assert answer.status_code < 500
            if answer.status_code >= 400:
                assert answer.json().keys() == {"code", "message", "fields"}

    send()
