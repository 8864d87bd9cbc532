"""From two answers to a priority: impact (how many) x urgency (can work). Pure Python."""

_MATRIX: dict[tuple[int, int], int] = {
    (1, 1): 1, (1, 2): 2, (1, 3): 3,
    (2, 1): 2, (2, 2): 3, (2, 3): 4,
    (3, 1): 3, (3, 2): 4, (3, 3): 5,
}  # fmt: skip

CRITICAL = 1


def calculated(impact: int, urgency: int, *, floor: int | None = None, floor_always: bool = False) -> int:
    """Return the priority 1 (critical) to 5 (minor).

    impact: 1 the whole company, 2 a team, 3 one person. urgency: 1 work has stopped, 2 with difficulty, 3 can wait.
    floor: the lowest priority a category allows; it holds when work has stopped, or always where ``floor_always``.
    Raises KeyError for answers outside the matrix.
    """
    by_matrix = _MATRIX[impact, urgency]
    if floor is not None and (floor_always or urgency == 1):
        return min(by_matrix, floor)
    return by_matrix
