"""What a mail says: subject, text and HTML by kind and by audience, in the reader's language and time zone."""

import unicodedata
from email.mime.image import MIMEImage
from email.utils import formataddr
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import User
from accounts.queries import face_for
from notifications.about import About, name_for_client
from notifications.passages import passages_for
from tickets.events import ANSWERED

LONGEST_SUBJECT: Final = 200  # characters
ENDS_A_LINE: Final = {"Cc", "Cs", "Zl", "Zp"}  # controls, halves of characters, line and paragraph ends
UNSEEN: Final = "Cf"  # marks that turn the reading direction, invisible spaces
JOINERS: Final = "\u200c\u200d"  # invisible too, but names and emoji are written with them


class Letter(EmailMultiAlternatives):
    """A mail whose attachments are parts of its page, not files."""

    mixed_subtype = "related"


def mail_about(about: About, *, reader: User, message_id: str) -> Letter:
    """Write the mail that tells this reader of this fact: text and HTML say the same.

    The reader must have an address. Links start with BASE_URL, never with what a request said.
    """
    with translation.override(reader.language), timezone.override(reader.time_zone):
        trio = f"mail/{'firm' if reader.is_of_firm else 'client'}/{_name_of(about)}"
        takes = _takes(about, reader)
        face = _face_of(takes["writes"], reader)
        mail = Letter(
            subject=_subject(render_to_string(f"{trio}.subject.txt", takes), about),
            body=render_to_string(f"{trio}.txt", takes).strip() + "\n",
            from_email=settings.DESK_EMAIL,
            to=[formataddr((one_line(reader.name, 120), str(reader.email)))],
            reply_to=[settings.DESK_EMAIL],
            headers=_headers(about, reader, message_id),
        )
        mail.attach_alternative(render_to_string(f"{trio}.html", {**takes, "has_face": face is not None}), "text/html")
        if face is not None:
            mail.attach(face)
    return mail


def one_line(text: str, longest: int) -> str:
    """Return a text fit for a header: one line, no invisible marks, nothing a mail program decodes, of this length."""
    seen = "".join(_in_a_line(sign) for sign in text)
    # Split at the plain space alone: the no-break one, which French puts before a colon, stays.
    line = " ".join(part for part in seen.replace("=?", "= ?").split(" ") if part.strip())
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"


def _in_a_line(sign: str) -> str:
    kind = unicodedata.category(sign)
    if kind in ENDS_A_LINE:
        return " "
    return "" if kind == UNSEEN and sign not in JOINERS else sign


def page_of(about: About) -> str:
    """Return the full address of the page where the reader goes on."""
    path = reverse("tickets:show", args=[about.ticket.pk]) if about.ticket else "/"
    return f"{settings.BASE_URL}{path}"


def _name_of(about: About) -> str:
    """A confidential ticket has one mail for everything: that there is news."""
    return "confidential" if about.ticket is not None and about.ticket.confidential else about.kind


def _takes(about: About, reader: User) -> dict[str, Any]:
    actor = about.event.actor
    return {
        "ticket": about.ticket,
        "client": about.client,
        "kind": about.kind,
        "facts": about.facts,
        "actor": actor,
        "by": _handed_back_by(about),
        "writes": _who_writes(about, reader),
        "name": _actor_name(about, reader),
        "reader": reader,
        "passages": passages_for(reader, about),
        "page_url": page_of(about),
        "base_url": settings.BASE_URL,
        "firm_name": settings.FIRM_NAME,
        "firm_phone": settings.FIRM_PHONE,
        "language": translation.get_language(),
    }


def _subject(words: str, about: About) -> str:
    subject = one_line(words, LONGEST_SUBJECT)
    return f"[{about.ticket.pk}] {subject}" if about.ticket else subject


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


def _headers(about: About, reader: User, message_id: str) -> dict[str, str]:
    firm, writes = one_line(settings.FIRM_NAME, 80), _who_writes(about, reader)
    name = f"{one_line(writes.name, 120)} ({firm})" if writes else firm
    headers = {
        "From": formataddr((name, settings.DESK_EMAIL)),
        "Message-ID": message_id,
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }
    if about.ticket is not None:
        # All mails about one ticket hang on one message that was never sent, and so stand together in a mailbox.
        thread = f"<ticket-{about.ticket.pk}@{urlsplit(settings.BASE_URL).hostname}>"
        headers |= {"In-Reply-To": thread, "References": thread}
    return headers
