"""A mail before it has words: headers that stand alone, a subject of one line, parts that belong together."""

import unicodedata
import uuid
from email.utils import formataddr
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from accounts.models import User

LONGEST_SUBJECT: Final = 200  # characters
ENDS_A_LINE: Final = {"Cc", "Cs", "Zl", "Zp"}  # controls, halves of characters, line and paragraph ends
UNSEEN: Final = "Cf"  # marks that turn the reading direction, invisible spaces
JOINERS: Final = "\u200c\u200d"  # invisible too, but names and emoji are written with them


class Letter(EmailMultiAlternatives):
    """A mail whose attachments are parts of its page, not files."""

    mixed_subtype = "related"
    trio = ""  # the templates that it was written with, e.g. "mail/client/answered"


def new_message_id() -> str:
    """Return a Message-ID that no other mail has."""
    return f"<{uuid.uuid4()}@{urlsplit(settings.BASE_URL).hostname}>"


def address_of(person: User) -> str:
    """Return the address line of this person, who must have an address."""
    return _mailbox(one_line(person.name, 120), str(person.email))


def sender_of(writes: User | None) -> str:
    """Return the address line of who sends: the desk, in the name of this colleague (None = the firm)."""
    firm = one_line(settings.FIRM_NAME, 80)
    name = f"{one_line(writes.name, 120)} ({firm})" if writes else firm
    return _mailbox(name, settings.DESK_EMAIL)


def headers_of(message_id: str, *, ticket_number: int | None, stop_url: str = "") -> dict[str, str]:
    """Return the headers of a mail: where it stands in a mailbox, and how to stop its like.

    message_id: the same each time this mail is tried. stop_url: where a press stops mails of this kind ("" = nowhere).
    """
    firm, host = one_line(settings.FIRM_NAME, 80), urlsplit(settings.BASE_URL).hostname
    headers = {
        "Message-ID": message_id,
        "List-Id": f"{firm_in_header(firm)} <desk.{host}>",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        **settings.MAIL_HEADERS,
    }
    if ticket_number is not None:
        # All mails about one ticket hang on one message that was never sent, and so stand together in a mailbox.
        thread = f"<ticket-{ticket_number}@{host}>"
        headers |= {"In-Reply-To": thread, "References": thread}
    if stop_url:
        # RFC 8058: the reader's mail program shows a button of its own, which posts there.
        headers |= {"List-Unsubscribe": f"<{stop_url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return headers


def subject_of(words: str, ticket_number: int | None) -> str:
    """Return the subject line, with the number of the ticket in front."""
    subject = one_line(words, LONGEST_SUBJECT)
    return subject if ticket_number is None else f"[{ticket_number}] {subject}"


def one_line(text: str, longest: int) -> str:
    """Return a text fit for a header: one line, no invisible marks, nothing a mail program decodes, of this length."""
    seen = "".join(_in_a_line(sign) for sign in text)
    # Split at the plain space alone: the no-break one, which French puts before a colon, stays.
    line = " ".join(part for part in seen.replace("=?", "= ?").split(" ") if part.strip())
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"


def firm_in_header(name: str) -> str:
    """Return a name fit to stand before the angle brackets of a header, quoted where it needs to be."""
    return formataddr((name, "x@x")).rsplit(" ", 1)[0]


def _mailbox(name: str, address: str) -> str:
    """An address line in plain letters: a mail server gets it encoded by Django, a provider does that itself."""
    if name.isascii():
        return formataddr((name, address))
    quoted = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{quoted}" <{address}>'


def _in_a_line(sign: str) -> str:
    kind = unicodedata.category(sign)
    if kind in ENDS_A_LINE:
        return " "
    return "" if kind == UNSEEN and sign not in JOINERS else sign
