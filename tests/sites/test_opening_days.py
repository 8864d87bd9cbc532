"""Opening days are counted in the zone of the place, holidays and weekends left out."""

from datetime import UTC, date, datetime

import pytest

from sites.opening_days import opening_day
from sites.opening_hours import Calendar, ClosingDay
from sites.week_text import END_OF_DAY, USUAL_WEEK

ZONE = "Europe/Brussels"
USUAL = Calendar(ZONE, USUAL_WEEK)
OFFICE = Calendar(ZONE, (((510, 720), (780, 1020)),) * 5 + ((), ()))


def moment(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("after", "number", "opens", "closes"),
    [
        (moment(2, 9), 1, moment(3, 7, 30), moment(3, 16)),  # Monday -> Tuesday
        (moment(2, 3), 1, moment(3, 7, 30), moment(3, 16)),  # before opening it is the same day already
        (moment(5, 9), 3, moment(10, 7, 30), moment(10, 16)),  # Thursday -> Friday, Monday, Tuesday
        (moment(7, 9), 1, moment(9, 7, 30), moment(9, 16)),  # Saturday -> Monday
        (moment(8, 23, 30), 1, moment(10, 7, 30), moment(10, 16)),  # Monday already, half past midnight in Brussels
    ],
)
def test_the_day_of_the_moment_does_not_count(after: datetime, number: int, opens: datetime, closes: datetime) -> None:
    assert opening_day(OFFICE, after, number) == (opens, closes)


def test_closed_dates_are_left_out() -> None:
    closed = Calendar(ZONE, OFFICE.week, closing_days=(ClosingDay(date(2026, 11, 3), moment(1, 9)),))

    assert opening_day(closed.known_at(moment(2, 9)), moment(2, 9), 1) == (moment(4, 7, 30), moment(4, 16))


def test_a_night_belongs_to_both_its_dates() -> None:
    nights = Calendar(ZONE, (((1320, 360),),) * 7)  # 22:00 to 06:00

    assert opening_day(nights, moment(2, 9), 1) == (moment(2, 23), moment(3, 23))


def test_a_place_that_never_closes_has_whole_days() -> None:
    always = Calendar(ZONE, (((0, END_OF_DAY),),) * 7)

    assert opening_day(always, moment(2, 9), 2) == (moment(3, 23), moment(4, 23))


def test_a_place_that_never_opens_has_no_opening_day() -> None:
    assert opening_day(Calendar(ZONE, ((),) * 7), moment(2, 9), 1) is None
    assert opening_day(USUAL, moment(2, 9), 1) is not None
