"""Rows of the queue and of every list of tickets for people of the firm: few columns, one query, whatever the number."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.moments import local_time
from tickets.lifecycle import is_open
from tickets.models import Ticket
from tickets.querysets import TicketQuerySet
from tickets.reasons import reason_of
from tickets.time_left import Reading, reading

COLUMNS = (
    "title", "priority", "calculated_priority", "judged", "status", "waiting_for", "waiting_until", "waited_for", "is_paused", "is_pressing", "is_unanswered", "second_line", "hands_asked_of_id",
    "opened_at", "responded_at", "resolved_at", "respond_due_at", "resolve_due_at", "respond_late_at", "resolve_late_at",
    "respond_warn_at", "resolve_warn_at", "next_word_due_at", "next_word_warn_at", "next_word_late_at", "counts_every_minute",
    "in_queue", "queue_step", "queue_pull", "queue_due_at", "queue_late_at", "last_word_at", "last_word_is_public", "version",
    "client__name", "client__time_zone", "client__opening",
    "site__name", "site__time_zone", "site__country", "site__region", "site__opening",
    "requester__name", "contact_id", "assignee__name", "last_word_by__name",
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One ticket in a list, as ``templates/_row.html`` asks for it. ``why_folded``: shown when asked for."""

    ticket: Ticket
    url: str
    who: tuple[str, ...]
    why: str = ""
    why_folded: str = ""
    why_icon: str = ""
    last_word: str = ""
    acts: str = ""
    clock: Reading | None = None
    place: int | None = None

    is_gone = False

    @property
    def number(self) -> int:
        """The number of the ticket."""
        return self.ticket.pk


def narrow(tickets: TicketQuerySet) -> TicketQuerySet:
    """Return these tickets with only what a row shows."""
    return tickets.select_related("client", "site", "requester", "assignee", "last_word_by").only(*COLUMNS)


def rows_of(tickets: Iterable[Ticket], *, reader: User, at: datetime) -> list[Row]:
    """Return the rows of these tickets for this reader. No query."""
    return [_row(ticket, reader, at) for ticket in tickets]


def explained(rows: Iterable[Row], at: datetime, *, first_place: int | None = None) -> list[Row]:
    """Return rows that stand in the order of the queue with the reason why, numbered from ``first_place``. No query."""
    return [
        _explained(row, at, place=None if first_place is None else first_place + number)
        for number, row in enumerate(rows)
    ]


def clock_of(ticket: Ticket, at: datetime) -> Reading | None:
    """Return what the clock of the earliest running deadline says at this instant."""
    return reading(
        ticket.facts,
        calendar=ticket.calendar,
        around_the_clock=ticket.counts_every_minute,
        at=at,
    )


def place_of(ticket: Ticket) -> str:
    """Return the client with its place, when there is one."""
    if ticket.site is None:
        return ticket.client.name
    # Translators: a client and its place, as in "Brouwerij Hopveld, Aalst".
    return _("%(client)s, %(site)s") % {"client": ticket.client.name, "site": ticket.site.name}


def _row(ticket: Ticket, reader: User, at: datetime) -> Row:
    return Row(
        ticket=ticket,
        url=reverse("tickets:show", args=[ticket.pk]),
        who=(str(ticket.pk), place_of(ticket), ticket.requester.name),
        last_word=_last_word(ticket, reader),
        acts=_acts(ticket, reader),
        clock=clock_of(ticket, at),
    )


def _explained(row: Row, at: datetime, *, place: int | None) -> Row:
    reason = reason_of(row.ticket, at)
    if reason is None:
        return replace(row, place=place)
    if reason.is_unusual:
        return replace(row, place=place, why=reason.words, why_icon=reason.icon)
    return replace(row, place=place, why_folded=reason.words)


def _last_word(ticket: Ticket, reader: User) -> str:
    author = ticket.last_word_by
    if author is None:
        return ""
    said = {"name": author.first_name, "when": local_time(ticket.last_word_at)}
    if author.pk == reader.pk:
        sentence = _("You wrote %(when)s") if ticket.last_word_is_public else _("You, only us, %(when)s")
    else:
        sentence = _("%(name)s wrote %(when)s") if ticket.last_word_is_public else _("%(name)s, only us, %(when)s")
    return sentence % said


def _acts(ticket: Ticket, reader: User) -> str:
    if not is_open(ticket.status):
        return ""
    if ticket.assignee is None:
        return _("Nobody has it")
    if ticket.assignee.pk == reader.pk:
        return _("You act")
    return _("%(name)s acts") % {"name": ticket.assignee.first_name}
