"""Finding tickets, people and clients by words: one way for the pages and the API, whatever the database.

Only among what the doorways of each room show to who searches; words among ourselves count for people of the firm only. Where
no such row holds the words as they were typed, words of titles and names that are one slip away are tried. All of it depends
on rows that the reader sees and on nothing else, so the answers are the same with and without the rest.

What it costs. Whether a ticket holds the words, an index says. Which hits are best is decided among the newest
``CANDIDATES``: in a million tickets a common word has a hundred thousand hits, and nobody reads beyond the first ten.
The list of all hits (``/tickets/?q=``) is in the order of their numbers, in pages, and so has no such bound.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import User
from sites.models import Client, Membership
from sites.queries import SEES_EVERY_CLIENT, clients_served, memberships_of
from tickets import search_postgresql, search_sqlite
from tickets.models import Reader, Ticket
from tickets.querysets import TicketQuerySet
from tickets.search_text import token_of_client
from tickets.search_words import Asked, Term, asked, groups_in, misspelt, number_in, words_with_slips

CANDIDATES = 200
MOST = 10

_ENGINE: Any = search_postgresql if connection.vendor == "postgresql" else search_sqlite


@dataclass(frozen=True)
class Best:
    """The best hits of one kind, at most ``MOST``; ``are_all``: there are no others."""

    rows: Sequence[Any] = ()
    are_all: bool = True


def search(user: User, words: str, at: datetime | None = None) -> TicketQuerySet:
    """Return the tickets that this person may see at this instant (UTC; None = now) and that hold all these words.

    Looked at: the number, what was said, how it was solved, who asked (name and address), the client. The last word may
    be unfinished. A text without a word finds nothing.
    """
    return among(Ticket.objects.visible_to(user, at), words, reader=user, at=at)


def among(tickets: TicketQuerySet, words: str, *, reader: User | None, at: datetime | None = None) -> TicketQuerySet:
    """Return those of these tickets (which this person may see) that hold the words; reader None reads no internal ones.

    One query more where a word may be misspelt: whether the words are there as typed.
    """
    wanted, at = asked(words), at or timezone.now()
    if not wanted:
        return tickets.none()
    found = _holding(tickets, wanted, reader, at)
    wider = misspelt(wanted)
    return found if not wider or _newest(found) else _holding(tickets, wider, reader, at)


def best_tickets(user: User, words: str, at: datetime) -> Best:
    """Return the numbers of the tickets that fit best: of this number, then with the most words in the title, the newest."""
    visible = Ticket.objects.visible_to(user, at)
    wanted, number = asked(words), number_in(words)
    for spelt in _spelt(wanted):
        newest = _newest(_holding(visible, spelt, user, at))
        if newest:
            break
    else:
        return Best()  # a ticket's own number is one of its words
    held = groups_in(spelt, (words_with_slips(title) for _ticket, title in newest))
    in_title = {ticket: sum(groups) for (ticket, _title), groups in zip(newest, held, strict=True)}
    ranked = sorted(in_title, key=lambda ticket: (in_title[ticket], ticket), reverse=True)
    first = _numbered(visible, number)
    rows = [*first, *(ticket for ticket in ranked if ticket not in first)]
    return Best(rows[:MOST], are_all=len(rows) <= MOST)


def best_people(user: User, words: str, at: datetime) -> Best:
    """Return the memberships (with person and client) of people whom this person of the firm serves, by name."""
    served = Membership.objects.running(at).filter(client__in=clients_served(user, at), person__is_active=True)
    served = served.select_related("person", "client").order_by("person__name", "pk")
    for spelt in _spelt(asked(words)):
        rows = list(served.filter(person__in=_ENGINE.people(spelt))[: MOST + 1])
        if rows:
            return Best(rows[:MOST], are_all=len(rows) <= MOST)
    return Best()


def best_clients(user: User, words: str, at: datetime) -> Best:
    """Return the clients whose name holds the words, of those that this person of the firm serves, by name."""
    served = [(one, words_with_slips(one.name)) for one in clients_served(user, at).order_by("name", "pk")]
    for spelt in _spelt(asked(words)):
        held = groups_in(spelt, (name for _one, name in served))
        rows = [one for (one, _name), groups in zip(served, held, strict=True) if all(groups)]
        if rows:
            return Best(rows[:MOST], are_all=len(rows) <= MOST)
    return Best()


def ticket_numbered(user: User, words: str, at: datetime | None = None) -> int | None:
    """Return the number that these words are, when it is of a ticket that this person may see."""
    found = _numbered(Ticket.objects.visible_to(user, at or timezone.now()), number_in(words))
    return found[0] if found else None


def _spelt(wanted: Asked) -> list[Asked]:
    """The words as typed, then with those one slip away: the second only counts where the first finds nothing."""
    return [one for one in (wanted, misspelt(wanted)) if one]


def _newest(found: TicketQuerySet) -> list[tuple[int, str]]:
    """Number and title of the newest of them. Asked of one alone the planner would walk through all tickets to find it."""
    return list(found.order_by("-number").values_list("number", "title")[:CANDIDATES])


def _holding(tickets: TicketQuerySet, wanted: Asked, reader: User | None, at: datetime) -> TicketQuerySet:
    sees_every = reader is not None and reader.has_role(*SEES_EVERY_CLIENT)
    hits = _ENGINE.tickets(
        _with_clients(wanted, Client.objects.all() if reader is None or sees_every else _clients_of(reader, at)),
        with_internal=reader is not None and reader.is_of_firm,
        newest_first=sees_every and not _is_wider(wanted),
    )
    return tickets.filter(pk__in=hits)


def _clients_of(reader: User, at: datetime) -> QuerySet[Client]:
    """The clients whose names may lead this reader to tickets: served by him, his own, or of a ticket he was let read."""
    own = memberships_of(reader, at).order_by().values("client")
    read = Reader.objects.running(at).filter(person=reader).values("ticket__client")
    return Client.objects.filter(Q(pk__in=clients_served(reader, at)) | Q(pk__in=own) | Q(pk__in=read))


def _is_wider(wanted: Asked) -> bool:
    return any(len(group) > 1 for group in wanted)


def _with_clients(wanted: Asked, known: QuerySet[Client]) -> Asked:
    """Let each word also stand for the clients in whose name it is."""
    clients = list(known.values_list("pk", "name"))
    held = groups_in(wanted, (words_with_slips(name) for _pk, name in clients))
    return [
        [
            *group,
            *(Term(token_of_client(pk)) for (pk, _name), groups in zip(clients, held, strict=True) if groups[place]),
        ]
        for place, group in enumerate(wanted)
    ]


def _numbered(visible: TicketQuerySet, number: int | None) -> list[int]:
    return list(visible.filter(pk=number).values_list("pk", flat=True)) if number is not None else []
