"""What happened to a ticket, as far as its clocks care. Pure Python. All instants are UTC."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from tickets.lifecycle import Status, WaitingFor


@dataclass(frozen=True)
class Answered:
    """A public answer by a person of the firm, written or spoken. promised_at: when it promises the next word."""

    at: datetime
    promised_at: datetime | None = None


@dataclass(frozen=True)
class ClientWrote:
    """A message by a person of the client."""

    at: datetime


@dataclass(frozen=True)
class StatusChanged:
    """Another status. by_firm: whether a person of the firm did it. until: the end of the visit that it waits for, if it does."""

    at: datetime
    to: Status
    by_firm: bool = True
    waiting_for: str = ""
    until: datetime | None = None


@dataclass(frozen=True)
class PriorityChanged:
    """Another priority, 1 to 5."""

    at: datetime
    to: int


Fact = Answered | ClientWrote | StatusChanged | PriorityChanged


@dataclass(frozen=True)
class Life:
    """A ticket's life: from its opening, in order of time. met_at_opening: a person of the firm was there (walk-in, phone)."""

    opened_at: datetime
    priority: int
    facts: tuple[Fact, ...] = ()
    met_at_opening: bool = False

    def until(self, at: datetime) -> "Life":
        """Return what was known of it at this instant."""
        known = tuple(fact for fact in self.facts if fact.at <= at)
        return Life(self.opened_at, self.priority, known, self.met_at_opening)

    def priority_at(self, at: datetime) -> int:
        """Return the priority in force at this instant."""
        changes = [fact.to for fact in self.facts if isinstance(fact, PriorityChanged) and fact.at <= at]
        return changes[-1] if changes else self.priority

    @property
    def answers(self) -> list[Answered]:
        """The public answers."""
        return [fact for fact in self.facts if isinstance(fact, Answered)]

    @property
    def statuses(self) -> list[StatusChanged]:
        """The changes of status."""
        return [fact for fact in self.facts if isinstance(fact, StatusChanged)]


@dataclass(frozen=True)
class Stretch:
    """A part of a ticket's life in one status. waiting_for: whom it waited for ("" = it did not). ends_at None = it goes on."""

    starts_at: datetime
    ends_at: datetime | None
    status: Status
    waiting_for: str = ""

    def ended_by(self, at: datetime) -> datetime:
        """Return when it ended, seen from this instant."""
        return at if self.ends_at is None else min(self.ends_at, at)


def stretches(life: Life, at: datetime) -> list[Stretch]:
    """Return the parts of this life until an instant, in order; ``life`` holds nothing that happened after it.

    A wait for a visit ends at the end of the first visit it was planned for, held or not; planning it again pauses nothing
    more (CLOCK.md rule 4): what is left of it is work that is due.
    """
    return list(_stretches(life, at))


def _stretches(life: Life, at: datetime) -> Iterator[Stretch]:
    changes = [change for change in life.statuses if change.to is not Status.CLOSED]  # closing is no event for a clock
    starts_at, status, waiting_for, until = life.opened_at, Status.NEW, "", None
    first_visit_ends: datetime | None = None
    for change in [*changes, None]:
        ends_at = change.at if change else None
        if waiting_for == WaitingFor.VISIT and until is not None:
            first_visit_ends = first_visit_ends or until
            pauses_until = max(starts_at, first_visit_ends)
            if pauses_until < (ends_at or at):
                if starts_at < pauses_until:
                    yield Stretch(starts_at, pauses_until, status, waiting_for)
                starts_at, waiting_for = pauses_until, ""
        yield Stretch(starts_at, ends_at, status, waiting_for)
        if change:
            starts_at, status, waiting_for, until = change.at, change.to, change.waiting_for, change.until
