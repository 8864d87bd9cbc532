"""Where the counted time of a clock went."""

from datetime import UTC, datetime, timedelta

import pytest

from tickets.life import Fact, StatusChanged
from tickets.lifecycle import Status
from tickets.time_spent import Given, spent

NINE = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
INES, DARIO = 7, 8


def at(hours: float) -> datetime:
    return NINE + timedelta(hours=hours)


def wait(hours: float, code: str) -> StatusChanged:
    return StatusChanged(at(hours), Status.WAITING, waiting_for=code)


def begun(hours: float) -> StatusChanged:
    return StatusChanged(at(hours), Status.IN_PROGRESS)


@pytest.mark.parametrize(
    ("first", "given", "facts", "ran", "told"),
    [
        (None, [], [], [(0, 5)], [("nobody", 5)]),
        (INES, [], [], [(0, 5)], [("not_begun", 5)]),
        (INES, [], [begun(1)], [(0, 5)], [("at_work", 4), ("not_begun", 1)]),
        # Who takes it is given it and begins at one instant.
        (None, [Given(at(3), INES)], [begun(3)], [(0, 5)], [("nobody", 3), ("at_work", 2)]),
        # Given to a colleague, it is begun no more.
        (INES, [Given(at(2), DARIO)], [begun(0)], [(0, 5)], [("not_begun", 3), ("at_work", 2)]),
        (INES, [Given(at(2), None)], [begun(0)], [(0, 5)], [("nobody", 3), ("at_work", 2)]),
        (INES, [], [begun(0), wait(1, "ourselves"), begun(4)], [(0, 5)], [("ourselves", 3), ("at_work", 2)]),
        # What is outside of what ran is not told: the clock was paused for the client from two to four.
        (None, [], [wait(2, "customer"), StatusChanged(at(4), Status.OPEN)], [(0, 2), (4, 5)], [("nobody", 3)]),
        (None, [], [], [], []),
        (None, [Given(at(0), INES)], [begun(0)], [(0, 5)], [("at_work", 5)]),
    ],
)
def test_time_that_ran_is_told_by_who_had_it_and_what_he_did(
    first: int | None,
    given: list[Given],
    facts: list[Fact],
    ran: list[tuple[float, float]],
    told: list[tuple[str, float]],
) -> None:
    found = spent(
        [(at(start), at(end)) for start, end in ran],
        opened_at=NINE,
        first=first,
        given=given,
        facts=facts,
        count=lambda start, end: end - start,
    )

    assert [(one.how, one.length / timedelta(hours=1)) for one in found] == told
