"""Real processes for tests: a Celery worker with its clock, and a mail server that keeps what it gets.

    def test_...(live_server, smtp_sink, start_worker, requester):
        worker = start_worker()                      # or the fixture `worker`, which is started already
        ...                                          # over HTTP, or by an action
        mails = smtp_sink.wait_for(2)                # parsed mails, in the order of arrival
        words_in(mails[0]), words_in(mails[0], "html")
        worker.stop(); worker.kill()                 # gently, or as a power cut would

Use them with `transactional_db` (or `live_server`): the worker is another process and sees only what is committed.
It reads the product's own settings, not those of the tests; the database, the folder of the queue and the addresses
are those of the test.
"""

from __future__ import annotations

import base64
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from aiosmtpd.controller import Controller
from django.conf import settings
from django.db import connection

from fso_desk.startup import make_var_folders

PATIENCE = 60  # seconds: the machine may be busy
ROOT = Path(settings.BASE_DIR)


class SmtpSink:
    """A mail server on a free port: it takes every mail and keeps it; `answers` lets it refuse the next ones."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.envelopes: list[tuple[str, list[str]]] = []
        self.answers: list[str] = []
        self.port = _free_port()
        self._arrived = threading.Condition()
        self._server = Controller(self, hostname="127.0.0.1", port=self.port)

    def start(self) -> None:
        self._server.start()

    def stop(self) -> None:
        self._server.stop()

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        """Answer 250 and keep the mail, or give the next of `answers` (such as "451 later") and keep nothing."""
        with self._arrived:
            if self.answers and not (answer := self.answers.pop(0)).startswith("2"):
                return answer
            mail = message_from_bytes(envelope.content, policy=policy.default)
            assert isinstance(mail, EmailMessage)
            self.mails.append(mail)
            self.envelopes.append((envelope.mail_from, envelope.rcpt_tos))
            self._arrived.notify_all()
        return "250 kept"

    def wait_for(self, count: int, *, seconds: float = PATIENCE) -> list[EmailMessage]:
        """Return the mails when there are at least so many; fail after so many seconds."""
        with self._arrived:
            there = self._arrived.wait_for(lambda: len(self.mails) >= count, timeout=seconds)
            assert there, f"{len(self.mails)} of {count} mails arrived: {[mail['Subject'] for mail in self.mails]}"
            return list(self.mails)

    def to(self, address: str) -> list[EmailMessage]:
        """Return the mails that went to this address."""
        return [mail for mail, (_, to) in zip(self.mails, self.envelopes, strict=True) if address in to]


class Worker:
    """`celery -A fso_desk worker --beat` in a process of its own."""

    def __init__(self, smtp_port: int, **environment: str) -> None:
        self.log = Path(settings.VAR_DIR) / f"worker-{time.monotonic_ns()}.log"
        self._environment = {**os.environ, **_environment_of_worker(smtp_port), **environment}
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> Worker:
        """Start it and wait until it takes work."""
        make_var_folders()
        schedule = Path(settings.VAR_DIR) / f"{self.log.stem}.schedule"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [
                    *(sys.executable, "-m", "celery", "-q", "-A", "fso_desk", "worker"),
                    *("--pool", "threads", "--concurrency", "4", "--loglevel", "INFO"),
                    *("--without-gossip", "--without-mingle", "--beat", "--schedule", str(schedule)),
                ],
                cwd=ROOT,
                env=self._environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        until = time.monotonic() + PATIENCE
        while b" ready." not in self.log.read_bytes():
            assert self.process.poll() is None, f"The worker ended at once:\n{self.said()}"
            assert time.monotonic() < until, f"The worker did not get ready:\n{self.said()}"
            time.sleep(0.05)
        return self

    def said(self) -> str:
        """Return what it wrote to its log."""
        return self.log.read_text(errors="replace")

    def stop(self) -> None:
        """Let it finish what it does, and end it."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """End it as a power cut would."""
        self._end(signal.SIGKILL)

    def _end(self, how: signal.Signals) -> None:
        if self.process is None or self.process.poll() is not None:
            return
        os.killpg(self.process.pid, how)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(20)


def words_in(mail: EmailMessage, part: str = "plain") -> str:
    """Return the text part of a mail, or its "html" part, decoded."""
    body = mail.get_body((part,))
    assert isinstance(body, EmailMessage), f"There is no {part} part"
    return str(body.get_content())


@pytest.fixture
def smtp_sink() -> Iterator[SmtpSink]:
    sink = SmtpSink()
    sink.start()
    yield sink
    sink.stop()


@pytest.fixture
def start_worker(transactional_db: None, smtp_sink: SmtpSink) -> Iterator[Callable[[], Worker]]:
    """A function that starts a worker; all of them end before the rows of the test go."""
    started: list[Worker] = []

    def start() -> Worker:
        started.append(Worker(smtp_sink.port))
        return started[-1].start()

    yield start
    for worker in started:
        worker.stop()


@pytest.fixture
def worker(start_worker: Callable[[], Worker]) -> Worker:
    """A worker that takes work."""
    return start_worker()


def _environment_of_worker(smtp_port: int) -> dict[str, str]:
    return {
        "DJANGO_SETTINGS_MODULE": "fso_desk.settings",
        "DATABASE_URL": _database_url(),
        "BROKER_URL": settings.BROKER_URL,
        "REDIS_PREFIX": settings.REDIS_PREFIX,
        "VAR_DIR": str(settings.VAR_DIR),
        "EMAIL_URL": f"smtp://127.0.0.1:{smtp_port}",
        "SECRET_KEY": "only-for-tests-" * 5,
        "FIELD_KEY": base64.urlsafe_b64encode(b"only-for-tests-only-for-tests-12").decode(),
        "BASE_URL": settings.BASE_URL,
        "FIRM_NAME": settings.FIRM_NAME,
        "FIRM_PHONE": settings.FIRM_PHONE,
        "DESK_EMAIL": settings.DESK_EMAIL,
        "LOG_LEVEL": "INFO",
        "PYTHONUNBUFFERED": "1",
    }


def _database_url() -> str:
    """The address of the database that the tests use, not of the one they were made from."""
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{database['NAME']}"
    user, password = quote(database["USER"]), quote(database["PASSWORD"] or "")
    who = f"{user}:{password}" if password else user
    return f"postgres://{who}@{database['HOST']}:{database['PORT']}/{database['NAME']}"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
