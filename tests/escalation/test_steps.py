"""Which step, and whom: the calculation alone."""

from collections.abc import Mapping

import pytest

from escalation.steps import Candidates, Reach, first_reachable, offered_to

WHO: Mapping[str, Candidates] = {
    "engineers": Candidates(named=frozenset({1, 2}), team=frozenset({1, 2, 3})),
    "ict_manager": Candidates(team=frozenset({4})),
    "desk": Candidates(),
}


@pytest.mark.parametrize(
    ("steps", "confidential", "reach"),
    [
        ([("functional", "engineers")], False, Reach(0, frozenset({1, 2}))),
        ([("functional", "ict_manager")], False, Reach(0, frozenset({4}))),
        ([("functional", "ict_manager")], True, None),
        ([("functional", "desk"), ("functional", "engineers")], False, Reach(1, frozenset({1, 2}))),
        ([("hierarchical", "engineers"), ("functional", "ict_manager")], False, Reach(1, frozenset({4}))),
        ([("hierarchical", "engineers")], False, None),
        ([], False, None),
    ],
)
def test_the_first_step_that_takes_and_reaches_somebody(
    steps: list[tuple[str, str]], confidential: bool, reach: Reach | None
) -> None:
    assert first_reachable(steps, WHO.__getitem__, confidential=confidential) == reach


def test_the_team_is_asked_when_no_named_person_is_left() -> None:
    one_named = Candidates(named=frozenset({1}), team=frozenset({1, 2, 3}))

    assert offered_to(one_named, confidential=False) == {1}
    assert offered_to(one_named, confidential=False, escalating=1) == {2, 3}
    assert offered_to(one_named, confidential=False, escalating=1, gone=2) == {3}
    assert offered_to(one_named, confidential=True, escalating=1) == set()
