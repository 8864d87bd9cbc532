"""`manage.py check_clock`: examples in JSON through the desk's own clock."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests import real_texts

EXAMPLE: dict[str, Any] = {
    "id": "one day",
    "calendar": {"timezone": "Europe/Brussels", "hours": {"mon": [["08:30", "17:00"]]}},
    "policy": {
        "targets": {
            "P2": {
                "response": {"minutes": 60, "clock": "business"},
                "resolution": {"minutes": 480, "clock": "business"},
            }
        },
        "pauses": {"waiting_customer": True},
    },
    "ticket": {"opened_at": "2026-03-02T09:00:00+01:00", "priority": "P2", "channel": "portal"},
    "events": [
        {"at": "2026-03-02T09:20:00+01:00", "type": "auto_mail"},
        {"at": "2026-03-02T09:40:00+01:00", "type": "public_reply", "by": "firm"},
        {"at": "2026-03-02T10:00:00+01:00", "type": "status", "to": "waiting_customer", "by": "firm"},
    ],
    "now": "2026-03-02T12:00:00+01:00",
    "expected": {
        "response": {"state": "stopped", "elapsed_minutes": 40, "deadline": "2026-03-02T10:00:00+01:00"},
        "resolution": {"state": "paused", "elapsed_minutes": 60, "deadline": None, "breached": False},
    },
}


def checked(path: Path, *vectors: Any) -> tuple[int, str]:
    """Return the exit code and what was printed."""
    path.write_text(json.dumps({"vectors": vectors}))
    return run(path)


def run(path: Path) -> tuple[int, str]:
    out = io.StringIO()
    try:
        call_command("check_clock", str(path), stdout=out)
    except SystemExit as ended:
        return int(str(ended.code)), out.getvalue()
    return 0, out.getvalue()


def test_examples_that_hold_pass(tmp_path: Path) -> None:
    assert checked(tmp_path / "examples.json", EXAMPLE) == (0, "1 passed, 0 failed\n")


def test_each_difference_is_named(tmp_path: Path) -> None:
    wrong = EXAMPLE | {"expected": {"resolution": {"state": "paused", "elapsed_minutes": 61}}}

    code, said = checked(tmp_path / "examples.json", EXAMPLE, wrong)

    assert (code, said) == (1, "one day  resolution.elapsed_minutes: expected 61, got 60\n1 passed, 1 failed\n")


@pytest.mark.parametrize("missing", ["calendar", "policy", "ticket", "now", "expected"])
def test_an_example_that_cannot_be_read_fails_and_the_others_go_on(tmp_path: Path, missing: str) -> None:
    broken = {name: value for name, value in EXAMPLE.items() if name != missing}

    code, said = checked(tmp_path / "examples.json", broken, EXAMPLE)

    assert code == 1
    assert said.endswith("1 passed, 1 failed\n")
    assert "one day  cannot be read: KeyError" in said


def test_targets_in_another_shape_cannot_be_read(tmp_path: Path) -> None:
    code, said = checked(tmp_path / "examples.json", EXAMPLE | {"policy": {"targets": [], "pauses": {}}})

    assert code == 1
    assert "cannot be read: AttributeError" in said


@pytest.mark.parametrize("text", ["", "[]", '{"vectors": []}', '{"vectors": 3}', "{"])
def test_a_file_without_examples_is_refused_in_a_sentence(tmp_path: Path, text: str) -> None:
    path = tmp_path / "examples.json"
    path.write_text(text)

    with pytest.raises(CommandError, match="holds no examples of the clock"):
        run(path)


@real_texts.needed
def test_the_examples_that_were_worked_out_by_others_pass() -> None:
    assert run(real_texts.DATA / "sla_vectors.json") == (0, "24 passed, 0 failed\n")
