"""Which sentence a client's person reads: tables of facts and what is said."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from sites.opening_hours import Calendar
from sites.week_text import USUAL_WEEK
from tickets.client_words import Facts, Promise, Step, is_together, promise, steps

MONDAY_MORNING = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)  # 09:00 in Brussels
FRIDAY_NIGHT = datetime(2026, 11, 20, 21, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
ASKED = Facts(
    status="new",
    priority=4,
    waiting_for="",
    second_line="",
    calendar=Calendar("Europe/Brussels", USUAL_WEEK),
    around_the_clock=False,
    opened_at=MONDAY_MORNING,
    responded_at=None,
    resolved_at=None,
    closed_at=None,
    respond_due_at=MONDAY_MORNING + 4 * HOUR,
    resolve_due_at=MONDAY_MORNING + 30 * HOUR,
)
AT_NIGHT = replace(ASKED, priority=1, opened_at=FRIDAY_NIGHT, respond_due_at=MONDAY_MORNING)


@pytest.mark.parametrize(
    ("facts", "now", "expected"),
    [
        (ASKED, MONDAY_MORNING, Promise("hear_before", MONDAY_MORNING + 4 * HOUR)),
        (ASKED, MONDAY_MORNING + 5 * HOUR, Promise("call")),
        (replace(ASKED, responded_at=MONDAY_MORNING + HOUR), MONDAY_MORNING + HOUR, Promise("")),
        (replace(ASKED, status="resolved", resolved_at=MONDAY_MORNING), MONDAY_MORNING, Promise("")),
        (AT_NIGHT, FRIDAY_NIGHT, Promise("start", datetime(2026, 11, 23, 7, 30, tzinfo=UTC))),
        (replace(AT_NIGHT, around_the_clock=True), FRIDAY_NIGHT, Promise("hear_before", MONDAY_MORNING)),
        (replace(AT_NIGHT, priority=2), FRIDAY_NIGHT, Promise("hear_before", MONDAY_MORNING)),
        (replace(ASKED, priority=1), MONDAY_MORNING, Promise("hear_before", MONDAY_MORNING + 4 * HOUR)),
    ],
)
def test_what_comes_next_is_said_and_never_that_somebody_starts_at_once(
    facts: Facts, now: datetime, expected: Promise
) -> None:
    assert promise(facts, now) == expected


@pytest.mark.parametrize(
    ("second_line", "status", "expected"),
    [
        ("", "open", False),
        ("offered", "open", True),
        ("picked_up", "in_progress", True),
        ("handed_back", "open", True),
        ("handed_back", "resolved", False),
    ],
)
def test_a_specialist_colleague_is_told_as_long_as_it_is_open(second_line: str, status: str, expected: bool) -> None:
    assert is_together(replace(ASKED, second_line=second_line, status=status)) is expected


RECEIVED = Step("received", "done", MONDAY_MORNING)
LATER = MONDAY_MORNING + HOUR
AIM = Step("solved", "", MONDAY_MORNING + 30 * HOUR)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (ASKED, [RECEIVED, AIM]),
        (replace(ASKED, status="open"), [RECEIVED, Step("state", "now"), AIM]),
        (
            replace(ASKED, status="in_progress", responded_at=LATER),
            [RECEIVED, Step("answered", "done", LATER), Step("state", "now"), AIM],
        ),
        (
            replace(ASKED, status="waiting", waiting_for="customer"),
            [RECEIVED, Step("state", "now"), Step("solved", "")],
        ),
        (replace(ASKED, status="waiting", waiting_for="visit"), [RECEIVED, Step("state", "now"), AIM]),
        (replace(ASKED, resolve_due_at=MONDAY_MORNING), [RECEIVED, Step("solved", "")]),
        (replace(ASKED, responded_at=MONDAY_MORNING), [RECEIVED, AIM]),
        (
            replace(ASKED, status="resolved", responded_at=LATER, resolved_at=LATER),
            [RECEIVED, Step("solved", "done", LATER), Step("confirm", "now")],
        ),
        (
            replace(ASKED, status="resolved", resolved_at=LATER),
            [RECEIVED, Step("solved", "done", LATER), Step("confirm", "now")],
        ),
        (
            replace(ASKED, status="closed", resolved_at=LATER, closed_at=LATER),
            [RECEIVED, Step("solved", "done", LATER), Step("finished", "done", LATER)],
        ),
        (replace(ASKED, status="cancelled", closed_at=LATER), [RECEIVED, Step("stopped", "done", LATER)]),
        (replace(ASKED, status="merged", closed_at=LATER), [RECEIVED, Step("joined", "done", LATER)]),
    ],
)
def test_where_it_stands(facts: Facts, expected: list[Step]) -> None:
    assert steps(facts, LATER) == expected
