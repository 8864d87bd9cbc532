"""When somebody is called about a P1 that nobody has in hand, and who: the calculation alone."""

from datetime import UTC, datetime, timedelta

import pytest

from escalation.alarm import (
    DESK,
    FINISHED,
    NOT_CRITICAL,
    STEPS,
    TAKEN,
    TEAM_LEADS,
    Call,
    Step,
    Turn,
    call_of,
    due_until,
    next_turn,
    why_quiet,
)
from tickets.lifecycle import Status

TWO = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
SOMEBODY = 7


@pytest.mark.parametrize("assignee", [None, SOMEBODY])
@pytest.mark.parametrize("priority", [1, 2, 3, 4, 5])
@pytest.mark.parametrize("status", list(Status))
def test_an_unsolved_p1_is_alone_until_somebody_works_on_it_or_let_it_wait(
    status: Status, priority: int, assignee: int | None
) -> None:
    if status in {Status.RESOLVED, Status.CLOSED, Status.CANCELLED, Status.MERGED}:
        expected = FINISHED
    elif priority != 1:
        expected = NOT_CRITICAL
    elif status is Status.WAITING or (status is Status.IN_PROGRESS and assignee is not None):
        expected = TAKEN
    else:
        expected = ""

    assert why_quiet(status, priority, assignee) == expected


def minutes(number: float) -> datetime:
    return TWO + timedelta(minutes=number)


@pytest.mark.parametrize(
    ("rounds", "now", "turn"),
    [
        (0, minutes(0), Turn(1, minutes(10))),
        (0, minutes(9), Turn(1, minutes(10))),
        (0, minutes(600), Turn(1, minutes(10))),  # it is due; what came of it is one round
        (1, minutes(10), Turn(2, minutes(15))),
        (1, minutes(10.2), Turn(2, minutes(15.2))),
        (1, minutes(600), Turn(2, minutes(605))),
        (7, minutes(40), Turn(8, minutes(45))),
    ],
)
def test_ten_minutes_and_then_every_five(rounds: int, now: datetime, turn: Turn) -> None:
    assert next_turn(TWO, rounds, now) == turn


def test_a_later_round_joins_a_turn_a_little_early_and_the_first_one_never_does() -> None:
    assert due_until(minutes(10), 0) == minutes(10)
    assert due_until(minutes(10), 1) == minutes(12)


def called(number: int, steps: tuple[Step, ...] = STEPS, **people: list[int]) -> Call:
    return call_of(number, lambda code: people.get(code, []), steps)


@pytest.mark.parametrize(
    ("number", "call"),
    [
        (1, Call(DESK, (1, 2))),
        (2, Call(DESK, (1, 2))),
        (3, Call(TEAM_LEADS, (1, 2, 9))),
        (4, Call(TEAM_LEADS, (1, 2, 9))),
        (90, Call(TEAM_LEADS, (1, 2, 9))),
    ],
)
def test_first_the_desk_then_the_team_leads_too(number: int, call: Call) -> None:
    assert called(number, desk=[1, 2], team_leads=[9]) == call


def test_who_stands_behind_two_steps_is_called_once() -> None:
    assert called(3, desk=[1, 2], team_leads=[2, 9]) == Call(TEAM_LEADS, (1, 2, 9))


def test_a_step_with_nobody_is_skipped_at_once() -> None:
    assert called(1, team_leads=[9]) == Call(TEAM_LEADS, (9,))


def test_later_people_are_not_even_asked_for_before_their_turn() -> None:
    asked: list[str] = []

    def people_of(code: str) -> list[int]:
        asked.append(code)
        return [1]

    call_of(1, people_of)

    assert asked == [DESK]


def test_where_there_is_nobody_at_all_nobody_is_called() -> None:
    assert called(1) == Call(TEAM_LEADS, ())


def test_the_person_on_call_will_be_one_more_step() -> None:
    steps = (Step(DESK, 1), Step("on_call", 2), Step(TEAM_LEADS, 4))
    people = {"desk": [1], "on_call": [5], "team_leads": [9]}

    assert [called(number, steps, **people).people for number in range(1, 5)] == [(1,), (1, 5), (1, 5), (1, 5, 9)]
    assert called(1, steps, on_call=[5], team_leads=[9]) == Call("on_call", (5,))
