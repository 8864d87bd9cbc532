"""A mail server that keeps every copy it gets, with the time, and can be told to be difficult."""

from __future__ import annotations

import asyncio
import re
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from enum import Enum
from typing import Final

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.faults.servers import free_port
from tests.processes import words_in

MARK: Final = re.compile(r"mark-\w+")


class Mood(Enum):
    """How the server behaves; changed while it runs."""

    TAKES = "takes every mail"
    BUSY = "answers 451"
    HANGS = "takes connections and answers no sender"
    DROPS = "keeps the mail and hangs up instead of answering"


@dataclass(frozen=True)
class Kept:
    """One copy of a mail. at: when it came whole (monotonic seconds). marks: those of the changes that it tells of."""

    at: float
    message_id: str
    address: str
    marks: frozenset[str]
    subject: str


class Sink:
    """The server. `kept` holds every copy in the order of arrival, `refused` counts what was not taken, by answer."""

    def __init__(self) -> None:
        self.kept: list[Kept] = []
        self.refused: Counter[str] = Counter()
        self.mood = Mood.TAKES
        self.unknown: set[str] = set()  # addresses that get a 550
        self.slow = 0.0  # seconds that it thinks about each mail
        self.full: set[str] = set()  # addresses that get a 451
        self.after_next: Callable[[], None] | None = None  # called once, right after the next 250 was written
        self.talking = 0  # connections that are open now
        self.hearing = 0  # mails that are being handed over now
        self._heard_at = time.monotonic()
        self._lock = threading.Lock()
        self.port = free_port()
        self._server = _Controller(self, hostname="127.0.0.1", port=self.port)

    def start(self) -> None:
        self._server.start()

    def stop(self) -> None:
        self._server.stop()

    def copies(self) -> Counter[str]:
        """How many copies of each Message-ID came."""
        return Counter(one.message_id for one in list(self.kept))

    def is_quiet(self, *, seconds: float) -> bool:
        """Whether nobody has begun or ended to hand over a mail for so long."""
        return self.hearing == 0 and time.monotonic() - self._heard_at > seconds

    def arrived(self) -> set[tuple[str, str]]:
        """Each (mark of a change, address) that a mail told."""
        return {(mark, one.address) for one in list(self.kept) for mark in one.marks}

    # What aiosmtpd calls. The names are its own.

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self._heard_at = time.monotonic()
        if self.mood is Mood.HANGS:
            self.refused["hung"] += 1
            self.hearing += 1
            try:
                await asyncio.Event().wait()
            finally:
                self.hearing -= 1
                self._heard_at = time.monotonic()
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.unknown:
            self.refused["550"] += 1
            return "550 5.1.1 nobody of that name here"
        if address in self.full:
            self.refused["451"] += 1
            return "451 4.2.2 the mailbox is full"
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        self._heard_at = time.monotonic()
        self.hearing += 1
        await asyncio.sleep(self.slow)
        self.hearing -= 1
        if self.mood is Mood.BUSY:
            self.refused["451"] += 1
            return "451 4.3.0 later"
        self._keep(envelope)
        if self.mood is Mood.DROPS:
            self.refused["dropped"] += 1
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
        if (then := self.after_next) is not None:
            self.after_next = None
            asyncio.get_running_loop().call_soon(then)  # the answer is written first
        return "250 kept"

    def _keep(self, envelope: Envelope) -> None:
        assert isinstance(envelope.content, bytes)
        mail = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        marks = frozenset(MARK.findall(words_in(mail)))
        with self._lock:
            for address in envelope.rcpt_tos:
                self.kept.append(Kept(time.monotonic(), mail["Message-ID"], address, marks, str(mail["Subject"])))


class _Controller(Controller):
    """The server's thread; it counts the open connections."""

    def factory(self) -> SMTP:
        sink: Sink = self.handler

        class Counted(SMTP):
            def connection_made(self, transport: asyncio.BaseTransport) -> None:
                sink.talking += 1
                super().connection_made(transport)

            def connection_lost(self, error: Exception | None) -> None:
                sink.talking -= 1
                super().connection_lost(error)

        return Counted(self.handler, **self.SMTP_kwargs)
