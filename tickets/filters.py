"""The one filter of tickets: pages, API, exports and the links of reports all use it. A closed list of parameters."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Self
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.core.exceptions import BadRequest
from django.db.models import Exists, F, OuterRef, Q
from django.http import QueryDict
from django.utils import timezone

from accounts.models import User
from history.kinds import UnknownKind, kind_of
from sites.models import Client
from tickets.keyset import whole
from tickets.lifecycle import ENDED_STATUSES, OPEN_STATUSES, Status
from tickets.models import Channel, Priority, TicketEvent, Type
from tickets.querysets import TicketQuerySet
from tickets.search import among

NONE = "none"
LONGEST_SEARCH, MOST_NUMBERS = 200, 500
STATUS_GROUPS: dict[str, tuple[Status, ...]] = {
    "open": OPEN_STATUSES,
    "solved": (Status.RESOLVED, Status.CLOSED),
    "ended": ENDED_STATUSES,
}
MISSED = {
    "response": Q(respond_late_at__isnull=False)
    & (Q(responded_at__gte=F("respond_late_at")) | Q(responded_at__isnull=True, resolved_at__gte=F("respond_late_at"))),
    "solution": Q(resolve_late_at__isnull=False, resolved_at__gte=F("resolve_late_at")),
}


@dataclass(frozen=True)
class TicketFilter:
    """Which tickets; None or "" = whatever. Dates are whole days of the client's zone (else the reader's), both included.

    category, site: a key or "none". late: past the earliest running deadline now. mine: the reader has it
    or stays its face. unassigned: nobody has it. waiting: for somebody, or set aside. missed: "response" or "solution" came after
    its deadline. event: a kind of fact that the ticket has, within event_from and event_until. open_at: a UTC instant at
    which it was unsolved. numbers: only these. q: words as ``tickets.search`` finds them, or a
    number.
    """

    client: int | None = None
    site: int | str | None = None
    type: str = ""
    category: int | str | None = None
    priority: int | None = None
    status: str = ""
    channel: str = ""
    late: bool = False
    mine: bool = False
    unassigned: bool = False
    waiting: bool = False
    missed: str = ""
    on_the_spot: bool = False
    reopened: bool = False
    opened_from: date | None = None
    opened_until: date | None = None
    resolved_from: date | None = None
    resolved_until: date | None = None
    event: str = ""
    event_from: date | None = None
    event_until: date | None = None
    open_at: datetime | None = None
    numbers: tuple[int, ...] = ()
    q: str = ""

    @classmethod
    def read(cls, parameters: QueryDict, *, others: frozenset[str] = frozenset()) -> Self:
        """Read a filter from the address; empty parameters ask for nothing.

        others: parameters that the page reads itself. Raises BadRequest for an unknown, repeated or malformed one.
        """
        known = {field.name for field in fields(cls)}
        if parameters.keys() - known - others or any(len(values) > 1 for _name, values in parameters.lists()):
            raise BadRequest("parameters")
        given = {name: str(parameters[name]).strip() for name in known & parameters.keys()}
        return cls(**{name: _READERS[name](text) for name, text in given.items() if text})

    @property
    def is_set(self) -> bool:
        """Whether it narrows anything."""
        return self != type(self)()

    @property
    def channel_words(self) -> str:
        """The channel asked for, in the reader's language."""
        return str(Channel(self.channel).label) if self.channel else ""

    def address(self, **others: Any) -> str:
        """Return this filter as a query string, with the page's own parameters before it; "" when nothing is set."""
        return urlencode({**{name: value for name, value in others.items() if value}, **self.asked})

    @property
    def asked(self) -> dict[str, str]:
        """What is set, as parameters of an address."""
        set_now = ((field.name, getattr(self, field.name)) for field in fields(self))
        return {name: _written(value) for name, value in set_now if value not in (None, "", False, ())}

    def narrow(
        self, tickets: TicketQuerySet, *, at: datetime | None = None, reader: User | None = None
    ) -> TicketQuerySet:
        """Return those of these tickets that it asks for, in the order they came.

        reader: whose list it is. Words among ourselves are searched for somebody of the firm only; for None they are not.
        """
        at = at or timezone.now()
        narrowed = tickets.filter(self._of_place() & self._of_kind() & self._of_hands() & self._of_time())
        if self.event:
            narrowed = narrowed.filter(self._event())
        if self.late:
            narrowed = narrowed.late(at)
        if self.mine:
            narrowed = narrowed.filter(Q(assignee=reader) | Q(contact=reader)) if reader else narrowed.none()
        return among(narrowed, self.q, reader=reader, at=at) if self.q else narrowed

    def _of_place(self) -> Q:
        asked = Q()
        if self.client is not None:
            asked &= Q(client_id=self.client)
        if self.site is not None:
            asked &= Q(site__isnull=True) if self.site == NONE else Q(site_id=self.site)
        if self.numbers:
            asked &= Q(pk__in=self.numbers)
        return asked

    def _of_kind(self) -> Q:
        asked = Q()
        if self.type:
            asked &= Q(type=self.type)
        if self.category is not None:
            asked &= Q(category__isnull=True) if self.category == NONE else Q(category_id=self.category)
        if self.priority is not None:
            asked &= Q(priority=self.priority)
        if self.status:
            asked &= Q(status__in=STATUS_GROUPS[self.status])
        if self.channel:
            asked &= Q(channel=self.channel)
        if self.missed:
            asked &= MISSED[self.missed]
        if self.on_the_spot:
            asked &= Q(solved_on_the_spot=True)
        if self.reopened:
            asked &= Q(reopen_count__gt=0)
        return asked

    def _of_hands(self) -> Q:
        asked = Q(assignee__isnull=True) if self.unassigned else Q()
        return asked & Q(status=Status.WAITING) if self.waiting else asked

    def _of_time(self) -> Q:
        asked = self._between("opened_at", self.opened_from, self.opened_until)
        asked &= self._between("resolved_at", self.resolved_from, self.resolved_until)
        return asked & was_open(self.open_at) if self.open_at else asked

    def _event(self) -> Exists:
        facts = TicketEvent.objects.filter(ticket=OuterRef("pk"), kind=self.event)
        return Exists(facts.filter(self._between("occurred_at", self.event_from, self.event_until)))

    def _between(self, field: str, first: date | None, last: date | None) -> Q:
        asked = Q()
        if first is not None:
            asked &= Q((f"{field}__gte", self._midnight(first)))
        if last is not None:
            asked &= Q((f"{field}__lt", self._midnight(last + timedelta(days=1))))
        return asked

    def _midnight(self, day: date) -> datetime:
        zone = timezone.get_current_timezone()
        if self.client is not None:
            name = Client.objects.filter(pk=self.client).values_list("time_zone", flat=True).first()
            zone = ZoneInfo(name) if name else zone
        return datetime.combine(day, time(), zone).astimezone(UTC)


def was_open(at: datetime) -> Q:
    """Return the condition that a ticket was unsolved at this instant, as far as its present row tells."""
    return Q(opened_at__lte=at) & ~Q(resolved_at__lte=at) & ~Q(closed_at__lte=at)


def _one_of(*allowed: str) -> Any:
    def read(text: str) -> str:
        if text not in allowed:
            raise BadRequest("a choice")
        return text

    return read


def _yes(text: str) -> bool:
    if text != "1":
        raise BadRequest("a yes")
    return True


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise BadRequest("a date") from None
    if not 1970 <= day.year <= 9000:
        raise BadRequest("a date")
    return day


def _instant(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise BadRequest("an instant") from None
    if moment.tzinfo is None or not 1970 <= moment.year <= 9000:
        raise BadRequest("an instant")
    return moment.astimezone(UTC)


def _priority(text: str) -> int:
    number = whole(text)
    if number not in Priority.values:
        raise BadRequest("a priority")
    return number


def _key_or_none(text: str) -> int | str:
    return NONE if text == NONE else whole(text)


def _kind(text: str) -> str:
    try:
        return kind_of(text).code
    except UnknownKind:
        raise BadRequest("a kind of fact") from None


def _numbers(text: str) -> tuple[int, ...]:
    numbers = tuple(whole(part) for part in text.split(","))
    if len(numbers) > MOST_NUMBERS:
        raise BadRequest("too many numbers")
    return numbers


def _words(text: str) -> str:
    if len(text) > LONGEST_SEARCH:
        raise BadRequest("too long")
    return text


def _written(value: Any) -> str:
    if value is True:
        return "1"
    if isinstance(value, tuple):
        return ",".join(map(str, value))
    return value.isoformat() if isinstance(value, date) else str(value)


_READERS: Mapping[str, Any] = {
    "client": whole, "site": _key_or_none, "type": _one_of(*Type.values), "category": _key_or_none, "priority": _priority,
    "status": _one_of(*STATUS_GROUPS), "channel": _one_of(*Channel.values), "late": _yes,
    "mine": _yes, "unassigned": _yes, "waiting": _yes, "missed": _one_of(*MISSED),
    "on_the_spot": _yes, "reopened": _yes, "opened_from": _day, "opened_until": _day, "resolved_from": _day,
    "resolved_until": _day, "event": _kind, "event_from": _day, "event_until": _day, "open_at": _instant,
    "numbers": _numbers, "q": _words,
}  # fmt: skip
