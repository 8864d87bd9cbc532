"""What happened, in one sentence for its reader: the same in the list of news and in mails."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from accounts.models import User
from history.kinds import kind_of, people_in
from history.models import Event
from notifications.about import Key, events_in, name_for_client
from tickets.timeline import sentence_of


@dataclass(frozen=True)
class Sentence:
    """What happened, in words for one reader, and when it happened (UTC)."""

    words: str
    at: datetime


def sentences_of(keys: Iterable[Key], reader: User) -> dict[Key, Sentence]:
    """Return the sentence of each of these facts for this reader; one query per table of events and one for the people."""
    wanted = defaultdict(list)
    for table, number in keys:
        wanted[table].append(number)
    events = {
        (table, event.pk): event
        for table, numbers in wanted.items()
        for event in events_in(table).filter(pk__in=numbers)
    }
    people = names_in(events.values())
    return {key: Sentence(sentence_of_event(event, people, reader), event.occurred_at) for key, event in events.items()}


def names_in(events: Iterable[Event]) -> dict[int, str]:
    """Return the names of all people whom these facts mention: one query, none when they mention nobody."""
    mentioned = {number for event in events for number in people_in(event.kind, event.details)}
    if not mentioned:
        return {}
    return dict(User.objects.get_queryset().filter(pk__in=mentioned).values_list("pk", "name"))


def sentence_of_event(event: Event, people: dict[int, str], reader: User) -> str:
    """Return the sentence of one loaded fact for this reader; people: the names of whom it mentions."""
    kind = kind_of(event.kind)
    if reader.is_of_firm:
        return sentence_of(kind, event.actor.name if event.actor else "", event.details, people)
    actor = name_for_client(event.actor, getattr(event, "ticket", None))
    return sentence_of(replace(kind, sentence=kind.client_sentence), actor, event.details, people, to_client=True)
