"""A mail put together from what was loaded for it: subject, text and HTML, in the language that is active.

No query is made here, so that the previews of an administrator take the same way as real mail.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from email.mime.image import MIMEImage
from html import unescape
from typing import Any, Final

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.moments import hour, hour_and_day, said_day, said_time
from notifications.about import About, name_for_client
from notifications.events import MAIL_REFUSED, MAIL_STOPPED
from notifications.foot import Foot, foot_of, why_of, why_of_list
from notifications.letters import Letter, address_of, headers_of, sender_of, subject_of
from notifications.models import Delivery
from notifications.passages import Passage
from notifications.pauses import MOST_REFUSALS
from notifications.topics import ASSIGNED, CRITICAL, NEW, OFFERS, RECEIVED, UNDELIVERED, Topic
from sites.models import Client
from tickets import client_words
from tickets.events import ANSWERED, RESOLVED
from tickets.lifecycle import ENDED_STATUSES, Status
from tickets.models import Ticket
from tickets.queue_order import is_in_hand
from tickets.rows import place_of
from tickets.views.portal.presence import facts_of
from visits.models import Visit

MOST_ENTRIES: Final = 30  # tickets in one mail; the page has the rest
MOST_LINES: Final = 5  # of one ticket in a list, the latest ones
MOST_OTHERS: Final = (
    20  # lines below what leads, the latest ones: a night of words must not make a mail that no server takes
)
MOST_WORDS: Final = 30_000  # characters that people wrote in those lines, together


@dataclass(frozen=True)
class Fact:
    """One recorded fact as its reader may read it: the sentence, the words that go with it.

    by: who handed the ticket back (None = it was not, or nobody knows). until: when an offer wants an answer (UTC).
    """

    about: About
    topic: Topic
    sentence: str
    passages: Sequence[Passage] = ()
    by: User | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class Line:
    """What else happened: when, in a sentence, with the words of who wrote."""

    when: str
    sentence: str
    passages: Sequence[Passage] = ()


@dataclass(frozen=True)
class Entry:
    """One line of a list, with what happened: a ticket, a client or a person. A confidential ticket shows its number only."""

    number: int | None
    title: str
    where: str
    url: str
    lines: Sequence[Line]
    more_lines: int = 0
    is_hidden: bool = False
    asks: bool = False  # whether it works is for the reader to say


def letter_on(
    lead: Fact,
    others: Sequence[Fact] = (),
    *,
    reader: User,
    message_id: str,
    face: bytes | None = None,
    coming: Visit | None = None,
) -> Letter:
    """Write the mail about one ticket (or client, or person): what leads, and in a line each what else happened.

    face: the photo of who writes (WebP). coming: when somebody comes to the place, for people of the client.
    """
    about, is_confidential = lead.about, is_hidden(lead.about)
    writes = who_writes(about, reader)
    lines, more = ([], 0) if is_confidential else _others([one for one in others if not _is_own(one, reader)])
    takes = _frame(reader) | {
        "ticket": about.ticket,
        "client": about.client,
        "person": about.person,
        "problem": about.problem,
        "most_refusals": MOST_REFUSALS,
        "kind": about.kind,
        "facts": about.facts,
        "actor": about.event.actor,
        "by": lead.by,
        "writes": writes,
        "name": _actor_name(about, reader),
        "sentence": lead.sentence,
        "passages": lead.passages,
        "others": lines,
        "more_others": more,
        "coming": _coming(coming) if coming is not None and tells_who_comes(about, reader) else "",
        "page_url": page_of(about, reader),
        "needs": ticket_words(about.ticket) if about.ticket is not None and _wants_hands(lead, reader) else "",
        "place": place_of(about.ticket) if about.ticket is not None else "",
        "until": said_time(lead.until or _due_at(about)),
        "promise": _promise(about, reader),
        "is_in_hand": about.ticket is not None and is_in_hand(about.ticket.status, about.ticket.assignee_id),
        "next_word": said_time(about.problem.next_word_at) if about.problem is not None else "",
        "is_receipt": lead.topic is RECEIVED and not others,
    }
    foot = foot_of(
        [] if is_confidential else [one.topic for one in (lead, *others)],
        reader,
        why=why_of(lead.topic, about, reader),
        is_confidential=is_confidential,
    )
    return _letter(
        _trio_of(lead, reader), takes, reader, message_id, foot, ticket=about.ticket, writes=writes, face=face
    )


def list_of(facts: Sequence[Fact], *, purpose: str, reader: User, message_id: str) -> Letter:
    """Write the mail about several tickets, in the order in which they were told; at most MOST_ENTRIES of them."""
    groups: dict[tuple[int | None, ...], list[Fact]] = {}
    for one in facts:
        groups.setdefault(thing_of(one.about), []).append(one)
    clients = {one.about.client for one in facts}
    # Naming the client of a list would name that of a confidential ticket in it.
    client = clients.pop() if len(clients) == 1 and not any(is_hidden(one.about) for one in facts) else None
    shown = list(groups.values())[:MOST_ENTRIES]
    takes = _frame(reader) | {
        "entries": _entries(shown, reader, client),
        "more": len(groups) - len(shown),
        "more_url": _full(reverse("notifications:list" if reader.is_of_firm else "tickets:list")),
        "count": len(groups),
        "client": client,
        "what": _what(facts),
    }
    is_morning = purpose == Delivery.Purpose.MORNING_LIST
    why = _("You get this list because you chose to hear in the morning.") if is_morning else why_of_list(reader)
    open_topics = [one.topic for one in facts if not is_hidden(one.about)]
    holds_more = any(is_hidden(one.about) for one in facts)
    foot = foot_of(open_topics, reader, why=why, is_confidential=True, holds_more=holds_more)
    return _letter(f"mail/{_side(reader)}/{purpose}", takes, reader, message_id, foot)


def written(name: str, takes: Mapping[str, Any], *, reader: User, message_id: str, foot: Foot) -> Letter:
    """Write a mail of this name that takes more than facts."""
    return _letter(f"mail/{_side(reader)}/{name}", _frame(reader) | dict(takes), reader, message_id, foot)


def thing_of(about: About) -> tuple[int | None, ...]:
    """Return what this is about, as a key: a ticket, else a client, a person and a known problem."""
    if about.ticket is not None:
        return (about.ticket.pk,)
    others = (about.client, about.person, about.problem)
    return (None, *(one.pk if one is not None else None for one in others))


def is_hidden(about: About) -> bool:
    """Whether a mail says no more about this than that there is news."""
    return about.ticket is not None and about.ticket.confidential


def tells_who_comes(about: About, reader: User) -> bool:
    """Whether the mail about this says when somebody comes to the place: to people of the client, until all is ended."""
    ticket = about.ticket
    if ticket is None or ticket.site is None or reader.is_of_firm or is_hidden(about):
        return False
    return ticket.status not in ENDED_STATUSES


def who_writes(about: About, reader: User) -> User | None:
    """The colleague in whose name the mail comes: never a client's person, and nobody in confidence.

    People of the client get mail of who stays the face, and of whoever wrote to them himself.
    """
    actor: User | None = about.event.actor
    if actor is None or not actor.is_of_firm or is_hidden(about):
        return None
    is_known = reader.is_of_firm or about.kind == ANSWERED or about.ticket is None
    return actor if is_known or (about.ticket is not None and actor.pk == about.ticket.contact_id) else None


def page_of(about: About, reader: User) -> str:
    """Return the full address of the page where the reader goes on."""
    if about.ticket is not None:
        return _full(reverse("tickets:show", args=[about.ticket.pk]))
    if about.kind in (MAIL_REFUSED, MAIL_STOPPED):
        return _full(reverse("notifications:outbox"))
    if about.client is not None and reader.is_of_firm:
        return _full(reverse("sites:show", args=[about.client.pk]))
    return _full("/")


def ticket_words(ticket: Ticket) -> str:
    """Return how important it is, in words of colleagues: "P2 High"."""
    return _("P%(number)d %(word)s") % {"number": ticket.priority, "word": ticket.get_priority_display()}


def _full(path: str) -> str:
    return f"{settings.BASE_URL}{path}"


def _side(reader: User) -> str:
    return "firm" if reader.is_of_firm else "client"


def _trio_of(lead: Fact, reader: User) -> str:
    """A confidential ticket has one mail for everything: that there is news."""
    name = "confidential" if is_hidden(lead.about) else lead.topic.words_of or lead.about.kind
    return f"mail/{_side(reader)}/{name}"


def _frame(reader: User) -> dict[str, Any]:
    """What every mail takes."""
    return {
        "reader": reader,
        "firm_name": settings.FIRM_NAME,
        "firm_phone": settings.FIRM_PHONE,
        "language": translation.get_language(),
    }


def _letter(
    trio: str,
    takes: dict[str, Any],
    reader: User,
    message_id: str,
    foot: Foot,
    *,
    ticket: Ticket | None = None,
    writes: User | None = None,
    face: bytes | None = None,
) -> Letter:
    number = ticket.pk if ticket is not None else None
    subject = subject_of(render_to_string(f"{trio}.subject.txt", takes), number)
    takes = takes | {"foot": foot, "subject": subject, "has_face": face is not None and writes is not None}
    mail = Letter(
        subject=subject,
        body=render_to_string(f"{trio}.txt", takes).strip() + "\n",
        from_email=sender_of(writes),
        to=[address_of(reader)],
        reply_to=[settings.DESK_EMAIL],
        headers=headers_of(message_id, ticket_number=number, stop_url=foot.one_press),
    )
    mail.trio = trio
    mail.attach_alternative(render_to_string(f"{trio}.html", takes).strip(), "text/html")
    if face is not None and writes is not None:
        mail.attach(_inline(face))
    return mail


def _inline(face: bytes) -> MIMEImage:
    """The photo beside the name, inside the mail: nothing is loaded from anywhere."""
    image = MIMEImage(face, "webp")
    image.add_header("Content-ID", "<face>")
    image.add_header("Content-Disposition", "inline")
    return image


def _is_own(fact: Fact, reader: User) -> bool:
    """Whether the reader did this himself: he need not be told."""
    return fact.about.event.actor_id == reader.pk


def _others(facts: Sequence[Fact]) -> tuple[list[Line], int]:
    """The latest of these as lines, and how many more there are: so many lines, and so much of what people wrote."""
    lines: list[Line] = []
    left = MOST_WORDS
    for one in reversed(facts):
        if len(lines) == MOST_OTHERS or (one.passages and left <= 0):
            break
        line, left = _cut_line(one, left)
        lines.append(line)
    return lines[::-1], len(facts) - len(lines)


def _cut_line(fact: Fact, left: int) -> tuple[Line, int]:
    """A line with so many characters of what people wrote at most, and how many are left then."""
    passages = []
    for passage in fact.passages:
        shown = replace(passage, most=max(min(passage.most, left), 0))
        passages.append(shown)
        left -= len(shown.shown)
    return _line(replace(fact, passages=passages)), left


def _line(fact: Fact) -> Line:
    return Line(hour_and_day(fact.about.event.occurred_at), fact.sentence, fact.passages)


def _coming(visit: Visit) -> str:
    """Who comes when, with the date: the mail may be read on another day."""
    zone = visit.site.time_zone
    # Translators: who, a date and an hour, as in "Inès comes Thursday 26 November at 9:00."
    return _("%(name)s comes %(day)s at %(time)s.") % {
        "name": visit.fso.first_name,
        "day": said_day(visit.starts_at, zone),
        "time": hour(visit.starts_at, zone),
    }


def _wants_hands(lead: Fact, reader: User) -> bool:
    """Whether a colleague must act on it at once: an offer, or a client that stands still."""
    return reader.is_of_firm and not is_hidden(lead.about) and lead.topic in (OFFERS, CRITICAL)


def _due_at(about: About) -> datetime | None:
    """The deadline that runs now (UTC)."""
    if about.ticket is None:
        return None
    return about.ticket.resolve_due_at if about.ticket.responded_at else about.ticket.respond_due_at


def _promise(about: About, reader: User) -> str:
    """Until when somebody who asked hears from us, in the words of the page after sending ("" = nothing to say)."""
    if about.ticket is None or reader.is_of_firm or is_hidden(about):
        return ""
    takes = {
        "promise": client_words.promise(facts_of(about.ticket), timezone.now()),
        "face": about.ticket.contact,
        "firm_phone": settings.FIRM_PHONE,
    }
    return unescape(render_to_string("tickets/_promise.html", takes)).strip()


def _entries(groups: Sequence[Sequence[Fact]], reader: User, client: Client | None) -> list[Entry]:
    """What happened to each thing; together they hold no more words of people than a mail may."""
    entries: list[Entry] = []
    left = MOST_WORDS
    for group in groups:
        entries.append(_entry(group, reader, client, left))
        left -= sum(len(passage.shown) for line in entries[-1].lines for passage in line.passages)
    return entries


def _entry(facts: Sequence[Fact], reader: User, client: Client | None, left: int) -> Entry:
    """client: the one that the whole list is of, which the entries then need not name; left: characters of words."""
    about, url = facts[0].about, page_of(facts[0].about, reader)
    if is_hidden(about) and about.ticket is not None:
        return Entry(about.ticket.pk, "", "", url, (), is_hidden=True)
    told = [one for one in facts if not _is_own(one, reader)] or facts
    shown: list[Line] = []
    for one in told[-MOST_LINES:]:
        line, left = _cut_line(one, left)
        shown.append(line)
    more = len(told) - len(shown)
    if about.ticket is None:
        named = about.problem.public_words if about.problem is not None else about.client or about.person
        return Entry(None, str(named or _("News for you")), "", url, shown, more)
    ticket = about.ticket
    where = ""
    if reader.is_of_firm:
        where = ticket_words(ticket) if client else f"{ticket_words(ticket)}, {place_of(ticket)}"
    is_solved = ticket.status == Status.RESOLVED and any(one.about.kind == RESOLVED for one in facts)
    return Entry(ticket.pk, ticket.title, where, url, shown, more, asks=is_solved and not reader.is_of_firm)


def _what(facts: Sequence[Fact]) -> str:
    """What a list is of, when it is of one thing: for its subject."""
    topics = {one.topic for one in facts}
    for topic, what in ((NEW, "new"), (RECEIVED, "received"), (ASSIGNED, "assigned"), (UNDELIVERED, "undelivered")):
        if topics == {topic}:
            return what
    return "tickets" if all(one.about.ticket for one in facts) else "mixed"


def _actor_name(about: About, reader: User) -> str:
    if reader.is_of_firm or who_writes(about, reader):
        return about.event.actor.name if about.event.actor else ""
    return name_for_client(about.event.actor, about.ticket)
