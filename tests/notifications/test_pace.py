"""When a mail leaves, as a pure table: quiet hours, mornings, pauses."""

import random
from datetime import UTC, datetime, time, timedelta

import pytest

from notifications import pace
from notifications.pauses import FIRST, LONGEST, SPREAD, pause

BRUSSELS = "Europe/Brussels"
EVENING = (time(20, 0), time(7, 0))
SIESTA = (time(12, 0), time(13, 30))


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "hours", "leaves"),
    [
        ("2026-11-24 18:59", EVENING, "2026-11-24 18:59"),  # 19:59 in Brussels
        ("2026-11-24 19:00", EVENING, "2026-11-25 06:00"),  # 20:00: quiet until seven
        ("2026-11-24 23:30", EVENING, "2026-11-25 06:00"),  # past midnight
        ("2026-11-25 05:59", EVENING, "2026-11-25 06:00"),
        ("2026-11-25 06:00", EVENING, "2026-11-25 06:00"),
        ("2026-11-25 11:00", SIESTA, "2026-11-25 12:30"),  # a span inside one day
        ("2026-11-25 12:30", SIESTA, "2026-11-25 12:30"),
        ("2026-06-24 18:30", EVENING, "2026-06-25 05:00"),  # summer: 20:30 in Brussels
        ("2026-03-28 22:00", (time(22, 0), time(2, 30)), "2026-03-29 01:30"),  # 02:30 does not exist that night
        ("2026-10-24 23:50", (time(22, 0), time(2, 30)), "2026-10-25 00:30"),  # 02:30 comes twice: the first one
    ],
)
def test_quiet_hours_are_wall_clock_times_of_the_person(at: str, hours: tuple[time, time], leaves: str) -> None:
    assert pace.after_quiet(utc(at), *hours, BRUSSELS) == utc(leaves)


@pytest.mark.parametrize("hour", range(24))
def test_nothing_ever_leaves_before_it_was_due(hour: int) -> None:
    at = utc("2026-10-24 22:00") + timedelta(hours=hour / 4)

    assert pace.after_quiet(at, *EVENING, BRUSSELS) >= at
    assert pace.after_quiet(at, time(1, 0), time(2, 30), BRUSSELS) >= at


@pytest.mark.parametrize(
    ("at", "morning"),
    [
        ("2026-11-24 05:00", "2026-11-24 06:30"),  # Tuesday, before half past seven in Brussels
        ("2026-11-24 06:30", "2026-11-25 06:30"),
        ("2026-11-27 12:00", "2026-11-30 06:30"),  # Friday: on Monday
        ("2026-03-27 12:00", "2026-03-30 05:30"),  # over the change to summer time
    ],
)
def test_a_morning_list_comes_on_the_next_working_day(at: str, morning: str) -> None:
    assert pace.next_morning(utc(at), BRUSSELS) == utc(morning)


def test_pauses_grow_and_do_not_all_end_together() -> None:
    chance = random.Random(4)
    pauses = [[pause(attempt, chance) for _ in range(50)] for attempt in range(1, 12)]

    for attempt, some in enumerate(pauses, start=1):
        whole = min(FIRST * 3 ** (attempt - 1), LONGEST)
        assert all(whole * (1 - SPREAD) <= one <= whole * (1 + SPREAD) for one in some)
        assert len(set(some)) > 40
