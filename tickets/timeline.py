"""What happened to a ticket, as people of the firm read it: words and facts in one line of time, in their language."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.moments import local_time
from history.kinds import Kind, ids_in, kind_of, people_in
from history.models import Event
from tickets import events
from tickets.models import (
    WAITING_WORDS,
    WAITING_WORDS_OF_CLIENT,
    Affected,
    Message,
    Priority,
    Problem,
    SecondLine,
    Ticket,
    TicketEvent,
)
from tickets.queries import conversation_of, history_of

# Facts that the words themselves show: the message stands in the line.
SHOWN_BY_WORDS = {events.REPORTED, events.ANSWERED, events.NOTED, events.REPLIED}
# Taking it in hand, here or (the room above) out of an offer.
TAKEN = {events.STARTED, SecondLine.PICKED_UP.value}
# Which facts of which kind are priorities: a reader sees "P2 High".
PRIORITIES = {events.REACH_CONFIRMED: {"from", "to"}, events.PRIORITY_OVERRIDDEN: {"from", "to"}}
WAITS = {events.WAITED, events.WAIT_ENDED, events.WAIT_WAS_OVER}
# Which are states of a known problem, and which moments, in ISO format.
STATES = {events.PROBLEM_MOVED: {"from", "to"}}
MOMENTS = {events.PROBLEM_ANNOUNCED: {"next_word"}, events.PROBLEM_NEXT_WORD: {"next_word"}}
ICONS = {
    events.WAITED: "clock",
    events.REMINDED: "bell",
    events.SPOKE: "people",
    events.WAIT_ENDED: "progress",
    events.WAIT_WAS_OVER: "late",
    events.APPROVED: "approval",
    events.APPROVAL_REFUSED: "cross",
    events.CLOSED_UNANSWERED: "closed",
    events.RECORDED: "phone",
    events.OPENED: "open",
    events.STARTED: "progress",
    events.ASSIGNED: "person",
    events.CONTACT_CHANGED: "person",
    events.RESOLVED: "check",
    events.WORKS_AGAIN: "check",
    events.CONFIRMED: "check",
    events.REOPENED: "back",
    events.TAKEN_BACK: "back",
    events.CANCELLED: "cross",
    events.CLOSED: "closed",
    events.REACH_CONFIRMED: "people",
    events.PRIORITY_OVERRIDDEN: "why",
    events.CATEGORIZED: "why",
    events.PROBLEM_LINKED: "people",
    events.PROBLEM_UNLINKED: "people",
    events.PROBLEM_NOTED: "people",
    events.PROBLEM_CHANGED: "why",
    events.PROBLEM_MOVED: "progress",
    events.PROBLEM_OWNED: "person",
    events.PROBLEM_ANNOUNCED: "bell",
    events.PROBLEM_NEXT_WORD: "clock",
    events.PROBLEM_WITHDRAWN: "cross",
    events.PROBLEM_JOINED: "hand",
    events.PROBLEM_GONE: "check",
    events.PROBLEM_BACK: "back",
}


@dataclass(frozen=True)
class Said:
    """Somebody's words: ``is_public`` False = only us."""

    message: Message
    at: datetime

    is_said = True


@dataclass(frozen=True)
class Happened:
    """A fact: its sentence in the reader's language, and the free words that go with it. noted_at: when, if that was much later."""

    event: Event
    at: datetime
    sentence: str
    words: str
    icon: str
    is_only_us: bool
    noted_at: datetime | None = None

    is_said = False


def timeline_of(ticket: Ticket, *, reader: User) -> list[Said | Happened]:
    """Return all that was said and all that happened, oldest first, for a person of the firm: three queries."""
    facts = list(history_of(ticket))
    people = names_of(facts)
    happened = [happened_of(event, people) for event in facts if _is_told(event, facts)]
    said = [Said(message, message.written_at) for message in conversation_of(ticket, reader=reader)]
    # One action writes both at one instant: it was opened, then these words were said.
    return sorted([*happened, *said], key=lambda entry: entry.at)


def _is_told(event: TicketEvent, facts: Sequence[TicketEvent]) -> bool:
    """Whether this fact is a line of its own. Who takes a ticket is assigned it in the same act: one line says so."""
    if event.kind != events.ASSIGNED or event.details["to"] != event.actor_id:
        return event.kind not in SHOWN_BY_WORDS
    moment = (event.actor_id, event.occurred_at)
    return not any(one.kind in TAKEN and (one.actor_id, one.occurred_at) == moment for one in facts)


def affected_of(ticket: Ticket) -> list[str]:
    """Return the names of those who have the problem too."""
    return list(Affected.objects.filter(ticket=ticket).order_by("name").values_list("name", flat=True))


def names_of(facts: Sequence[Event]) -> dict[int, str]:
    """Return the names of all people whom these facts mention, in one query."""
    wanted = {pk for event in facts for pk in people_in(event.kind, event.details)}
    if not wanted:
        return {}
    return dict(User.objects.get_queryset().filter(pk__in=wanted).values_list("pk", "name"))


def happened_of(event: Event, people: dict[int, str]) -> Happened:
    """Return a fact as its sentence."""
    return Happened(
        event=event,
        at=event.occurred_at,
        sentence=sentence_of_fact(event, people),
        words=event.words.text if event.words else "",
        icon=ICONS.get(event.kind, "stairs"),
        is_only_us=event.kind == events.RESOLVED and not event.details["is_public"],
        noted_at=event.recorded_at if event.details.get("is_set_back") else None,
    )


def sentence_of_fact(event: Event, people: dict[int, str]) -> str:
    """Return the sentence of a recorded fact for people of the firm; ``people``: the names that ``names_of`` gives."""
    return sentence_of(kind_of(event.kind), event.actor.name if event.actor else "", event.details, people)


def sentence_of(
    kind: Kind, actor: str, details: dict[str, Any], people: dict[int, str], *, to_client: bool = False
) -> str:
    """Return the sentence of a fact; ``actor`` "" is the system. to_client: codes in it are said in words of the client's people."""
    told = {name: _told(kind, name, value, people) for name, value in details.items()}
    told |= told_of_wait(details, to_client=to_client) if kind.code in WAITS else {}
    return str(kind.sentence) % {**told, "actor": actor or _("The desk")}


def told_of_wait(details: dict[str, Any], *, to_client: bool) -> dict[str, str]:
    """Return the facts of a wait in words: what is waited for, and until when."""
    words = WAITING_WORDS_OF_CLIENT if to_client else dict(WAITING_WORDS)
    until = parse_datetime(str(details.get("until", "")))
    return {"for": str(words.get(details["for"], details["for"])), "until": local_time(until)}


def last_by_others(entries: Iterable[Said | Happened], reader: User) -> str:
    """Return the last fact that somebody else brought about, "" when there is none: what changed meanwhile."""
    others = [one.sentence for one in entries if isinstance(one, Happened) and one.event.actor_id != reader.pk]
    return others[-1] if others else ""


def _told(kind: Kind, name: str, value: Any, people: dict[int, str]) -> Any:
    if name in kind.people:
        return ", ".join(filter(None, (people.get(pk) for pk in ids_in(value)))) or _("nobody")
    if name in PRIORITIES.get(kind.code, ()):
        return _("P%(number)d %(word)s") % {"number": value, "word": Priority(value).label}
    if name in STATES.get(kind.code, ()):
        return dict(Problem.State.choices).get(value, value)
    if name in MOMENTS.get(kind.code, ()):
        return local_time(parse_datetime(str(value)))
    return value
