"""What a person finds in the list of news, and how much of it is new."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from accounts.models import User
from history.kinds import kind_of
from history.models import Event
from notifications.about import events_in, name_for_client
from notifications.models import Notification
from tickets.models import Ticket
from tickets.timeline import sentence_of

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
    sentences = _sentences(rows, person)
    groups: dict[int | None, list[Notification]] = defaultdict(list)
    for row in rows:
        groups[row.ticket_id].append(row)
    news = [
        News(
            group[0].ticket,
            [Line(sentences[row.pk], row.made_at, row.read_at is None) for row in group if row.pk in sentences],
        )
        for group in groups.values()
    ]
    return sorted(news, key=lambda one: not one.is_unread)


def _sentences(rows: Iterable[Notification], reader: User) -> dict[int, str]:
    """Return the sentence of each row by its key; one query per table of events and one for the people."""
    wanted = defaultdict(list)
    for row in rows:
        wanted[row.event_table].append(row.event_number)
    events: dict[tuple[str, int], Event] = {
        (table, event.pk): event
        for table, numbers in wanted.items()
        for event in events_in(table).filter(pk__in=numbers)
    }
    mentioned = {number for event in events.values() for number in _people_in(event)}
    people = dict(User.objects.get_queryset().filter(pk__in=mentioned).values_list("pk", "name"))
    return {
        row.pk: _sentence(events[key], people, reader)
        for row in rows
        if (key := (row.event_table, row.event_number)) in events
    }


def _people_in(event: Event) -> Iterable[int]:
    return (event.details[name] for name in kind_of(event.kind).people if event.details.get(name))


def _sentence(event: Event, people: dict[int, str], reader: User) -> str:
    kind = kind_of(event.kind)
    if reader.is_of_firm:
        return sentence_of(kind, event.actor.name if event.actor else "", event.details, people)
    actor = name_for_client(event.actor, getattr(event, "ticket", None))
    return sentence_of(replace(kind, sentence=kind.client_sentence), actor, event.details, people)
