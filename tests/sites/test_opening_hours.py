"""When a place is open: spans, nights, summer time, closed dates, the firm's window."""

from __future__ import annotations

import csv
import json
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from sites.opening_hours import Calendar, ClosingDay, _instant, after, counted, next_open, openings
from sites.public_holidays import public_holidays
from sites.week_text import ALWAYS, USUAL_WEEK, NotHours, Week, read_day, say_day
from tests import real_texts

BRUSSELS = "Europe/Brussels"


def every_day(hours: str) -> Week:
    return (read_day(hours),) * 7


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def spans(calendar: Calendar, start: str, end: str) -> list[tuple[str, str]]:
    found = openings(calendar, utc(start), utc(end))
    return [(opens.strftime("%d %H:%M"), closes.strftime("%d %H:%M")) for opens, closes in found]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("08:30-12:00, 13:00-17:00", ((510, 720), (780, 1020))),
        ("13:00 - 17:00;8:30–12:00", ((510, 720), (780, 1020))),
        ("8u30-12u / 13u-17u", ((510, 720), (780, 1020))),
        ("22:00-06:00", ((1320, 360),)),
        ("00:00-24:00", ((0, 1440),)),
        ("18:00-00:00", ((1080, 1440),)),
        ("", ()),
        (" , ", ()),
    ],
)
def test_a_day_is_read_as_people_write_it(written: str, read: tuple[tuple[int, int], ...]) -> None:
    assert read_day(written) == read
    assert read_day(say_day(read)) == read


@pytest.mark.parametrize(
    "written",
    ["8-5", "morning", "08:30", "25:00-26:00", "08:60-09:00", "08:00-08:00", "24:00-02:00", "08:00-12:00, 11:00-17:00", "22:00-06:00, 23:00-23:30"],
)  # fmt: skip
def test_what_is_no_opening_hours_is_refused_with_the_piece_that_is_wrong(written: str) -> None:
    with pytest.raises(NotHours) as refusal:
        read_day(written)

    assert refusal.value.part


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("2026-03-28T22:00+01:00", "2026-03-29T08:00+02:00", 7),  # summer time begins
        ("2026-10-24T22:00+02:00", "2026-10-25T08:00+01:00", 9),  # and ends
        ("2026-03-27T22:00+01:00", "2026-03-28T08:00+01:00", 8),
    ],
)
def test_a_night_has_its_real_length(start: str, end: str, hours: int) -> None:
    calendar = Calendar(BRUSSELS, every_day("22:00-06:00"))

    assert counted(calendar, utc(start), utc(end)) == timedelta(hours=hours)


def test_time_that_the_clock_skips_is_the_moment_after() -> None:
    calendar = Calendar(BRUSSELS, every_day("02:30-05:00"))

    assert spans(calendar, "2026-03-29T00:00+01:00", "2026-03-29T12:00+02:00") == [("29 01:00", "29 03:00")]
    assert spans(Calendar(BRUSSELS, every_day("02:10-02:50")), "2026-03-29T00:00+01:00", "2026-03-29T12:00+02:00") == []


def test_time_that_comes_twice_opens_the_first_and_closes_the_second_time() -> None:
    opens_in_it = Calendar(BRUSSELS, every_day("02:30-05:00"))
    closes_in_it = Calendar(BRUSSELS, every_day("01:00-02:30"))

    day = ("2026-10-25T00:00+02:00", "2026-10-25T12:00+01:00")
    assert spans(opens_in_it, *day) == [("25 00:30", "25 04:00")]
    assert spans(closes_in_it, *day) == [("24 23:00", "25 01:30")]


@pytest.mark.parametrize(
    ("hours", "in_march", "in_october"),
    [
        ("00:00-02:00", ("28 23:00", "29 01:00"), ("24 22:00", "25 01:00")),  # 02:00 is missing, or comes twice
        ("02:00-04:00", ("29 01:00", "29 02:00"), ("25 00:00", "25 03:00")),
        ("00:00-03:00", ("28 23:00", "29 01:00"), ("24 22:00", "25 02:00")),  # 03:00 comes once, each year
        ("03:00-04:00", ("29 01:00", "29 02:00"), ("25 02:00", "25 03:00")),
    ],
)
def test_the_hour_that_is_missing_or_comes_twice_holds_its_first_minute_and_not_its_end(
    hours: str, in_march: tuple[str, str], in_october: tuple[str, str]
) -> None:
    calendar = Calendar(BRUSSELS, every_day(hours))

    assert spans(calendar, "2026-03-29T00:00+01:00", "2026-03-29T12:00+02:00") == [in_march]
    assert spans(calendar, "2026-10-25T00:00+02:00", "2026-10-25T12:00+01:00") == [in_october]


def test_an_opening_does_not_begin_on_a_closed_date_and_is_cut_where_one_begins() -> None:
    calendar = Calendar(BRUSSELS, every_day("18:00-02:00"), closed=frozenset({date(2026, 5, 1)}))

    assert spans(calendar, "2026-04-30T12:00+02:00", "2026-05-02T12:00+02:00") == [("30 16:00", "30 22:00")]


def test_spans_that_touch_or_overlap_are_one() -> None:
    assert spans(Calendar(BRUSSELS, ALWAYS), "2026-03-02T10:00+01:00", "2026-03-05T10:00+01:00") == [
        ("02 09:00", "05 09:00")
    ]
    night_and_morning = Calendar(BRUSSELS, every_day("05:00-07:00, 22:00-06:00"))
    assert spans(night_and_morning, "2026-03-02T21:00+01:00", "2026-03-03T12:00+01:00") == [("02 21:00", "03 06:00")]


def test_hours_count_inside_the_window_of_the_firm_only() -> None:
    calendar = Calendar(
        BRUSSELS, every_day("06:00-22:00"), window=(read_day("08:00-12:00, 13:00-18:00"),) * 5 + ((), ())
    )

    assert spans(calendar, "2026-03-06T00:00+01:00", "2026-03-09T09:00+01:00") == [
        ("06 07:00", "06 11:00"),
        ("06 12:00", "06 17:00"),
        ("09 07:00", "09 08:00"),
    ]


def test_a_closing_day_counts_from_when_it_was_entered_until_it_is_taken_back() -> None:
    entered, taken_back = utc("2026-03-02T12:00+01:00"), utc("2026-03-03T12:00+01:00")
    calendar = Calendar(BRUSSELS, USUAL_WEEK, closing_days=(ClosingDay(date(2026, 3, 4), entered, taken_back),))

    def opens_on_wednesday(known_at: datetime) -> bool:
        known = calendar.known_at(known_at)
        return bool(counted(known, utc("2026-03-04T00:00+01:00"), utc("2026-03-05T00:00+01:00")))

    minute = timedelta(minutes=1)
    assert [opens_on_wednesday(at) for at in (entered - minute, entered, taken_back - minute, taken_back)] == [
        True,
        False,
        False,
        True,
    ]


def test_a_deadline_is_the_earliest_moment_and_never_comes_where_nobody_works() -> None:
    usual = Calendar(BRUSSELS, USUAL_WEEK)

    assert after(usual, utc("2026-03-06T16:00+01:00"), timedelta(hours=1)) == utc("2026-03-06T17:00+01:00")
    assert after(usual, utc("2026-03-06T16:00+01:00"), timedelta(minutes=61)) == utc("2026-03-09T08:31+01:00")
    assert after(usual, utc("2026-03-07T12:00+01:00"), timedelta()) == utc("2026-03-07T12:00+01:00")
    assert after(Calendar(BRUSSELS, ((),) * 7), utc("2026-03-06T16:00+01:00"), timedelta(minutes=1)) is None


def test_a_deadline_is_found_where_the_place_is_hardly_ever_open() -> None:
    rarely = Calendar(BRUSSELS, (read_day("10:00-10:15"), *((),) * 6))

    assert after(rarely, utc("2026-03-02T10:00+01:00"), timedelta(hours=80)) == utc("2032-04-12T10:15+02:00")


def test_a_place_that_never_closes_is_asked_about_no_more_days_than_the_answer_needs() -> None:
    start = utc("2026-03-02T10:00+01:00")
    for calendar in (Calendar("Asia/Tokyo", ALWAYS), Calendar("Asia/Tokyo", USUAL_WEEK, window=ALWAYS)):
        _instant.cache_clear()

        assert after(calendar, start, timedelta(hours=1))
        assert next_open(calendar, start)

        assert _instant.cache_info().currsize <= 2 * 2 * 9  # openings and closings of a week and the days around it


def test_spans_of_a_day_may_overlap_and_stand_in_any_order() -> None:
    calendar = Calendar(BRUSSELS, (((780, 1020), (510, 800)),) * 7)

    assert spans(calendar, "2026-03-02T00:00+01:00", "2026-03-03T00:00+01:00") == [("02 07:30", "02 16:00")]


def test_the_end_of_a_day_is_once_even_where_midnight_comes_twice() -> None:
    # In Havana the clock goes from 01:00 back to 00:00 on 1 November 2026: that hour belongs to the closed date.
    calendar = Calendar("America/Havana", ALWAYS, closed=frozenset({date(2026, 11, 1)}))

    assert spans(calendar, "2026-10-31T12:00-04:00", "2026-11-02T12:00-05:00") == [
        ("31 16:00", "01 04:00"),
        ("02 05:00", "02 17:00"),
    ]


@pytest.mark.parametrize(
    ("zone", "week", "problem"),
    [
        ("Europe/Atlantis", ALWAYS, "no time zone 'Europe/Atlantis'"),
        (BRUSSELS, ALWAYS[:6], "seven days, not 6"),
        (BRUSSELS, (((1440, 60),),) * 7, "not 1440 to 60"),
        (BRUSSELS, (((60, 1441),),) * 7, "not 60 to 1441"),
        (BRUSSELS, (((60, 60),),) * 7, "no length"),
    ],
)
def test_what_is_no_calendar_is_refused(zone: str, week: Week, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        Calendar(zone, week)
    with pytest.raises(ValueError, match=problem):
        Calendar(zone, ALWAYS, window=week)


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        counted(Calendar(BRUSSELS, ALWAYS), utc("2026-03-02T10:00+01:00"), datetime(2026, 3, 3))  # noqa: DTZ001 - the point of it


def test_instants_of_any_zone_are_the_same_instants() -> None:
    calendar, tz = Calendar(BRUSSELS, ALWAYS), ZoneInfo(BRUSSELS)
    night = datetime(2026, 3, 28, 22, tzinfo=tz), datetime(2026, 3, 29, 6, tzinfo=tz)

    assert counted(calendar, *night) == timedelta(hours=7)
    assert after(calendar, night[0], timedelta(hours=7)) == night[1].astimezone(UTC)


def test_public_holidays_are_those_of_country_and_region() -> None:
    assert date(2026, 7, 21) in public_holidays("be", "", [2026])
    assert date(2026, 1, 6) in public_holidays("DE", "BY", [2026])
    assert date(2026, 1, 6) not in public_holidays("DE", "no such region", [2026])
    assert public_holidays("XX", "", [2026]) == frozenset()


@real_texts.needed
def test_the_opening_minutes_of_real_incidents_are_those_that_others_worked_out() -> None:
    folder = real_texts.DATA / "events"
    holidays = frozenset(
        date.fromisoformat(row["date"]) for row in json.loads((folder / "holidays_be_2016_2017.json").read_text())
    )
    # The log names no zone: its times are read as they stand, so in one without summer time.
    calendar = Calendar("UTC", (read_day("08:30-17:30"),) * 5 + ((), ()), holidays)
    with (folder / "expected_per_incident.csv").open(newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["resolution_business_min"]]

    wrong = [
        row["number"]
        for row in rows
        if counted(
            calendar, *(datetime.fromisoformat(row[name]).replace(tzinfo=UTC) for name in ("opened_at", "resolved_at"))
        )
        != timedelta(minutes=int(row["resolution_business_min"]))
    ]

    assert len(rows) == 1406
    assert not wrong
