"""What a person finds in the list of news, how much of it is new, and what she can choose to hear."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.core.exceptions import BadRequest

from accounts.models import User
from notifications.about import Key
from notifications.models import Notification
from notifications.sentences import Sentence, sentences_of
from notifications.topics import COMPANY, Topic, topics_for
from sites.models import Standing
from sites.queries import memberships_of
from tickets.keyset import Window, page, window
from tickets.models import Ticket

ROWS: Final = 100  # rows of news that are shown at a time
MOST_COUNTED: Final = 99
ORDER: Final = ("-made_at", "-id")
PARTS: Final = ("", "new", "earlier")  # of the list, as an address asks for them


@dataclass(frozen=True)
class Line:
    """One fact, in a sentence for its reader. at: when it happened (UTC), not when it was told."""

    sentence: str
    at: datetime
    is_unread: bool


@dataclass(frozen=True)
class News:
    """What is new about one ticket (None: about the person), newest first."""

    ticket: Ticket | None
    lines: Sequence[Line]

    @property
    def is_unread(self) -> bool:
        """Whether any of it was not read."""
        return any(line.is_unread for line in self.lines)

    @property
    def is_urgent(self) -> bool:
        """Whether any of it was not read, and it is about a P1."""
        return self.is_unread and self.ticket is not None and self.ticket.is_critical


@dataclass(frozen=True)
class NewsPage:
    """A part of the list, and the query of the address of the next one ("" = there is none)."""

    news: Sequence[News]
    next_query: str


def unread_count(person: User) -> int:
    """Return how much this person has not read, at most MOST_COUNTED + 1: one look into an index."""
    return Notification.objects.news_of(person).unread()[: MOST_COUNTED + 1].count()


def news_of(person: User, parameters: Mapping[str, str]) -> NewsPage:
    """Return a part of this person's news, together per ticket: what is unread comes first, each newest first.

    For people of the firm a P1 with unread news stands above the others of its part.
    parameters: of the address, as made by ``next_query``. Raises BadRequest for others.
    """
    part = parameters.get("part", "")
    if part not in PARTS:
        raise BadRequest("part")
    everything = Notification.objects.news_of(person).select_related("ticket__client")
    after = window(parameters, everything, ORDER).after
    if part == "earlier":
        earlier = page(everything.read(), ORDER, Window(ROWS, after))
        return _page(earlier.rows, person, "earlier", earlier.after)
    new = page(everything.unread(), ORDER, Window(ROWS, after))
    if new.after:
        return _page(new.rows, person, "new", new.after)
    earlier = page(everything.read(), ORDER, Window(max(ROWS - len(new.rows), 1)))
    return _page([*new.rows, *earlier.rows], person, "earlier", earlier.after)


def topics_of(person: User) -> list[Topic]:
    """Return the kinds of news that come to this person, in the order of the page."""
    topics = list(topics_for(person))
    if COMPANY in topics and not any(row.standing == Standing.CONTACT for row in memberships_of(person)):
        topics.remove(COMPANY)
    return topics


def _page(rows: Iterable[Notification], person: User, part: str, after: str) -> NewsPage:
    return NewsPage(_together(list(rows), person), f"part={part}&after={after}" if after else "")


def _together(rows: Sequence[Notification], person: User) -> list[News]:
    sentences = sentences_of({(row.event_table, row.event_number) for row in rows}, person)
    groups: dict[int | None, list[Notification]] = defaultdict(list)
    for row in rows:
        if (row.event_table, row.event_number) in sentences:
            groups[row.ticket_id].append(row)
    news = [News(group[0].ticket, _lines(group, sentences)) for group in groups.values()]
    news.sort(key=lambda one: one.lines[0].at, reverse=True)
    # Of a priority people of clients know nothing: to them the order must not tell it either.
    return sorted(news, key=lambda one: (not (person.is_of_firm and one.is_urgent), not one.is_unread))


def _lines(rows: Iterable[Notification], sentences: Mapping[Key, Sentence]) -> list[Line]:
    said = [(sentences[row.event_table, row.event_number], row) for row in rows]
    said.sort(key=lambda one: (one[0].at, one[1].pk), reverse=True)
    return [Line(sentence.words, sentence.at, row.read_at is None) for sentence, row in said]
