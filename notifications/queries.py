"""What a person finds in the list of news, and how much of it is new."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from accounts.models import User
from notifications.models import Notification
from notifications.sentences import sentences_of
from tickets.models import Ticket

LONGEST_LIST: Final = 100  # rows of news
MOST_COUNTED: Final = 99


@dataclass(frozen=True)
class Line:
    """One fact, in a sentence for its reader."""

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


def unread_count(person: User) -> int:
    """Return how much this person has not read, at most MOST_COUNTED + 1: one look into an index."""
    return Notification.objects.news_of(person).unread()[: MOST_COUNTED + 1].count()


def news_of(person: User) -> list[News]:
    """Return this person's latest news, together per ticket, unread first, then newest first."""
    rows = list(
        Notification.objects.news_of(person).select_related("ticket").order_by("-made_at", "-pk")[:LONGEST_LIST]
    )
    sentences = sentences_of({(row.event_table, row.event_number) for row in rows}, person)
    groups: dict[int | None, list[Notification]] = defaultdict(list)
    for row in rows:
        groups[row.ticket_id].append(row)
    news = [
        News(
            group[0].ticket,
            [
                Line(sentences[key], row.made_at, row.read_at is None)
                for row in group
                if (key := (row.event_table, row.event_number)) in sentences
            ],
        )
        for group in groups.values()
    ]
    return sorted(news, key=lambda one: not one.is_unread)
