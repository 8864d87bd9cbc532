"""How the telling is doing: what waits and since when, what did not arrive, which processes were last seen.

The page of the outbox and ``manage.py notification_status`` read the same figures. They cost by what waits, what failed and
what left within a day; whatever left before costs nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db.models import Count, Min, Q

from notifications import alarm_call
from notifications.models import Delivery, Pending, RefusedAddress, SignOfLife

LATE_AFTER: Final = timedelta(minutes=5)
SILENT_AFTER: Final = timedelta(minutes=1)
LATELY: Final = timedelta(hours=24)


@dataclass(frozen=True)
class Sign:
    """A worker or the clock, and whether it has been silent for more than a minute."""

    row: SignOfLife
    is_silent: bool

    @property
    def is_clock(self) -> bool:
        """Whether it is the clock."""
        return self.row.kind == SignOfLife.Kind.CLOCK


@dataclass(frozen=True)
class Figures:
    """The state of the telling at one instant (UTC).

    facts_due, mails_due: whose moment has come, and nobody has told or sent them; oldest_due_at: since when the first of
    them is due. What waits on purpose (quiet hours, a morning list, the pause after a failure) is held, the first of it
    until held_until, and never late. failing: how many of the mails that wait did not leave when they were tried.
    sent, read: what left, and what was read before it left, within 24 hours.
    failed: by state, what did not arrive and waits for somebody to look. facts_set_aside: of which nobody could be told.
    workers: those seen within a day, else the last one; clock: None = never seen.
    alarm_way: how alarms leave, "mail" (text messages), "call" (to another system) or "" (not at all).
    """

    at: datetime
    facts_due: int
    mails_due: int
    oldest_due_at: datetime | None
    held: int
    held_until: datetime | None
    failing: int
    sent: int
    read: int
    failed: Mapping[str, int]
    facts_set_aside: int
    addresses_refused: int
    addresses_stopped: int
    workers: Sequence[SignOfLife]
    clock: SignOfLife | None
    alarm_way: str

    @property
    def age(self) -> timedelta:
        """How long the oldest row that is due has waited; nothing when none is."""
        return self.at - self.oldest_due_at if self.oldest_due_at else timedelta()

    @property
    def is_late(self) -> bool:
        """Whether the oldest row that is due has waited for more than five minutes."""
        return self.age > LATE_AFTER

    @property
    def worker_seen_at(self) -> datetime | None:
        """When any worker was last seen."""
        return max((worker.seen_at for worker in self.workers), default=None)

    @property
    def no_worker(self) -> bool:
        """Whether no worker was seen for more than a minute."""
        return self._is_silent(self.worker_seen_at)

    @property
    def no_clock(self) -> bool:
        """Whether the clock was silent for more than a minute. It speaks through a worker: without one nobody knows."""
        return not self.no_worker and self._is_silent(self.clock.seen_at if self.clock else None)

    @property
    def is_well(self) -> bool:
        """Whether nothing that is due waits too long, and a worker and the clock were seen within a minute."""
        return not (self.is_late or self.no_worker or self.no_clock)

    @property
    def signs(self) -> list[Sign]:
        """Each worker and the clock, with whether it has been silent for more than a minute."""
        return [Sign(one, self._is_silent(one.seen_at)) for one in (*self.workers, self.clock) if one is not None]

    def _is_silent(self, seen_at: datetime | None) -> bool:
        return seen_at is None or self.at - seen_at > SILENT_AFTER


def figures(at: datetime) -> Figures:
    """Return the state of the telling at this instant (UTC): seven queries, however much was sent."""
    is_due = Q(due_at__lte=at)
    facts = Pending.objects.waiting().filter(is_due).aggregate(due=Count("pk"), since=Min("due_at"))
    mails = Delivery.objects.filter(state=Delivery.State.WAITING).aggregate(
        due=Count("pk", filter=is_due),
        since=Min("due_at", filter=is_due),
        held=Count("pk", filter=~is_due),
        until=Min("due_at", filter=~is_due),
        failing=Count("pk", filter=~Q(last_error="")),
    )
    lately = Delivery.objects.left_since(at - LATELY).values_list("state").annotate(Count("pk"))
    left = dict(lately.order_by())
    addresses = RefusedAddress.objects.aggregate(all=Count("pk"), stopped=Count("stopped_at"))
    signs = list(SignOfLife.objects.order_by("-seen_at", "name"))
    workers = [sign for sign in signs if sign.kind == SignOfLife.Kind.WORKER]
    return Figures(
        at=at,
        facts_due=facts["due"],
        mails_due=mails["due"],
        oldest_due_at=min((since for since in (facts["since"], mails["since"]) if since), default=None),
        held=mails["held"],
        held_until=mails["until"],
        failing=mails["failing"],
        sent=left.get(Delivery.State.SENT, 0),
        read=left.get(Delivery.State.READ, 0),
        failed=dict(Delivery.objects.failed().values_list("state").annotate(Count("pk")).order_by()),
        facts_set_aside=Pending.objects.set_aside().count(),
        addresses_refused=addresses["all"],
        addresses_stopped=addresses["stopped"],
        workers=[one for one in workers if at - one.seen_at < LATELY] or workers[:1],
        clock=next((sign for sign in signs if sign.kind == SignOfLife.Kind.CLOCK), None),
        alarm_way=_alarm_way(),
    )


def _alarm_way() -> str:
    if not alarm_call.is_set():
        return ""
    return "mail" if settings.ALARM_URL.startswith(alarm_call.MAIL) else "call"
