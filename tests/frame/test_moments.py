from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone, translation

from accounts import moments

BRUSSELS = ZoneInfo("Europe/Brussels")
NOW = datetime(2026, 11, 24, 9, 5, tzinfo=UTC)  # a Tuesday, 10:05 in Brussels


@pytest.fixture(autouse=True)
def _tuesday_in_brussels() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False), timezone.override(BRUSSELS):
        yield


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime(2026, 11, 24, 15, 0, tzinfo=UTC), "today 16:00"),
        (datetime(2026, 11, 23, 23, 30, tzinfo=UTC), "today 00:30"),
        (datetime(2026, 11, 23, 22, 30, tzinfo=UTC), "yesterday 23:30"),
        (datetime(2026, 11, 25, 14, 30, tzinfo=UTC), "tomorrow 15:30"),
        (datetime(2026, 11, 30, 8, 30, tzinfo=UTC), "Mon 09:30"),
        (datetime(2026, 11, 18, 8, 30, tzinfo=UTC), "Wed 09:30"),
        (datetime(2026, 12, 1, 8, 30, tzinfo=UTC), "Tue 1 Dec 09:30"),
        (datetime(2027, 1, 7, 8, 30, tzinfo=UTC), "Thu 7 Jan 2027 09:30"),
        (None, ""),
    ],
)
def test_a_moment_is_short_and_has_a_weekday(moment: datetime | None, words: str) -> None:
    assert moments.local_time(moment) == words


def test_a_moment_of_a_visit_is_told_in_the_zone_of_its_place() -> None:
    late_in_brussels = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)

    assert moments.local_time(late_in_brussels) == "tomorrow 00:30"
    assert moments.local_time(late_in_brussels, "Europe/London") == "today 23:30"


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime(2026, 11, 24, 7, 51, tzinfo=UTC), "today at 08:51"),
        (datetime(2026, 11, 26, 12, 0, tzinfo=UTC), "Thursday 26 November at 13:00"),
        (datetime(2027, 1, 7, 8, 30, tzinfo=UTC), "Thursday 7 January 2027 at 09:30"),
    ],
)
def test_a_sentence_names_the_whole_day(moment: datetime, words: str) -> None:
    assert moments.said_time(moment) == words


@pytest.mark.parametrize(
    ("day", "words"),
    [(date(2026, 11, 26), "Thursday"), (date(2026, 11, 30), "Monday"), (date(2026, 12, 1), "Tue 1 Dec")],
)
def test_a_weekday_alone_is_said_only_within_a_week(day: date, words: str) -> None:
    assert moments.near_day(day) == words


def test_days_and_months_follow_the_reader() -> None:
    with translation.override("nl"):
        assert moments.near_day(date(2026, 11, 26)) == "donderdag"
    with translation.override("fr"):
        assert moments.day_of_month(date(2026, 12, 3)) == "3 décembre"


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(minutes=25), "25 min"),
        (65, "1 h 05"),
        (300, "5 h"),
        (0, "0 min"),
        (-3, "0 min"),
        (timedelta(hours=26, minutes=30, seconds=59), "26 h 30"),
        (None, ""),
    ],
)
def test_a_length_of_time_is_hours_and_minutes(length: timedelta | int | None, words: str) -> None:
    assert moments.span(length) == words


def test_french_says_the_first_of_a_month_in_its_own_way() -> None:
    with translation.override("fr"):
        assert moments.day_of_month(date(2026, 12, 1)) == "1er décembre"
        assert moments.day_with_year(date(2026, 12, 1)) == "1er décembre 2026"
        assert moments.said_day(date(2026, 12, 1)) == "mardi 1er décembre"
        assert moments.said_day(date(2026, 12, 11)) == "vendredi 11 décembre"
    with translation.override("nl"):
        assert moments.said_day(date(2026, 12, 1)) == "dinsdag 1 december"


@pytest.mark.parametrize(
    ("moment", "language", "words"),
    [
        (datetime(2026, 11, 24, 15, 0, tzinfo=UTC), "en", "16:00"),
        (datetime(2026, 11, 25, 15, 0, tzinfo=UTC), "en", "16:00 tomorrow"),
        (datetime(2026, 11, 26, 12, 0, tzinfo=UTC), "en", "13:00 on Thursday 26 November"),
        (datetime(2026, 11, 25, 15, 0, tzinfo=UTC), "fr", "demain 16h00"),
        (datetime(2026, 11, 26, 12, 0, tzinfo=UTC), "fr", "le jeudi 26 novembre à 13h00"),
        (datetime(2026, 11, 25, 15, 0, tzinfo=UTC), "nl", "morgen 16.00 uur"),
        (datetime(2026, 11, 26, 12, 0, tzinfo=UTC), "nl", "donderdag 26 november om 13.00 uur"),
        (None, "en", ""),
    ],
)
def test_a_moment_after_before_reads_as_one_says_it(moment: datetime | None, language: str, words: str) -> None:
    with translation.override(language):
        assert moments.before_time(moment) == words
