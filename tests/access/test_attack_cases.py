"""Every attack case has a test that exists, or a reason."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests import real_texts
from tests.access.attack_cases import HELD, NOT_YET

TESTS = Path(__file__).resolve().parents[1]


def test_every_case_has_a_row() -> None:
    file = real_texts.DATA / "attack_cases.json"
    if not file.exists():
        pytest.skip("The attack cases do not lie beside this checkout")
    known = {case["id"] for case in json.loads(file.read_text())["cases"]}
    rows = HELD.keys() | NOT_YET.keys()
    assert sorted(known - rows) == [], "cases without a test or a reason"
    assert sorted(rows - known) == [], "rows of cases that do not exist"


def test_a_case_is_held_or_waits_but_not_both() -> None:
    assert HELD.keys() & NOT_YET.keys() == set()
    assert all(HELD.values())
    assert all(NOT_YET.values())


def test_the_tests_of_the_rows_exist() -> None:
    missing = [test for tests in HELD.values() for test in tests if not _exists(*test.split("::"))]
    assert missing == []


def _exists(path: str, name: str) -> bool:
    file = TESTS / path
    return file.exists() and re.search(rf"^def {name}\(", file.read_text(), re.MULTILINE) is not None
