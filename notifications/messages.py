"""What a mail says: subject, text and HTML by kind and by audience, in the reader's language and time zone."""

from collections.abc import Sequence
from dataclasses import dataclass
from email.mime.image import MIMEImage
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import User
from accounts.queries import face_for
from notifications.about import About, name_for_client
from notifications.letters import Letter, address_of, headers_of, subject_of
from notifications.models import Delivery
from notifications.passages import passages_for
from notifications.sentences import sentence_for
from notifications.topics import Topic
from tickets.events import ANSWERED


@dataclass(frozen=True)
class Told:
    """One fact that a mail tells, under which topic, and whether its reader has read it on a page meanwhile."""

    about: About
    topic: Topic
    is_read: bool = False


@dataclass(frozen=True)
class Line:
    """What else happened, in a sentence."""

    sentence: str
    at: Any


@dataclass(frozen=True)
class Entry:
    """A ticket in a list, with what happened to it; a confidential one shows its number only."""

    number: int | None
    title: str
    url: str
    lines: Sequence[Line]


def write(delivery: Delivery, told: Sequence[Told], *, reader: User) -> Letter | None:
    """Write the mail that tells these facts: about one ticket, or a list of several; None when there is nothing to say."""
    if not told:
        return None
    with translation.override(reader.language), timezone.override(reader.time_zone):
        if delivery.purpose == Delivery.Purpose.NEWS:
            return _about_one(told, reader, delivery.message_id)
        return _list(delivery, told, reader)


def _about_one(told: Sequence[Told], reader: User, message_id: str) -> Letter:
    """The latest words of a person lead, else the latest fact; what else happened stands below in a line each."""
    lead = next((one for one in reversed(told) if not one.topic.words_of), told[-1])
    others = [
        Line(sentence_for(one.about.event, reader), one.about.event.occurred_at) for one in told if one is not lead
    ]
    return letter_about(lead, reader=reader, message_id=message_id, others=others)


def letter_about(lead: Told, *, reader: User, message_id: str, others: Sequence[Line] = ()) -> Letter:
    """Write the mail that tells this reader of this fact: text and HTML say the same.

    The reader must have an address. Links start with BASE_URL, never with what a request said.
    """
    about = lead.about
    takes = _takes(lead, reader) | {"others": others}
    face = _face_of(takes["writes"], reader)
    number = about.ticket.pk if about.ticket else None
    return _letter(_trio_of(lead, reader), takes, reader, message_id, number=number, writes=takes["writes"], face=face)


def _list(delivery: Delivery, told: Sequence[Told], reader: User) -> Letter:
    entries: dict[int | None, list[Told]] = {}
    for one in told:
        entries.setdefault(one.about.ticket.pk if one.about.ticket else None, []).append(one)
    takes = _frame(reader) | {
        "entries": [_entry(group, reader) for group in entries.values()],
        "are_new": all(one.about.kind in {"reported", "recorded"} for one in told),
    }
    trio = f"mail/{'firm' if reader.is_of_firm else 'client'}/{delivery.purpose}"
    return _letter(trio, takes, reader, delivery.message_id)


def _entry(told: Sequence[Told], reader: User) -> Entry:
    about = told[0].about
    lines = [Line(sentence_for(one.about.event, reader), one.about.event.occurred_at) for one in told]
    is_shown = about.ticket is not None and not about.ticket.confidential
    return Entry(
        about.ticket.pk if about.ticket else None,
        about.ticket.title if about.ticket and is_shown else "",
        page_of(about),
        lines if is_shown or about.ticket is None else (),
    )


def _letter(
    trio: str,
    takes: dict[str, Any],
    reader: User,
    message_id: str,
    *,
    number: int | None = None,
    writes: User | None = None,
    face: MIMEImage | None = None,
) -> Letter:
    mail = Letter(
        subject=subject_of(render_to_string(f"{trio}.subject.txt", takes), number),
        body=render_to_string(f"{trio}.txt", takes).strip() + "\n",
        from_email=settings.DESK_EMAIL,
        to=[address_of(reader)],
        reply_to=[settings.DESK_EMAIL],
        headers=headers_of(message_id, writes=writes, ticket_number=number),
    )
    mail.attach_alternative(render_to_string(f"{trio}.html", {**takes, "has_face": face is not None}), "text/html")
    if face is not None:
        mail.attach(face)
    return mail


def page_of(about: About) -> str:
    """Return the full address of the page where the reader goes on."""
    path = reverse("tickets:show", args=[about.ticket.pk]) if about.ticket else "/"
    return f"{settings.BASE_URL}{path}"


def _trio_of(told: Told, reader: User) -> str:
    """A confidential ticket has one mail for everything: that there is news."""
    is_hidden = told.about.ticket is not None and told.about.ticket.confidential
    name = "confidential" if is_hidden else told.topic.words_of or told.about.kind
    return f"mail/{'firm' if reader.is_of_firm else 'client'}/{name}"


def _frame(reader: User) -> dict[str, Any]:
    """What every mail takes."""
    return {
        "reader": reader,
        "base_url": settings.BASE_URL,
        "firm_name": settings.FIRM_NAME,
        "firm_phone": settings.FIRM_PHONE,
        "language": translation.get_language(),
    }


def _takes(told: Told, reader: User) -> dict[str, Any]:
    about = told.about
    actor = about.event.actor
    return _frame(reader) | {
        "ticket": about.ticket,
        "client": about.client,
        "person": about.person,
        "kind": about.kind,
        "topic": told.topic,
        "facts": about.facts,
        "actor": actor,
        "by": _handed_back_by(about),
        "writes": _who_writes(about, reader),
        "name": _actor_name(about, reader),
        "sentence": sentence_for(about.event, reader) if told.topic.words_of else "",
        "passages": passages_for(reader, about),
        "page_url": page_of(about),
    }


def _face_of(writes: User | None, reader: User) -> MIMEImage | None:
    """The photo beside the name, inside the mail: nothing is loaded from anywhere. None where the reader sees none."""
    photo = face_for(reader, writes.pk) if writes is not None else None
    if photo is None:
        return None
    image = MIMEImage(bytes(photo.picture), "webp")
    image.add_header("Content-ID", "<face>")
    image.add_header("Content-Disposition", "inline")
    return image


def _handed_back_by(about: About) -> User | None:
    number = about.facts.get("by")
    return User.objects.get_queryset().filter(pk=number).first() if isinstance(number, int) else about.event.actor


def _who_writes(about: About, reader: User) -> User | None:
    """The colleague in whose name the mail comes: never a client's person, and nobody in confidence.

    People of the client get mail of who stays the face, and of whoever wrote to them himself.
    """
    actor: User | None = about.event.actor
    if actor is None or not actor.is_of_firm or (about.ticket is not None and about.ticket.confidential):
        return None
    is_known = reader.is_of_firm or about.kind == ANSWERED or about.ticket is None
    return actor if is_known or (about.ticket is not None and actor.pk == about.ticket.contact_id) else None


def _actor_name(about: About, reader: User) -> str:
    if reader.is_of_firm or _who_writes(about, reader):
        return about.event.actor.name if about.event.actor else ""
    return name_for_client(about.event.actor, about.ticket)
