from itertools import product

import pytest

from tickets.lifecycle import Status, allows, is_open

S = Status
EXPECTED = {
    S.NEW: {S.OPEN, S.IN_PROGRESS, S.WAITING, S.RESOLVED, S.CANCELLED, S.MERGED},
    S.OPEN: {S.IN_PROGRESS, S.WAITING, S.RESOLVED, S.CANCELLED, S.MERGED},
    S.IN_PROGRESS: {S.OPEN, S.WAITING, S.RESOLVED, S.CANCELLED, S.MERGED},
    S.WAITING: {S.OPEN, S.IN_PROGRESS, S.WAITING, S.RESOLVED, S.CANCELLED, S.MERGED},
    S.RESOLVED: {S.OPEN, S.IN_PROGRESS, S.CLOSED},
    S.CLOSED: {S.OPEN},
    S.CANCELLED: set(),
    S.MERGED: set(),
}


@pytest.mark.parametrize(("current", "wanted"), list(product(Status, Status)))
def test_each_step_is_allowed_exactly_where_the_table_says(current: Status, wanted: Status) -> None:
    assert allows(current, wanted) == (wanted in EXPECTED[current])


def test_an_unknown_status_raises_instead_of_falling_through() -> None:
    with pytest.raises(ValueError, match="unheard"):
        is_open("unheard")
    with pytest.raises(ValueError, match="unheard"):
        allows("unheard", Status.OPEN)


def test_open_are_the_unsolved_ones() -> None:
    assert {status for status in Status if is_open(status)} == {S.NEW, S.OPEN, S.IN_PROGRESS, S.WAITING}
