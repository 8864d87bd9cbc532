from datetime import UTC, datetime

import pytest

from sites.opening_hours import Calendar
from sites.week_text import USUAL_WEEK
from tickets.targets import due

BRUSSELS = Calendar("Europe/Brussels", USUAL_WEEK)


@pytest.mark.parametrize(
    ("opened", "minutes", "expected"),
    [
        # Tuesday 10:00 in Brussels, four hours within the day
        ("2026-11-24T09:00", 240, "2026-11-24T13:00"),
        # a target used up at closing time is due then, not the next morning
        ("2026-11-24T15:00", 60, "2026-11-24T16:00"),
        # Friday 16:30, one hour: half an hour is left for Monday
        ("2026-11-27T15:30", 60, "2026-11-30T08:00"),
        # before opening and at the weekend counting begins at opening
        ("2026-11-24T05:00", 30, "2026-11-24T08:00"),
        ("2026-11-28T11:00", 240, "2026-11-30T11:30"),
        # over the night of 29 March the clock of the wall moves, opening hours with it
        ("2026-03-27T15:30", 60, "2026-03-30T07:00"),
        # and over that of 25 October
        ("2026-10-23T14:30", 60, "2026-10-26T08:00"),
    ],
)
def test_minutes_are_counted_in_opening_hours_of_the_place(opened: str, minutes: int, expected: str) -> None:
    begin = datetime.fromisoformat(opened).replace(tzinfo=UTC)

    assert due(begin, minutes, calendar=BRUSSELS) == datetime.fromisoformat(expected).replace(tzinfo=UTC)


def test_around_the_clock_every_minute_counts() -> None:
    saturday_night = datetime(2026, 11, 28, 22, 0, tzinfo=UTC)

    assert due(saturday_night, 30, calendar=BRUSSELS, around_the_clock=True) == datetime(
        2026, 11, 28, 22, 30, tzinfo=UTC
    )


def test_where_nobody_is_ever_open_there_is_no_deadline() -> None:
    never = Calendar("Europe/Brussels", ((),) * 7)

    assert due(datetime(2026, 11, 24, 9, tzinfo=UTC), 30, calendar=never) is None
