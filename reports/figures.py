"""Counts, shares and percentiles, and how each stands beside the period before. Pure Python."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import ceil
from typing import NamedTuple

ENOUGH = 20  # below so many a share says more than it knows: only "15 of 16" is printed
GROWN_BY = 3  # tickets: a backlog that grew by fewer is chance


class Change(StrEnum):
    """How a figure stands beside the one before."""

    SAME = "same"
    MORE = "more"
    FEWER = "fewer"
    BETTER = "better"
    WORSE = "worse"
    UNKNOWN = "unknown"


class Count(NamedTuple):
    """How many tickets; ``hidden`` of them the reader may not open."""

    all: int
    hidden: int = 0

    @property
    def listed(self) -> int:
        """How many the list of tickets shows."""
        return self.all - self.hidden


@dataclass(frozen=True)
class Share:
    """``part`` of ``whole``."""

    part: int
    whole: int

    @property
    def is_enough(self) -> bool:
        """Whether there are enough for a percentage."""
        return self.whole >= ENOUGH

    @property
    def missed(self) -> int:
        """How many are not in the part."""
        return self.whole - self.part

    @property
    def percent(self) -> int | None:
        """Rounded half up; 100 only when all are in, 0 only when none is. None when there are too few."""
        if not self.is_enough:
            return None
        rounded = (200 * self.part + self.whole) // (2 * self.whole)
        if self.part < self.whole:
            rounded = min(rounded, 99)
        return max(rounded, 1) if self.part else rounded


@dataclass(frozen=True)
class Spread:
    """How long ``n`` of them took, in minutes: half took at most the median, nine of ten at most ``p90``."""

    n: int
    median: float | None
    p90: float | None


def median(values: Sequence[float]) -> float | None:
    """Return the middle value, of an even number the mean of the two middle ones; None of nothing."""
    if not values:
        return None
    ordered, middle = sorted(values), len(values) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def percentile(values: Sequence[float], percent: int) -> float | None:
    """Return the nearest rank: the smallest value that at least ``percent`` (1 to 100) of 100 do not exceed.

    None of nothing.
    """
    return sorted(values)[ceil(percent * len(values) / 100) - 1] if values else None


def spread(minutes: Sequence[float]) -> Spread:
    """Return n, median and 90th percentile."""
    return Spread(len(minutes), median(minutes), percentile(minutes, 90))


def change_of_count(now: int, before: int) -> Change:
    """More, fewer or the same: no judgement."""
    if now == before:
        return Change.SAME
    return Change.MORE if now > before else Change.FEWER


def change_of_share(now: Share, before: Share) -> Change:
    """Better, worse or the same in printed percent; unknown where one of both has too few."""
    if now.percent is None or before.percent is None:
        return Change.UNKNOWN
    if now.percent == before.percent:
        return Change.SAME
    return Change.BETTER if now.percent > before.percent else Change.WORSE


def change_of_minutes(now: float | None, before: float | None) -> Change:
    """Better is shorter; unknown where one of both is missing. Compared in whole minutes, as printed."""
    if now is None or before is None:
        return Change.UNKNOWN
    if int(now) == int(before):
        return Change.SAME
    return Change.BETTER if now < before else Change.WORSE


def has_grown(now: int, before: int) -> bool:
    """Whether a backlog has grown by more than chance: by three or more, and by a fifth or more."""
    return now - before >= GROWN_BY and 5 * now >= 6 * before
