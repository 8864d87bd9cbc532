"""How an alarm leaves the desk: a text message through a provider's mail address, or a signed call of the firm's own."""

import hashlib
import hmac
import json
import re
import time
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import urlsplit

import requests
from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from requests.exceptions import RequestException
from urllib3.exceptions import HTTPError

from accounts.models import User
from notifications import in_time
from notifications.about import About
from notifications.channels import NotSent, send_mail
from notifications.letters import one_line
from tickets.models import Ticket

MAIL: Final = "mailto:"
SECONDS: Final = 5  # to connect, and for each silence of the other side
SECONDS_OF_ALL: Final = 15  # for the whole call, however it is spent
SECONDS_OF_WORDS: Final = 10  # for all that the other side says after its status
LONGEST_ANSWER: Final = 10_000  # bytes
LONGEST_TEXT: Final = 160  # characters: one text message
LONGEST_CLIENT: Final = 40
LONGEST_SUBJECT: Final = 120
LEFT_OUT: Final = ", ..."
SHORTEST_TITLE: Final = 12  # less than that says nothing
SHORTEST_SECRET: Final = 8  # a shorter piece of the address is a common word
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


def send_alarm(person: User, *facts: About, key: str) -> None:
    """Call this person once about all these P1s that nobody has in hand. Each fact is a ``p1_called``.

    key: the message id, the same at each try. Raises NotSent: for good without a phone number or setting, and when the
    other side says that it will never take this; all else may pass.
    """
    rounds = {one.ticket: int(one.facts["round"]) for one in facts if one.ticket is not None}
    if not rounds:
        raise NotSent("not about a ticket", permanent=True)
    if not is_set():
        raise NotSent("ALARM_URL is not set", permanent=True)
    phone = _phone_of(person)
    if settings.ALARM_URL.startswith(MAIL):
        _send_text(person, list(rounds), phone, key)
    else:
        _call(rounds, phone, key)


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


def _send_text(person: User, tickets: Sequence[Ticket], phone: str, key: str) -> None:
    address = settings.ALARM_URL.removeprefix(MAIL).replace("{phone}", phone.removeprefix("+"))
    with translation.override(person.language):
        mail = EmailMessage(
            subject=f"P1 {_listed([_named(one) for one in tickets], LONGEST_SUBJECT)}",
            body=_text(tickets[0]) if len(tickets) == 1 else _text_of_several(tickets),
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
    if ticket.confidential:
        said = _("P1 %(number)d: nobody has it in hand.") % {"number": ticket.pk}
    else:
        said = _("P1 %(number)d, %(client)s: nobody has it in hand.") % {
            "number": ticket.pk,
            "client": _client_of(ticket),
        }
    said = _plain(said)
    link = settings.BASE_URL + reverse("tickets:show", args=[ticket.pk])
    parts = [said, link] if len(said) + 1 + len(link) <= LONGEST_TEXT else [said]
    room = LONGEST_TEXT - len(" ".join(parts)) - 1
    if not ticket.confidential and room >= SHORTEST_TITLE:
        parts.insert(1, _plain(ticket.title)[:room].rstrip())
    return " ".join(filter(None, parts))[:LONGEST_TEXT]


def _text_of_several(tickets: Sequence[Ticket]) -> str:
    """One text message: how many wait, as many of them as there is room for, and the link to the list of all."""
    link = settings.BASE_URL + reverse("tickets:queue")
    said = _plain(_("%(count)d P1s wait:") % {"count": len(tickets)})
    names = _listed([_named(one) for one in tickets], LONGEST_TEXT - len(said) - len(link) - 2)
    return " ".join([said, names, link])[:LONGEST_TEXT]


def _named(ticket: Ticket) -> str:
    """A ticket in few words. The provider is a stranger: of a confidential one it learns the number only."""
    return str(ticket.pk) if ticket.confidential else f"{ticket.pk} {_client_of(ticket)}".rstrip()


def _client_of(ticket: Ticket) -> str:
    return _plain(ticket.client.name)[:LONGEST_CLIENT].rstrip()


def _listed(names: Sequence[str], room: int) -> str:
    """The first of these names, as many as have room; what is left out shows."""
    for shown in range(len(names), 0, -1):
        listed = ", ".join(names[:shown]) + (LEFT_OUT if shown < len(names) else "")
        if len(listed) <= room:
            return listed
    return LEFT_OUT.strip(", ")


def _plain(text: str) -> str:
    """On one line fit for a header too, in signs that every telephone shows, each as one."""
    split = unicodedata.normalize("NFKD", text.translate(_OF_ITS_OWN))
    line = " ".join(split.encode("ascii", "ignore").decode().split())
    return one_line(line, 2 * len(line))  # whole: who calls this knows how much room there is


# ---- a signed call ----


def _call(rounds: Mapping[Ticket, int], phone: str, key: str) -> None:
    """The first P1 is said as if it were alone; those beside it stand under "also", so that a simple receiver needs no more."""
    first, *others = [_said_of(ticket, number) for ticket, number in rounds.items()]
    said = first | {"phone": phone, "message_id": key, "sent_at": timezone.now().isoformat()}
    if others:
        said["also"] = others
    body = json.dumps(said, sort_keys=True).encode()
    try:
        with in_time.post(
            settings.ALARM_URL, body=body, headers=_signed(body), silence=SECONDS, whole=SECONDS_OF_ALL
        ) as answer:
            _judge(answer)
    except RequestException as away:
        # Its text holds the whole address, and part of that may be a secret.
        raise NotSent(f"{type(away).__name__}: {_host()}", permanent=False) from None


def _said_of(ticket: Ticket, number: int) -> dict[str, Any]:
    said: dict[str, Any] = {"ticket": ticket.pk, "round": number}
    return said if ticket.confidential else said | {"client": ticket.client.name, "title": ticket.title}


def _host() -> str:
    return urlsplit(settings.ALARM_URL).hostname or ""


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
    return _without_address(" ".join(said.decode("utf-8", "replace").replace("\0", "").split()))


def _without_address(words: str) -> str:
    """Who answers that nothing is found often says where: what follows the host may be a secret, as a whole or a part of it."""
    address = urlsplit(settings.ALARM_URL)
    wholes = (address.query, address.path.rstrip("/"))
    pieces = [one for whole in wholes for one in re.split(r"[/&=]", whole) if len(one) >= SHORTEST_SECRET]
    for part in filter(None, (*wholes, *pieces)):
        words = words.replace(part, "...")
    return words
