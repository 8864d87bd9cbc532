"""How an alarm leaves the desk: a text message through a provider's mail address, or a signed call of the firm's own."""

import hashlib
import hmac
import json
import re
import time
import unicodedata
from typing import Any, Final

import requests
from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from requests.exceptions import RequestException
from urllib3.exceptions import HTTPError

from accounts.models import User
from notifications.about import About
from notifications.channels import NotSent, send_mail
from tickets.models import Ticket

MAIL: Final = "mailto:"
SECONDS: Final = 5  # to connect, and for each silence of the other side
SECONDS_OF_WORDS: Final = 10  # for all that the other side says after its status
LONGEST_ANSWER: Final = 10_000  # bytes
LONGEST_TEXT: Final = 160  # characters: one text message
LONGEST_CLIENT: Final = 40
SHORTEST_TITLE: Final = 12  # less than that says nothing
MAY_PASS: Final = frozenset({408, 429})

_LOOKS_LIKE_A_NUMBER: Final = re.compile(r"\+?[0-9\s()./-]+")
_OF_ITS_OWN: Final = str.maketrans(
    {"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "€": "EUR"}
    | dict.fromkeys("‘’‚′", "'")
    | dict.fromkeys("“”„«»", '"')
    | dict.fromkeys("‐‑‒–—", "-")
)


def is_set() -> bool:
    """Whether alarms leave the desk at all; without the setting people are told by mail and in the product."""
    return bool(settings.ALARM_URL)


def send_alarm(person: User, about: About, *, key: str) -> None:
    """Call this person about a P1 that nobody has in hand. The fact is a ``p1_called``.

    key: the message id, the same at each try. Raises NotSent: for good without a phone number or setting, and when the
    other side says that it will never take this; all else may pass.
    """
    if about.ticket is None:
        raise NotSent("not about a ticket", permanent=True)
    if not is_set():
        raise NotSent("ALARM_URL is not set", permanent=True)
    phone = _phone_of(person)
    if settings.ALARM_URL.startswith(MAIL):
        _send_text(person, about.ticket, phone, key)
    else:
        _call(about.ticket, phone, about.facts, key)


def _phone_of(person: User) -> str:
    """The number as machines dial it: "+32475123456", or as it is dialled within the country."""
    written = person.phone.strip()
    if not written:
        raise NotSent("no phone number", permanent=True)
    dialled = re.sub(r"^00", "+", re.sub(r"[\s./-]", "", written))
    if dialled.startswith("+"):
        dialled = dialled.replace("(0)", "")  # "+32 (0)475": the zero is for callers within the country
    digits = re.sub(r"[^0-9]", "", dialled)
    if not _LOOKS_LIKE_A_NUMBER.fullmatch(written) or not 6 <= len(digits) <= 15:
        raise NotSent("no phone number that a machine can dial", permanent=True)
    return f"+{digits}" if dialled.startswith("+") else digits


# ---- a text message ----


def _send_text(person: User, ticket: Ticket, phone: str, key: str) -> None:
    address = settings.ALARM_URL.removeprefix(MAIL).replace("{phone}", phone.removeprefix("+"))
    with translation.override(person.language):
        mail = EmailMessage(
            subject=f"P1 {ticket.pk} {_plain(ticket.client.name)[:LONGEST_CLIENT]}",
            body=_text(ticket),
            to=[address],
            headers={"Message-ID": key, "Auto-Submitted": "auto-generated", **settings.MAIL_HEADERS},
        )
    try:
        send_mail(mail)
    except NotSent as problem:
        # What the provider refuses says nothing about the person's own address.
        raise NotSent(problem.words, permanent=problem.permanent) from problem


def _text(ticket: Ticket) -> str:
    """One text message of plain signs: what it is, perhaps its title, and the link while there is room."""
    said = _plain(
        _("P1 %(number)d, %(client)s: nobody has it in hand.")
        % {"number": ticket.pk, "client": _plain(ticket.client.name)[:LONGEST_CLIENT].rstrip()}
    )
    link = settings.BASE_URL + reverse("tickets:show", args=[ticket.pk])
    parts = [said, link] if len(said) + 1 + len(link) <= LONGEST_TEXT else [said]
    room = LONGEST_TEXT - len(" ".join(parts)) - 1
    if not ticket.confidential and room >= SHORTEST_TITLE:
        parts.insert(1, _plain(ticket.title)[:room].rstrip())
    return " ".join(filter(None, parts))[:LONGEST_TEXT]


def _plain(text: str) -> str:
    """On one line, in signs that every telephone shows, each as one."""
    split = unicodedata.normalize("NFKD", text.translate(_OF_ITS_OWN))
    return " ".join(split.encode("ascii", "ignore").decode().split())


# ---- a signed call ----


def _call(ticket: Ticket, phone: str, facts: dict[str, Any], key: str) -> None:
    said: dict[str, Any] = {
        "ticket": ticket.pk,
        "client": ticket.client.name,
        "phone": phone,
        "round": facts["round"],
        "message_id": key,
        "sent_at": timezone.now().isoformat(),
    }
    if not ticket.confidential:
        said["title"] = ticket.title
    body = json.dumps(said, sort_keys=True).encode()
    try:
        # Closed at the end: of a long answer only the beginning is taken.
        with requests.post(
            settings.ALARM_URL,
            data=body,
            headers=_signed(body),
            timeout=SECONDS,
            allow_redirects=False,
            stream=True,
        ) as answer:
            _judge(answer)
    except RequestException as away:
        raise NotSent(f"{type(away).__name__}: {away}"[:1000], permanent=False) from away


def _signed(body: bytes) -> dict[str, str]:
    """The receiver computes HMAC-SHA256 over "timestamp.body", and refuses a timestamp that is old."""
    timestamp = str(int(time.time()))
    signature = hmac.new(settings.ALARM_SECRET.encode(), f"{timestamp}.".encode() + body, hashlib.sha256).hexdigest()
    return {
        "Content-Type": "application/json",
        "Accept-Encoding": "identity",
        "User-Agent": "FSO Desk",
        "X-Timestamp": timestamp,
        "X-Signature": f"sha256={signature}",
    }


def _judge(answer: requests.Response) -> None:
    code = answer.status_code
    if 200 <= code < 300:
        return
    raise NotSent(f"{code} {_words_of(answer)}"[:1000], permanent=400 <= code < 500 and code not in MAY_PASS)


def _words_of(answer: requests.Response) -> str:
    """What the other side says to it, at most LONGEST_ANSWER bytes of it and not for longer than it may take."""
    said, until = b"", time.monotonic() + SECONDS_OF_WORDS
    try:
        while len(said) < LONGEST_ANSWER and time.monotonic() < until:
            part = answer.raw.read1(LONGEST_ANSWER - len(said))
            if not part:
                break
            said += part
    except (RequestException, OSError, HTTPError):
        pass  # its status says enough
    return " ".join(said.decode("utf-8", "replace").replace("\0", "").split())
