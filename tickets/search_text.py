"""Writes what tickets and people are searched by: projections of what is stored, made anew whenever words come or go."""

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any

from django.db import connection, transaction
from django.db.models import BooleanField, Case, F, Model, Q, QuerySet, Value, When

from accounts.models import Side, User
from tickets.events import ANSWERED, NOTED, RECORDED, REOPENED, REPLIED, REPORTED, RESOLVED
from tickets.models import Affected, Message, SearchName, SearchText, Ticket, TicketEvent
from tickets.search_words import kept, kept_with_slips

Source = Callable[[Collection[int]], QuerySet[Any]]

CHUNK = 500

# Kinds whose words stand in a message; whatever other kind brings words of its own is seen by them.
_BRINGS_WORDS = {REPORTED, RECORDED, ANSWERED, NOTED, REPLIED}
_sources: dict[Source, frozenset[str]] = {}

# What the client's people read of an event's own words: why it is not solved, and how it was solved where that is for them.
_READ_BY_CLIENT = Q(kind=REOPENED) | Q(kind=RESOLVED, details__is_public=True)
_IS_PUBLIC = Case(When(_READ_BY_CLIENT, then=True), default=False, output_field=BooleanField())
_ONLY_US = Value(False, output_field=BooleanField())


def internal_words(*kinds: str) -> Callable[[Source], Source]:
    """Let a higher room bring words among ourselves: ``source(numbers)`` returns rows (ticket's number, text).

    kinds: of the facts about a ticket with which those words come.
    """

    def remember(source: Source) -> Source:
        _sources[source] = frozenset(kinds)
        return source

    return remember


def brings_words(event: TicketEvent) -> bool:
    """Whether the words of the ticket are others since this fact."""
    return event.words_id is not None or event.kind in _BRINGS_WORDS.union(*_sources.values())


def token_of_client(pk: int) -> str:
    """Return the word that stands for a client in the words of its tickets.

    Its name is looked up when somebody searches (there are few clients), so that another name costs nothing: a large
    client has tens of thousands of tickets. Names of requesters are written out instead: there are many people, each with
    few tickets.
    """
    return f"qxclient{pk}"


def project(numbers: Collection[int]) -> None:
    """Write the words of these tickets (at most a chunk) anew; the transaction is the caller's. Three queries."""
    public: dict[int, list[str]] = {number: [] for number in numbers}
    internal: dict[int, list[str]] = {number: [] for number in numbers}
    for number, text, is_public in _said_on(numbers):
        (public if is_public else internal)[number].append(text)
    rows = Ticket.objects.filter(pk__in=numbers).values_list(
        "pk", "title", "client_id", "requester__name", "requester__email"
    )
    _store(
        SearchText(
            ticket_id=number,
            names=_names(number, client, title, name, email),
            public=kept([title, *public[number]]),
            internal=kept(internal[number]),
        )
        for number, title, client, name, email in rows
    )


def project_people(keys: Collection[int]) -> None:
    """Write the words of these people's names anew, where they are of clients; also in what they asked for."""
    people = User.objects.get_queryset().filter(pk__in=keys, side=Side.CLIENT).values_list("pk", "name", "email")
    _store(SearchName(person_id=pk, words=kept_with_slips([name, email or ""])) for pk, name, email in people)
    asked_by = SearchText.objects.filter(ticket__requester__in=keys).annotate(
        client=F("ticket__client_id"),
        title=F("ticket__title"),
        name=F("ticket__requester__name"),
        email=F("ticket__requester__email"),
    )
    changed = list(asked_by.only("names"))
    for row in changed:
        row.names = _names(row.pk, row.client, row.title, row.name, row.email)
    SearchText.objects.bulk_update(changed, ["names"], batch_size=CHUNK)


def erase(numbers: Collection[int], *, people: Collection[int] = ()) -> None:
    """Let the search forget what was erased where it is stored, on these tickets and in these people's names."""
    project(numbers)
    project_people(people)
    tidy()


def rebuild() -> Iterator[int]:
    """Write all projections anew, chunk by chunk, each in a transaction of its own; yields how many rows are done."""
    done = 0
    for model, write in ((User, project_people), (Ticket, project)):
        for keys in _chunks(model):
            with transaction.atomic():
                write(keys)
            done += len(keys)
            yield done
    tidy()


def tidy() -> None:
    """Let SQLite forget what was deleted: its index keeps old words until parts are merged. Slow; for erasing only."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO tickets_search (tickets_search) VALUES ('optimize')")
            cursor.execute("INSERT INTO tickets_search_people (tickets_search_people) VALUES ('optimize')")


def _said_on(numbers: Collection[int]) -> QuerySet[Any, tuple[int, str, bool]]:
    """All that was written on these tickets, in one query: (number, text, whether the client's people read it)."""
    messages = Message.objects.filter(ticket__in=numbers).values_list("ticket_id", "body", "is_public")
    named = Affected.objects.filter(ticket__in=numbers).values_list("ticket_id", "name", Value(True))
    facts = TicketEvent.objects.filter(ticket__in=numbers, words__isnull=False)
    parts = [source(numbers).annotate(is_public=_ONLY_US) for source in _sources]
    return messages.union(
        named,
        facts.annotate(is_public=_IS_PUBLIC).values_list("ticket_id", "words__text", "is_public"),
        *parts,
        all=True,
    )


def _names(number: int, client: int, title: str, name: str, email: str | None) -> str:
    return " ".join([str(number), token_of_client(client), kept_with_slips([title, name, email or ""])])


def _store(rows: Iterable[Model]) -> None:
    found = list(rows)
    if not found:
        return
    model = type(found[0])
    fields = [field.name for field in model._meta.fields if not field.primary_key]  # noqa: SLF001 - Django's documented way
    key = model._meta.pk.name  # noqa: SLF001
    model._default_manager.bulk_create(found, update_conflicts=True, unique_fields=[key], update_fields=fields)  # noqa: SLF001


def _chunks(model: type[Model]) -> Iterator[list[int]]:
    last = 0
    manager = model._default_manager  # noqa: SLF001
    while keys := list(manager.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:CHUNK]):
        yield keys
        last = keys[-1]
