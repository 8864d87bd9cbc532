"""Which client needs its manager most, and why. Pure Python."""

from dataclasses import dataclass
from enum import StrEnum

from reports.figures import Share, has_grown


class Need(StrEnum):
    """Why a client needs its manager, the most pressing first."""

    CRITICAL = "critical"
    LATE = "late"
    GROWING = "growing"
    STEADY = "steady"


ORDER = list(Need)


@dataclass(frozen=True)
class Position:
    """Where one client stands: open now, of them critical and late, open when the period began, and what it saw."""

    critical: int
    late: int
    open: int
    open_before: int
    received: int
    in_time: Share

    @property
    def grown(self) -> int:
        """By how many the backlog has grown."""
        return self.open - self.open_before

    @property
    def need(self) -> Need:
        """The most pressing reason: an open P1, then late tickets, then a growing backlog."""
        if self.critical:
            return Need.CRITICAL
        if self.late:
            return Need.LATE
        return Need.GROWING if has_grown(self.open, self.open_before) else Need.STEADY

    @property
    def rank(self) -> tuple[int, int, int, int]:
        """Sorts the client that needs its manager most first."""
        return (ORDER.index(self.need), -self.critical, -self.late, -self.grown)
