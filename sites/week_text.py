"""A week of opening hours as people write it: "08:30-12:00, 13:00-17:00" for a day, nothing for a closed one. Pure Python."""

import re
from itertools import pairwise
from typing import Final

Span = tuple[int, int]
"""Minutes of the wall clock from opening (included) to closing (excluded); one that closes first runs into the next day."""

Week = tuple[tuple[Span, ...], ...]
"""The spans of seven days, Monday first."""

END_OF_DAY: Final = 24 * 60
USUAL_WEEK: Final[Week] = (((8 * 60 + 30, 17 * 60),),) * 5 + ((), ())
"""When a place is open of which nobody said anything: Monday to Friday, 08:30 to 17:00."""

ALWAYS: Final[Week] = (((0, END_OF_DAY),),) * 7
_SPAN: Final = re.compile(r"(\d{1,2})[:.hHuU](\d{2})?\s*[-–—]\s*(\d{1,2})[:.hHuU](\d{2})?")
_BETWEEN: Final = re.compile(r"[,;/]|\s+(?:and|et|en)\s+|\n")


class NotHours(ValueError):
    """What was written is no opening hours. part: the piece that is wrong. code: ``unreadable``, ``no_length`` or ``overlap``."""

    def __init__(self, part: str, code: str = "unreadable") -> None:
        self.part, self.code = part, code
        super().__init__(part)


def read_day(text: str) -> tuple[Span, ...]:
    """Return the spans of a day, in the order of their opening. Raises NotHours for what is none, or where two overlap."""
    spans = sorted(_read_span(part.strip()) for part in _BETWEEN.split(text) if part.strip())
    for before, after in pairwise(spans):
        if _end(before) > after[0]:
            raise NotHours(say_span(after), "overlap")
    return tuple(spans)


def say_day(spans: tuple[Span, ...]) -> str:
    """Return the spans of a day as read_day reads them."""
    return ", ".join(say_span(span) for span in spans)


def say_week(week: Week) -> str:
    """Return a whole week in one line, as ``read_week`` reads it."""
    return "|".join(map(say_day, week))


def read_week(text: str) -> Week:
    """Return the week of such a line. Raises NotHours for what is none."""
    days = text.split("|")
    if len(days) != 7:
        raise NotHours(text)
    return tuple(map(read_day, days))


def say_span(span: Span) -> str:
    """Return one span, e.g. "08:30-12:00"."""
    return f"{_say(span[0])}-{_say(span[1])}"


def _read_span(part: str) -> Span:
    found = _SPAN.fullmatch(part)
    if found is None:
        raise NotHours(part)
    opens, closes = (_minutes(part, *found.group(first, first + 1)) for first in (1, 3))
    if opens in (END_OF_DAY, closes):
        raise NotHours(part, "no_length")
    return opens, closes or END_OF_DAY


def _minutes(part: str, hours: str, minutes: str | None) -> int:
    total = int(hours) * 60 + int(minutes or 0)
    if total > END_OF_DAY or int(minutes or 0) > 59:
        raise NotHours(part)
    return total


def _end(span: Span) -> int:
    return span[1] if span[1] > span[0] else END_OF_DAY + span[1]


def _say(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
