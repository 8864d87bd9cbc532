"""What a page has shown of a list: what of it changed since, and where the rows went that stand there no more."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Self

from django.core.exceptions import BadRequest
from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.moments import local_time
from tickets import events
from tickets.keyset import whole
from tickets.lifecycle import Status
from tickets.models import Ticket, TicketEvent
from tickets.querysets import TicketQuerySet
from tickets.rows import Row
from tickets.timeline import names_of, sentence_of_fact

MOST = 300  # rows in one address: the web server reads lines of four thousand letters
PARAMETERS = frozenset({"seen", "more"})

# These take no row out of a list.
SPEAKING = (events.ANSWERED, events.NOTED, events.REPLIED, events.OPENED)


@dataclass(frozen=True)
class Seen:
    """The rows that a page shows, in its order: the number of each and the version that was shown.

    has_more: whether more rows stand below them.
    """

    rows: Mapping[int, int] = field(default_factory=dict)
    has_more: bool = False

    @classmethod
    def read(cls, parameters: Mapping[str, str]) -> Self:
        """Read ``seen`` ("1042.3-1043.1": numbers with their versions) and ``more`` ("1"). Raises BadRequest for else."""
        pairs = [part.split(".") for part in parameters.get("seen", "").split("-") if part]
        more = parameters.get("more", "")
        if len(pairs) > MOST or any(len(pair) != 2 for pair in pairs) or more not in ("", "1"):
            raise BadRequest("seen")
        return cls({whole(number): whole(version) for number, version in pairs}, bool(more))


@dataclass(frozen=True)
class Gone:
    """A row that stands in the list no more. ``words``: where it went; title and url are "" for who may not see it now."""

    number: int
    words: str
    title: str = ""
    url: str = ""

    is_gone = True


def changed_since(seen: Seen, found: TicketQuerySet, order: Sequence[str], *, rows: int) -> int:
    """Return how many of these rows changed or left, and how many came among them.

    found: the list as it is now, ``order`` its columns; rows: how many a page shows. One query; a second one when rows
    are missing, which may stand below the page now.
    """
    limit = len(seen.rows) if seen.has_more else len(seen.rows) + rows
    now = dict(found.order_by(*order).values_list("pk", "version")[:limit])
    now |= _still_there(found, [number for number in seen.rows if number not in now])
    changed = [number for number, version in now.items() if seen.rows.get(number) != version]
    return len(changed) + len(seen.rows.keys() - now.keys())


def gone_since(
    seen: Seen, found: TicketQuerySet, shown: Iterable[Row], *, reader: User, at: datetime
) -> dict[int, Gone]:
    """Return what became of the rows that were seen and are neither shown now nor elsewhere in the list; at most four queries."""
    there = {row.number for row in shown}
    missing = [number for number in seen.rows if number not in there]
    if not missing:
        return {}
    there = set(_still_there(found, missing))
    return whereabouts([number for number in missing if number not in there], reader=reader, at=at)


def whereabouts(numbers: Sequence[int], *, reader: User, at: datetime) -> dict[int, Gone]:
    """Return where each of these tickets is now, in a sentence for this reader: three queries."""
    gone = {number: Gone(number, _("You no longer see this ticket.")) for number in numbers}
    last = (
        TicketEvent.objects.filter(ticket=OuterRef("pk"))
        .exclude(kind__in=SPEAKING)
        .order_by("-occurred_at", "-pk")
        .values("pk")[:1]
    )
    visible = Ticket.objects.visible_to(reader, at).filter(pk__in=numbers)
    facts = TicketEvent.objects.filter(pk__in=visible.annotate(last_fact=Subquery(last)).values("last_fact"))
    of_ticket = {fact.ticket_id: fact for fact in facts.select_related("actor")}
    people = names_of(list(of_ticket.values()))
    for ticket in visible.only("title", "status", "waiting_for", "waiting_until"):
        fact = of_ticket.get(ticket.pk)
        words = sentence_of_fact(fact, people) if fact else str(ticket.get_status_display())
        url = reverse("tickets:show", args=[ticket.pk])
        gone[ticket.pk] = Gone(ticket.pk, _waits(ticket) or words, ticket.title, url)
    return gone


def in_their_places(rows: Sequence[Row], gone: Mapping[int, Gone], seen: Seen) -> list[Row | Gone]:
    """Return the rows, and each one that is gone below the row that stood above it."""
    lines: list[Row | Gone] = list(rows)
    place = 0
    for number in seen.rows:
        if number in gone:
            lines.insert(place, gone[number])
            place += 1
        else:
            place = next((index + 1 for index, line in enumerate(lines) if line.number == number), place)
    return lines


def _still_there(found: TicketQuerySet, numbers: Sequence[int]) -> dict[int, int]:
    return dict(found.filter(pk__in=numbers).values_list("pk", "version")) if numbers else {}


def _waits(ticket: Ticket) -> str:
    if ticket.status != Status.WAITING:
        return ""
    said = {"state": ticket.get_waiting_for_display(), "end": local_time(ticket.waiting_until)}
    return _("%(state)s, until %(end)s") % said
