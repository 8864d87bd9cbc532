"""What a clock says: opening time left or late, in the zone of the place."""

from datetime import UTC, datetime, timedelta

import pytest

from sites.opening_hours import Calendar
from sites.week_text import USUAL_WEEK
from tickets import targets
from tickets.queue_order import Facts
from tickets.time_left import counted, reading

BRUSSELS = Calendar("Europe/Brussels", USUAL_WEEK)
TOKYO = Calendar("Asia/Tokyo", USUAL_WEEK)
MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)  # 09:00 in Brussels


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        (at(23, 8), at(23, 9), 60),
        (at(23, 9), at(23, 8), 0),
        (at(23, 6), at(23, 8), 30),  # opens at 08:30, that is 07:30 UTC
        (at(23, 15), at(23, 20), 60),  # closes at 17:00
        (at(23, 15), at(24, 8), 90),
        (at(27, 15), at(30, 8), 90),  # over a weekend
        (at(28, 8), at(29, 20), 0),  # within one
        (at(23, 0), at(30, 0), 5 * 510),
        (at(23, 14, month=10), at(26, 8, month=10), 60 + 30),  # summer time ends on Sunday 25 October
        (
            datetime(2026, 3, 27, 15, tzinfo=UTC),
            datetime(2026, 3, 30, 7, tzinfo=UTC),
            60 + 30,
        ),  # and begins on 29 March
    ],
)
def test_only_opening_time_counts(start: datetime, end: datetime, minutes: int) -> None:
    assert counted(start, end, calendar=BRUSSELS) == minutes


def test_around_the_clock_every_minute_counts() -> None:
    assert counted(at(28, 8), at(29, 8), calendar=BRUSSELS, around_the_clock=True) == 24 * 60


@pytest.mark.parametrize("minutes", [1, 30, 509, 510, 511, 2400, 9999])
@pytest.mark.parametrize("hours", range(0, 24 * 9, 7))
@pytest.mark.parametrize("calendar", [BRUSSELS, TOKYO], ids=["Brussels", "Tokyo"])
def test_counting_is_the_reverse_of_the_deadline(minutes: int, hours: int, calendar: Calendar) -> None:
    opened = MONDAY + timedelta(hours=hours)

    due_at = targets.due(opened, minutes, calendar=calendar)

    assert due_at
    assert counted(opened, due_at, calendar=calendar) == minutes


def facts(status: str = "open", *, due: datetime | None, responded: bool = True, is_paused: bool = False) -> Facts:
    return Facts(
        status=status,
        priority=1,
        is_in_hand=False,
        wants_decision=False,
        is_responded=responded,
        respond_due_at=None,
        resolve_due_at=due,
        resolve_warn_at=due and due - timedelta(hours=1),
        resolve_late_at=due and due + timedelta(seconds=1),
        is_paused=is_paused,
    )


@pytest.mark.parametrize(
    ("status", "due", "now", "says"),
    [
        ("open", at(23, 12), at(23, 9), ("left", 180)),
        ("open", at(23, 12), at(23, 10, 59), ("left", 61)),
        ("open", at(23, 12), at(23, 11), ("near", 60)),  # of a P1's four hours three are used
        ("open", at(23, 12), at(23, 12, 25), ("late", 25)),
        ("open", at(25, 12), at(23, 9), ("due", 420 + 510 + 270)),
        ("waiting", at(23, 12), at(23, 9), ("paused", 0)),
        ("resolved", at(23, 12), at(23, 13), ("stopped", 0)),
    ],
)
def test_a_clock_says_what_is_left_near_late_or_at_rest(
    status: str, due: datetime, now: datetime, says: tuple[str, int]
) -> None:
    told = reading(
        facts(status, due=due, is_paused=status == "waiting"), calendar=BRUSSELS, around_the_clock=False, at=now
    )

    assert told is not None
    assert (told.state, told.minutes) == says


def test_without_a_promise_there_is_no_clock() -> None:
    assert reading(facts(due=None), calendar=BRUSSELS, around_the_clock=False, at=MONDAY) is None
