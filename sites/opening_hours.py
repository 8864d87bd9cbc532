"""When a place is open: a week of wall-clock hours, closed dates, the firm's window. Counts and projects real time. Pure Python.

Lengths are real: a night from 22:00 to 06:00 lasts seven hours when summer time begins, nine when it ends.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import chain
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sites.week_text import END_OF_DAY, USUAL_WEEK, Week

Interval = tuple[datetime, datetime]
"""Two instants (UTC): from the first (included) to the second (excluded)."""

LONGEST_SEARCH: Final = 3 * 366
"""Days without an opening, after which none comes: weeks repeat, closed dates are entered for a year or two."""

_FARTHEST: Final = 7 * LONGEST_SEARCH  # days: a deadline more than twenty years ahead is none
_DAY: Final = timedelta(days=1)
_WEEK: Final = timedelta(days=7)


@dataclass(frozen=True)
class ClosingDay:
    """A closed date with the instants (UTC) at which it was entered and, perhaps, taken back."""

    day: date
    entered_at: datetime
    withdrawn_at: datetime | None = None


@dataclass(frozen=True)
class Calendar:
    """When a place is open (docs/clock.md, rules 2, 8 and 11).

    zone: IANA name, in which the week is read. week: spans of seven days, Monday first; they may overlap. closed: dates
    known for ever, as public holidays. closing_days: dates somebody entered, which count only in what ``known_at`` returns.
    window: what the week is cut to (None = nothing). Raises ValueError for an unknown zone, a week of other than seven days
    and a span that is none.
    """

    zone: str
    week: Week
    closed: frozenset[date] = frozenset()
    closing_days: tuple[ClosingDay, ...] = ()
    window: Week | None = None

    def __post_init__(self) -> None:
        try:
            _zone(self.zone)
        except (ZoneInfoNotFoundError, ValueError) as unknown:
            raise ValueError(f"There is no time zone {self.zone!r}.") from unknown
        for week in (self.week,) if self.window is None else (self.week, self.window):
            if len(week) != 7:
                raise ValueError(f"A week has seven days, not {len(week)}.")
            for opens, closes in chain.from_iterable(week):
                if not (0 <= opens < END_OF_DAY and 0 <= closes <= END_OF_DAY):
                    raise ValueError(
                        f"A day has minutes 0 to 1439 to open and up to 1440 to close, not {opens} to {closes}."
                    )
                if opens == closes:
                    raise ValueError(f"An opening from minute {opens} to minute {closes} has no length.")

    def known_at(self, at: datetime) -> "Calendar":
        """Return the calendar as it was known at this instant (UTC): rule 8."""
        known = {
            row.day
            for row in self.closing_days
            if row.entered_at <= at and (row.withdrawn_at is None or row.withdrawn_at > at)
        }
        return replace(self, closed=self.closed | known, closing_days=())


def stored_opening(week: Week, window: Week | None, closing_days: Iterable[date]) -> dict[str, Any]:
    """Return when a place is open as it is stored with it, in JSON: read by ``calendar_of_stored``."""
    return {"week": week, "window": window, "closed": sorted(day.isoformat() for day in closing_days)}


def calendar_of_stored(told: Mapping[str, Any], *, zone: str, holidays: frozenset[date] = frozenset()) -> Calendar:
    """Return the calendar that was stored with a place in this zone, closed on these holidays as well.

    A place of which nobody said anything has nothing stored: it is open as usual.
    """
    window = told.get("window")
    return Calendar(
        zone=zone,
        week=_spans(told["week"]) if "week" in told else USUAL_WEEK,
        closed=holidays | frozenset(date.fromisoformat(day) for day in told.get("closed", ())),
        window=None if window is None else _spans(window),
    )


def _spans(told: Iterable[Iterable[Iterable[int]]]) -> Week:
    return tuple(tuple((opens, closes) for opens, closes in day) for day in told)


def in_utc(at: datetime) -> datetime:
    """Return the same instant in UTC, where a difference is real time. Raises ValueError for a time without a zone."""
    if at.tzinfo is None:
        raise ValueError(f"{at.isoformat()} has no time zone.")
    return at.astimezone(UTC)


def counted(calendar: Calendar, start: datetime, end: datetime) -> timedelta:
    """Return how long the place is open between two instants (UTC); zero when the end is not after the start."""
    return sum((closes - opens for opens, closes in openings(calendar, start, end)), timedelta())


def after(calendar: Calendar, start: datetime, length: timedelta) -> datetime | None:
    """Return the earliest instant (UTC) at which the place was open for so long since ``start``; None when it never will be."""
    start, left = in_utc(start), length
    if left <= timedelta():
        return start
    for opens, closes in _onward(calendar, start):
        if left <= closes - opens:
            return opens + left
        left -= closes - opens
    return None


def next_open(calendar: Calendar, at: datetime) -> datetime | None:
    """Return this instant (UTC) when the place is open then, else when it opens next; None when it never does."""
    return next((opens for opens, _closes in _onward(calendar, in_utc(at))), None)


def _onward(calendar: Calendar, start: datetime) -> Iterator[Interval]:
    """Yield when the place is open from this instant (UTC) on, week by week: one that never closes has no end to wait for."""
    last, gives_up_at = start + _FARTHEST * _DAY, start + LONGEST_SEARCH * _DAY
    while start < min(last, gives_up_at):
        for opens, closes in openings(calendar, start, start + _WEEK):
            yield opens, closes
            gives_up_at = closes + LONGEST_SEARCH * _DAY
        start += _WEEK


def openings(calendar: Calendar, start: datetime, end: datetime) -> Iterator[Interval]:
    """Yield when the place is open between two instants (UTC): disjoint, in order, each as long as it can be."""
    start, end = in_utc(start), in_utc(end)
    found = _merged(_of_week(calendar.zone, calendar.week, calendar.closed, start, end))
    if calendar.window is not None:
        found = _both(found, _merged(_of_week(calendar.zone, calendar.window, frozenset(), start, end)))
    for opens, closes in found:
        if max(opens, start) < min(closes, end):
            yield max(opens, start), min(closes, end)


def _of_week(zone: str, week: Week, closed: frozenset[date], start: datetime, end: datetime) -> Iterator[Interval]:
    """Yield the spans of the days that touch these instants; they may overlap, but begin in order."""
    tz = _zone(zone)
    day, last = start.astimezone(tz).date() - _DAY, end.astimezone(tz).date()
    if not any(week):
        return
    while day <= last:
        if day not in closed:  # an opening that begins on a closed date does not exist, nor its part after midnight
            for opens, closes in sorted(week[day.weekday()]):
                begins = _instant(zone, day, opens, is_closing=False)
                if closes > opens:
                    yield begins, _instant(zone, day, closes, is_closing=True)
                else:
                    # no minute of a closed date counts
                    tail = END_OF_DAY if day + _DAY in closed else END_OF_DAY + closes
                    yield begins, _instant(zone, day, tail, is_closing=True)
        day += _DAY


def _merged(intervals: Iterator[Interval]) -> Iterator[Interval]:
    held: Interval | None = None
    for begins, ends in intervals:
        if begins >= ends:  # a span of an hour that the clock skips
            continue
        if held is None:
            held = begins, ends
        elif begins <= held[1]:
            held = held[0], max(held[1], ends)
        else:
            yield held
            held = begins, ends
    if held is not None:
        yield held


def _both(one: Iterator[Interval], other: Iterator[Interval]) -> Iterator[Interval]:
    """Yield when both are open; each is disjoint and in order."""
    a, b = next(one, None), next(other, None)
    while a is not None and b is not None:
        if max(a[0], b[0]) < min(a[1], b[1]):
            yield max(a[0], b[0]), min(a[1], b[1])
        if a[1] <= b[1]:
            a = next(one, None)
        else:
            b = next(other, None)


@lru_cache(maxsize=16384)
def _instant(zone: str, day: date, minute: int, *, is_closing: bool) -> datetime:
    """Return the instant (UTC) of this minute of the wall clock, counted from the midnight that begins the day.

    Time that the clock skips means the moment after; of time that comes twice an opening means the first reading and a
    closing the second (rule 2). The end of a day is where the next date begins, and that is once.
    """
    tz = _zone(zone)
    is_closing = is_closing and minute != END_OF_DAY
    days, minute = divmod(minute, END_OF_DAY)
    wall = datetime.combine(day + days * _DAY, time(minute // 60, minute % 60), tz)
    first, second = wall.astimezone(UTC), wall.replace(fold=1).astimezone(UTC)
    if first <= second:  # equal on all days but one
        return second if is_closing else first
    return _change_between(tz, second, first)


def _change_between(tz: ZoneInfo, start: datetime, end: datetime) -> datetime:
    """Return the instant in between at which the clock of this zone is put forward, to the second."""
    before = start.astimezone(tz).utcoffset()
    while end - start > timedelta(seconds=1):
        middle = start + timedelta(seconds=int((end - start).total_seconds()) // 2)
        if middle.astimezone(tz).utcoffset() == before:
            start = middle
        else:
            end = middle
    return end


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)
