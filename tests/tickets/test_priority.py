from itertools import product

import pytest

from tickets.priority import calculated

# how many are hit x can they work: the table of the design
MATRIX = [(1, 1, 1), (1, 2, 2), (1, 3, 3), (2, 1, 2), (2, 2, 3), (2, 3, 4), (3, 1, 3), (3, 2, 4), (3, 3, 5)]


@pytest.mark.parametrize(("impact", "urgency", "priority"), MATRIX)
def test_two_answers_give_the_priority(impact: int, urgency: int, priority: int) -> None:
    assert calculated(impact, urgency) == priority


@pytest.mark.parametrize(("impact", "urgency"), list(product((1, 2, 3), (1, 2, 3))))
def test_a_floor_holds_when_work_has_stopped_and_only_raises(impact: int, urgency: int) -> None:
    plain = calculated(impact, urgency)

    assert calculated(impact, urgency, floor=2) == (min(plain, 2) if urgency == 1 else plain)
    assert calculated(impact, urgency, floor=2, floor_always=True) == min(plain, 2)


def test_answers_outside_the_matrix_are_an_error() -> None:
    with pytest.raises(KeyError):
        calculated(0, 1)
