"""Which days, beside which days, and when they begin."""

from datetime import UTC, date, datetime

import pytest

from reports.periods import Named, Period, chosen, named, six_months, usual

BRUSSELS = "Europe/Brussels"


@pytest.mark.parametrize(
    ("name", "today", "first", "last", "before_first", "before_last"),
    [
        ("this_month", "2026-03-31", "2026-03-01", "2026-03-31", "2026-02-01", "2026-02-28"),
        ("last_month", "2026-01-10", "2025-12-01", "2025-12-31", "2025-11-01", "2025-11-30"),
        ("this_quarter", "2026-11-24", "2026-10-01", "2026-11-24", "2026-07-01", "2026-08-24"),
        ("last_quarter", "2026-04-02", "2026-01-01", "2026-03-31", "2025-10-01", "2025-12-31"),
        ("this_year", "2026-02-01", "2026-01-01", "2026-02-01", "2025-01-01", "2025-02-01"),
        ("this_month", "2026-03-01", "2026-03-01", "2026-03-01", "2026-02-01", "2026-02-01"),
    ],
)
def test_a_period_by_name_stands_beside_as_much_of_the_one_before(
    name: str, today: str, first: str, last: str, before_first: str, before_last: str
) -> None:
    day = date.fromisoformat

    now, before = named(Named(name), day(today))

    assert now == Period(day(first), day(last))
    assert before == Period(day(before_first), day(before_last))


def test_chosen_days_stand_beside_as_many_right_before() -> None:
    now, before = chosen(date(2026, 3, 10), date(2026, 3, 19))

    assert now.days == before.days == 10
    assert before == Period(date(2026, 2, 28), date(2026, 3, 9))


def test_a_day_begins_at_midnight_of_the_client_also_when_the_clock_changes() -> None:
    start, end = Period(date(2026, 3, 29), date(2026, 3, 29)).bounds(BRUSSELS)

    assert start == datetime(2026, 3, 28, 23, tzinfo=UTC)
    assert end == datetime(2026, 3, 29, 22, tzinfo=UTC)


def test_a_young_quarter_gives_way_to_the_one_that_ended() -> None:
    assert usual(date(2026, 4, 14)) == Named.LAST_QUARTER
    assert usual(date(2026, 4, 15)) == Named.THIS_QUARTER


def test_six_months_end_with_the_last_day() -> None:
    months = six_months(date(2026, 2, 10))

    assert months[0] == Period(date(2025, 9, 1), date(2025, 9, 30))
    assert months[-1] == Period(date(2026, 2, 1), date(2026, 2, 10))
    assert len(months) == 6
