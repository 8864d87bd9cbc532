"""Pages of a list without counting: the next rows begin after the key of the last one shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from django.core.exceptions import BadRequest
from django.db import models
from django.db.models import Q

DEFAULT_ROWS, MOST_ROWS = 25, 100
PARAMETERS = frozenset({"after", "rows", "shown"})

_LARGEST = 2**63 - 1
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

M = TypeVar("M", bound=models.Model)


@dataclass(frozen=True)
class Window:
    """How many rows, after which key (None = from the top), and how many were shown before: their places go on."""

    rows: int = DEFAULT_ROWS
    after: tuple[int | datetime, ...] | None = None
    shown: int = 0


@dataclass(frozen=True)
class Page:
    """Rows of one page, and the token of the next one ("" = there is none)."""

    rows: Sequence[Any]
    after: str


def window(parameters: Mapping[str, str], queryset: models.QuerySet[M], order: Sequence[str]) -> Window:
    """Read ``rows`` (1 to 100), ``after`` (a token made by ``page`` for the same order) and ``shown``.

    Raises BadRequest for anything else.
    """
    rows = whole(parameters.get("rows") or str(DEFAULT_ROWS))
    if not 1 <= rows <= MOST_ROWS:
        raise BadRequest("rows")
    token = parameters.get("after", "")
    after = _read(token, queryset.model, order) if token else None
    return Window(rows, after, whole(parameters.get("shown") or "0"))


def page(queryset: models.QuerySet[M], order: Sequence[str], at: Window) -> Page:
    """Return the rows of this window. ``order``: names of non-null fields, "-" before one descends; the last is unique."""
    ordered = queryset.order_by(*order)
    if at.after is not None:
        ordered = ordered.filter(_beyond(order, at.after))
    found = list(ordered[: at.rows + 1])
    more = len(found) > at.rows
    return Page(found[: at.rows], _token(found[at.rows - 1], order) if more else "")


def whole(text: str) -> int:
    """Return a number of ASCII digits that a row's key may hold, or raise BadRequest."""
    if not (text.isascii() and text.isdigit() and len(text) < 20 and int(text) <= _LARGEST):
        raise BadRequest("a number")
    return int(text)


def _token(row: models.Model, order: Sequence[str]) -> str:
    return ".".join(str(_number(getattr(row, name.lstrip("-")))) for name in order)


def _number(value: int | datetime) -> int:
    return (value - _EPOCH) // _MICROSECOND if isinstance(value, datetime) else value


def _read(token: str, model: type[models.Model], order: Sequence[str]) -> tuple[int | datetime, ...]:
    numbers = [whole(part) for part in token.split(".")]
    if len(numbers) != len(order):
        raise BadRequest("after")
    fields = [model._meta.get_field(name.lstrip("-")) for name in order]  # noqa: SLF001 - Django's documented way
    return tuple(
        _moment(number) if isinstance(field, models.DateTimeField) else number
        for field, number in zip(fields, numbers, strict=True)
    )


def _moment(microseconds: int) -> datetime:
    try:
        return _EPOCH + timedelta(microseconds=microseconds)
    except OverflowError:
        raise BadRequest("after") from None


def _beyond(order: Sequence[str], key: tuple[int | datetime, ...]) -> Q:
    """Return "comes after this key", written out column by column: (a > x) or (a = x and b > y) ...

    "a >= x" stands in front of it once more: an index can begin there.
    """
    beyond, equal = Q(), Q()
    for name, value in zip(order, key, strict=True):
        field, sign = name.lstrip("-"), "lt" if name.startswith("-") else "gt"
        beyond |= equal & Q((f"{field}__{sign}", value))
        equal &= Q((field, value))
    first, sign = order[0].lstrip("-"), "lte" if order[0].startswith("-") else "gte"
    return Q((f"{first}__{sign}", key[0])) & beyond
