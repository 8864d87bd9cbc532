"""A whole desk for one test: its own rows, its own queue, its own mail server, and workers that may be killed.

Variant "sqlite": SQLite and the queue on disk. Variant "postgresql": PostgreSQL and Redis, which the test may stop.
The processes are those of the product: their commands are read from its Procfiles.
"""

from __future__ import annotations

import base64
import json
import os
import random
import shlex
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from honcho.environ import parse_procfile

from tests.faults.length import LENGTH
from tests.faults.servers import PostgreSQL, Redis, bound_to_us, free_port, wait_until
from tests.faults.sink import Sink

ROOT: Final = Path(__file__).resolve().parent.parent.parent
PATIENCE: Final = 90  # seconds until something starts, or all is told when nothing is in the way
LONGEST_PAUSES: Final = 600  # seconds that the pauses of a few failures, and the claims of the dead, may take together
SENDING_THREADS: Final = 4  # --concurrency of the Procfiles
START_OFFICE: Final = "import django; django.setup(); from tests.faults import office; office.serve()"


@dataclass(frozen=True)
class Expected:
    """One change: who is told of it, and the mark that the mail carries."""

    event: int
    mark: str
    address: str


class Process:
    """A worker or the clock, in a process group of its own."""

    def __init__(self, command: list[str], environment: dict[str, str], log: Path) -> None:
        self.log = log
        with log.open("wb") as file:
            self.process = subprocess.Popen(
                bound_to_us(command),
                cwd=ROOT,
                env=environment,
                stdout=file,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def ready(self, words: str) -> None:
        """Wait until its log holds these words."""
        until = time.monotonic() + PATIENCE
        while words not in self.said():
            assert self.process.poll() is None, f"It ended at once:\n{self.said()}"
            assert time.monotonic() < until, f"It did not get ready:\n{self.said()}"
            time.sleep(0.02)

    def said(self) -> str:
        """Return what it wrote to its log."""
        return self.log.read_text(errors="replace")

    def kill(self) -> None:
        """End it as a power cut would."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(20)


class Office:
    """The other end of `tests.faults.office`: requests are answered in turn."""

    def __init__(self, environment: dict[str, str], log: Path) -> None:
        self.log = log
        with log.open("wb") as file:
            self._process = subprocess.Popen(
                bound_to_us([sys.executable, "-c", START_OFFICE]),
                cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=file, text=True,
            )  # fmt: skip
        self._lock = threading.Lock()

    def ask(self, request: str, **taken: Any) -> Any:
        """Return the answer; a request that raised fails the test with what it raised."""
        with self._lock:
            assert self._process.stdin is not None
            assert self._process.stdout is not None
            self._process.stdin.write(json.dumps([request, taken]) + "\n")
            self._process.stdin.flush()
            line = self._process.stdout.readline()
        answer = json.loads(line) if line else {"problem": "It ended", "where": self.log.read_text()}
        assert "problem" not in answer, f"{request}: {answer['problem']}\n{answer['where']}"
        return answer["answer"]

    def close(self) -> None:
        """Let it end in peace, so that SQLite puts everything into its one file."""
        try:
            self._process.communicate(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.communicate()


class OnDisk:
    """The ground that a small firm's desk stands on: SQLite, and the queue in a folder."""

    name = "sqlite"
    broker_url = "filesystem://localhost"

    def __init__(self, folder: Path) -> None:
        self._template = folder / "template.sqlite3"
        _prepare(folder, f"sqlite:///{self._template}", self.broker_url)

    def rows_for(self, folder: Path) -> str:
        """Return the DATABASE_URL of new rows with the cast."""
        shutil.copy(self._template, folder / "desk.sqlite3")
        return f"sqlite:///{folder / 'desk.sqlite3'}"


class OnServers:
    """The ground of the real thing: PostgreSQL and Redis, of the tests' own."""

    name = "postgresql"

    def __init__(self, folder: Path, postgresql: PostgreSQL, redis: Redis) -> None:
        self.postgresql, self.broker_url = postgresql, redis.address
        postgresql.run("CREATE DATABASE template_of_desks")
        _prepare(folder, postgresql.address("template_of_desks"), self.broker_url)

    def rows_for(self, folder: Path) -> str:
        """Return the DATABASE_URL of new rows with the cast."""
        self.postgresql.run(f'CREATE DATABASE "{folder.name}" TEMPLATE template_of_desks')
        return self.postgresql.address(folder.name)


Ground = OnDisk | OnServers


class Desk:
    """The desk of one test. `expected` grows with every commit."""

    def __init__(self, ground: Ground, folder: Path) -> None:
        self.ground, self.folder = ground, folder
        self.sink = Sink()
        self.sink.start()
        self.expected: list[Expected] = []
        self.took: list[float] = []  # milliseconds of each committed action
        self.dice = random.Random(4)
        self._processes: list[Process] = []
        self.environment = environment_of(folder, ground.rows_for(folder), ground.broker_url, self.sink.port)
        self._office = Office(self.environment, folder / "office.log")

    def ask(self, request: str, **taken: Any) -> Any:
        """Ask the process that lives on: see `tests.faults.office`."""
        return self._office.ask(request, **taken)

    def commit(self, count: int, *, unwoken: bool = False) -> list[Expected]:
        """Commit so many changes, each of which one person is told by mail and in the product.

        unwoken: nobody wakes a worker, as when the process dies after the commit.
        """
        made = self.ask("commit", count=count, unwoken=unwoken)
        self.took += [one.pop("took") for one in made]
        new = [Expected(**one) for one in made]
        self.expected += new
        return new

    def worker(self, **environment: str) -> Process:
        """Start a worker, with the clock in it on SQLite as in Procfile.local, and wait until it takes work."""
        process = self.start("worker", **environment)
        process.ready(" ready.")
        return process

    def clock(self) -> None:
        """Start the clock where it is a process of its own; on SQLite every worker has it."""
        if self.ground.name == "postgresql":
            self.start("beat").ready("beat: Starting...")

    def start(self, role: str, **environment: str) -> Process:
        """Start a process of the Procfile: "web", "worker" or "beat"."""
        procfile = ROOT / ("Procfile.local" if self.ground.name == "sqlite" else "Procfile")
        command = shlex.split(parse_procfile(procfile.read_text()).processes[role])
        name = f"{role}-{len(self._processes)}"
        command = [str(Path(sys.executable).parent / command[0]), *command[1:]]
        if role != "web":
            command += ["--loglevel", "INFO"]
        if role == "beat" or "--beat" in command:
            command += ["--schedule", str(self.folder / f"{name}.schedule")]
        process = Process(command, {**self.environment, **environment}, self.folder / f"{name}.log")
        self._processes.append(process)
        return process

    def logs(self) -> str:
        """Return what all its workers said."""
        return "\n".join(f"--- {process.log.name}\n{process.said()}" for process in self._processes)

    def is_told(self) -> bool:
        """Whether every mail that is expected was taken by the mail server, and noted."""
        return {(one.mark, one.address) for one in self.expected} <= self.sink.arrived() and not any(
            self.ask("outbox").values()
        )

    def wait_until_told(self, *, seconds: float = PATIENCE) -> float:
        """Wait until all that is expected was told by itself; return the seconds."""
        began = time.monotonic()
        while not self.is_told():
            assert time.monotonic() - began < seconds, self._what_is_missing(seconds)
            time.sleep(0.2)
        return time.monotonic() - began

    def wait_out(self, *, claims: bool = False) -> float:
        """Wait until all is told although rows wait for the end of a pause; return the seconds."""
        return self.wait_out_until(self.is_told, "all is told", claims=claims)

    def wait_out_until(self, it_is_so: Callable[[], bool], what: str, *, claims: bool = False) -> float:
        """Wait until it is so although rows wait for the end of a pause; return the seconds.

        In the short form the rows are made due whenever the mail server has heard nothing for two seconds.
        claims: claimed rows too, because nobody works on them any more.
        """
        began = time.monotonic()
        while not it_is_so():
            assert time.monotonic() - began < LONGEST_PAUSES, f"{what}: no. {self._what_is_missing(LONGEST_PAUSES)}"
            if not LENGTH.waits and self.sink.is_quiet(seconds=2):
                self.ask("make_due", claims=claims)
                self.ask("sweep", times=1)
            time.sleep(0.5)
        return time.monotonic() - began

    def _what_is_missing(self, seconds: float) -> str:
        missing = {(one.mark, one.address) for one in self.expected} - self.sink.arrived()
        return (
            f"After {seconds:.0f} s {len(missing)} of {len(self.expected)} mails have not come; waiting: {self.ask('outbox')}, "
            f"the last for {self.ask('latest_due'):.0f} s more; set aside: {self.ask('set_aside')}\n{self.logs()[-6000:]}"
        )

    def check_rows(self, *, refused: Collection[str] = ()) -> None:
        """Check that every (event, person, channel) expected is there, and that each mail was noted as sent.

        refused: addresses whose mails were not.
        """
        rows = [row for row in self.ask("rows") if row["event_table"] == "tickets.ticketevent"]
        have = {(row["event"], row["email"], row["channel"]) for row in rows}
        wanted = {(one.event, one.address, channel) for one in self.expected for channel in ("mail", "in_app")}
        assert wanted <= have, f"Nobody was told of {sorted(wanted - have)}"
        unsent = [
            row for row in rows if row["channel"] == "mail" and (row["state"] != "sent") != (row["email"] in refused)
        ]
        assert not unsent, unsent

    def check_once(self) -> None:
        """Check that no mail came twice, and no change was told to anybody by two mails."""
        twice = {mail: copies for mail, copies in self.sink.copies().items() if copies > 1}
        assert not twice, f"These came more than once: {twice}"
        self.check_one_mail_per_change()

    def check_one_mail_per_change(self) -> None:
        """Check that whoever was told of a change was told by one mail: copies of it have the same Message-ID."""
        mails: dict[tuple[str, str], set[str]] = {}
        for kept in self.sink.kept:
            for mark in kept.marks:
                mails.setdefault((mark, kept.address), set()).add(kept.message_id)
        told_twice = {what: ids for what, ids in mails.items() if len(ids) > 1}
        assert not told_twice, told_twice

    def unnoted(self) -> dict[str, int]:
        """Return how many copies the server has of each mail that the desk has not noted as sent: asked right after a kill.

        The server first hears the end of what the dead process had sent already.
        """
        wait_until(lambda: self.sink.talking == 0, "the connections of a dead worker end")
        noted = set(self.ask("sent"))
        return {mail: copies for mail, copies in self.sink.copies().items() if mail not in noted}

    def close(self) -> None:
        """End everything that it started."""
        for process in self._processes:
            process.kill()
        self._office.close()
        self.sink.stop()


def _prepare(folder: Path, database_url: str, broker_url: str) -> None:
    """Make the rows with the cast, once; each desk begins with a copy of them."""
    folder.mkdir()
    office = Office(environment_of(folder, database_url, broker_url, free_port()), folder / "office.log")
    office.ask("prepare")
    office.close()


def environment_of(folder: Path, database_url: str, broker_url: str, smtp_port: int) -> dict[str, str]:
    """The settings of a desk, as an administrator gives them; nothing else of the tests' own environment but the machine's."""
    machine = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TZ") if name in os.environ}
    return {
        **machine,
        "DJANGO_SETTINGS_MODULE": "fso_desk.settings",
        "DATABASE_URL": database_url,
        "BROKER_URL": broker_url,
        "REDIS_PREFIX": f"{folder.name}:",
        "VAR_DIR": str(folder),
        "EMAIL_URL": f"smtp://127.0.0.1:{smtp_port}",
        "SECRET_KEY": "only-for-tests-" * 5,
        "FIELD_KEY": base64.urlsafe_b64encode(b"only-for-tests-only-for-tests-12").decode(),
        "BASE_URL": "https://desk.test",
        "FIRM_NAME": "Lumen IT",
        "DESK_EMAIL": "desk@lumen-it.example",
        "LOG_LEVEL": "INFO",
        "PYTHONUNBUFFERED": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
