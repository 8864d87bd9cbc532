"""Shares, percentiles and comparisons, by tables; and the same definitions as figures counted by somebody else."""

import csv
import json

import pytest

from reports.figures import (
    Change,
    Share,
    change_of_count,
    change_of_minutes,
    change_of_share,
    has_grown,
    median,
    percentile,
)
from tests import real_texts

EVENTS = real_texts.DATA / "events"


@pytest.mark.parametrize(
    ("values", "expected"), [([], None), ([7], 7), ([9, 1, 5], 5), ([1, 2, 10, 4], 3), ([5, 5, 5], 5)]
)
def test_the_median_is_the_middle_or_the_mean_of_the_two_middle_ones(values: list[int], expected: float | None) -> None:
    assert median(values) == expected


@pytest.mark.parametrize(
    ("values", "percent", "expected"),
    [
        ([], 90, None),
        ([7], 90, 7),
        (list(range(1, 11)), 90, 9),
        (list(range(1, 12)), 90, 10),
        ([30, 10, 20], 50, 20),
        ([4, 3, 2, 1], 100, 4),
        (list(range(1, 1001)), 7, 70),
    ],
)
def test_a_percentile_is_the_nearest_rank(values: list[int], percent: int, expected: float | None) -> None:
    assert percentile(values, percent) == expected


@pytest.mark.parametrize(
    ("part", "whole", "percent"),
    [
        (0, 0, None),
        (15, 16, None),
        (19, 19, None),
        (19, 20, 95),
        (20, 20, 100),
        (0, 20, 0),
        (1, 1000, 1),
        (999, 1000, 99),
        (29, 33, 88),
        (41, 80, 51),
    ],
)
def test_a_share_is_a_percentage_only_from_twenty_on(part: int, whole: int, percent: int | None) -> None:
    assert Share(part, whole).percent == percent


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [
        (Share(94, 100), Share(89, 100), Change.BETTER),
        (Share(89, 100), Share(94, 100), Change.WORSE),
        (Share(90, 100), Share(45, 50), Change.SAME),
        (Share(15, 16), Share(89, 100), Change.UNKNOWN),
        (Share(89, 100), Share(0, 0), Change.UNKNOWN),
    ],
)
def test_shares_are_compared_only_where_both_are_percentages(now: Share, before: Share, expected: Change) -> None:
    assert change_of_share(now, before) == expected


def test_shorter_is_better_and_more_is_only_more() -> None:
    assert change_of_minutes(16, 19) == Change.BETTER
    assert change_of_minutes(19, 16) == Change.WORSE
    assert change_of_minutes(19.5, 19) == Change.SAME
    assert change_of_minutes(19, None) == Change.UNKNOWN
    assert [change_of_count(n, 5) for n in (6, 4, 5)] == [Change.MORE, Change.FEWER, Change.SAME]


@pytest.mark.parametrize(
    ("now", "before", "grown"),
    [(3, 0, True), (2, 0, False), (12, 10, False), (13, 11, False), (18, 15, True), (23, 20, False)],
)
def test_a_backlog_grows_by_three_and_by_a_fifth(now: int, before: int, grown: bool) -> None:
    assert has_grown(now, before) is grown


@real_texts.needed
def test_median_and_90th_percentile_agree_with_figures_counted_by_somebody_else() -> None:
    expected = json.loads((EVENTS / "expected_figures.json").read_text())
    with (EVENTS / "expected_per_incident.csv").open() as file:
        incidents = list(csv.DictReader(file))

    for name in ("resolution_calendar_min", "resolution_business_min"):
        minutes = [int(row[name]) for row in incidents if row[name]]
        assert len(minutes) == expected[name]["n"]
        assert median(minutes) == expected[name]["median"]
        assert percentile(minutes, 90) == expected[name]["p90"]
        assert percentile(minutes, 95) == expected[name]["p95"]
    for code, figures in expected["by_priority"].items():
        of_it = [
            int(row["resolution_business_min"]) for row in incidents if row["priority"] == code and row["resolved_at"]
        ]
        assert median(of_it) == figures["median_resolution_business_min"]
