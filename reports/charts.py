"""Where the marks of a chart stand: coordinates as text that no language changes. Pure Python."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

LEFT, RIGHT, TOP, BOTTOM = 26, 392, 20, 150
BAR = 18
GAP = 3
LINES = 3  # grid lines above the axis


class Month(NamedTuple):
    """One month: its short name, received, solved, open at its end."""

    name: str
    received: int
    solved: int
    open: int


class Bar(NamedTuple):
    """A rectangle."""

    x: str
    y: str
    height: str


class Column(NamedTuple):
    """What stands above one month."""

    name: str
    middle: str
    received: Bar
    solved: Bar
    mark_y: str


class Line(NamedTuple):
    """A grid line with its number."""

    y: str
    text_y: str
    number: int


@dataclass(frozen=True)
class Volume:
    """Bars for received and solved, a line for what stayed open."""

    columns: list[Column]
    lines: list[Line]
    path: str


def volume(months: Sequence[Month]) -> Volume:
    """Lay out the months from left to right, the axis starting at 0."""
    step = _step(max((max(month[1:]) for month in months), default=0))
    width = (RIGHT - LEFT) / max(len(months), 1)
    columns = [_column(month, LEFT + width * (place + 0.5), step * LINES) for place, month in enumerate(months)]
    lines = [_line(number, step * LINES) for number in range(0, step * LINES + 1, step)]
    return Volume(columns, lines, _path([(column.middle, column.mark_y) for column in columns]))


def spark(numbers: Sequence[int]) -> tuple[str, str, str]:
    """Return the path of a small line of 88 by 24, and x and y of its last point."""
    top = max([*numbers, 1])
    far = max(len(numbers) - 1, 1)
    points = [(_text(3 + 82 * place / far), _text(21 - 18 * number / top)) for place, number in enumerate(numbers)]
    return (_path(points), *points[-1]) if points else ("", "", "")


def _column(month: Month, middle: float, top: int) -> Column:
    return Column(
        month.name,
        _text(middle),
        _bar(middle - BAR - GAP / 2, month.received, top),
        _bar(middle + GAP / 2, month.solved, top),
        _text(_y(month.open, top)),
    )


def _bar(x: float, number: int, top: int) -> Bar:
    y = _y(number, top)
    return Bar(_text(x), _text(y), _text(BOTTOM - y))


def _line(number: int, top: int) -> Line:
    y = _y(number, top)
    return Line(_text(y), _text(y + 4), number)


def _y(number: int, top: int) -> float:
    return BOTTOM - (BOTTOM - TOP) * number / top


def _step(highest: int) -> int:
    """A round distance between grid lines, so that three of them reach the highest number."""
    wanted = max(highest / LINES, 1)
    size = 1
    while True:
        for factor in (1, 2, 5):
            if factor * size >= wanted:
                return factor * size
        size *= 10


def _path(points: Sequence[tuple[str, str]]) -> str:
    return "M" + "L".join(f"{x} {y}" for x, y in points)


def _text(number: float) -> str:
    return f"{number:.1f}"
