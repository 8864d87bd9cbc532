"""A desk of real processes to measure the telling on: mail server, web, a worker of ours, a worker of the bare way."""

from __future__ import annotations

import base64
import http.client
import os
import secrets
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

ROOT = Path(__file__).resolve().parent.parent
POSTGRES = os.environ.get("BENCH_POSTGRES", "postgres://postgres@127.0.0.1:5432")
REDIS = os.environ.get("BENCH_REDIS", "redis://127.0.0.1:6379/9")
PATIENCE = 120  # seconds
TICKETS = 50


@contextmanager
def embedded(folder: Path) -> Iterator[dict[str, str]]:
    """SQLite and a queue on the disk."""
    yield {"DATABASE_URL": f"sqlite:///{folder / 'bench.sqlite3'}", "BROKER_URL": "filesystem://localhost"}


@contextmanager
def on_servers(_folder: Path) -> Iterator[dict[str, str]]:
    """A database of its own on PostgreSQL, dropped in the end, and keys of its own on Redis."""
    import psycopg2  # noqa: PLC0415 - only this way needs it

    name = f"fso_desk_bench_{os.getpid()}"

    def on_server(statement: str) -> None:
        connection = psycopg2.connect(f"{POSTGRES}/postgres")
        connection.autocommit = True
        connection.cursor().execute(statement)
        connection.close()

    on_server(f'CREATE DATABASE "{name}"')
    try:
        yield {"DATABASE_URL": f"{POSTGRES}/{name}", "BROKER_URL": REDIS, "REDIS_PREFIX": f"{name}:"}
    finally:
        on_server(f'DROP DATABASE "{name}" WITH (FORCE)')


@dataclass(frozen=True)
class Burst:
    """What came of many commits at once. seconds: from the first commit to the last 250. worker_mb: at most, PSS."""

    seconds: float
    worker_mb: float
    web_p95: float


class Desk:
    """The processes, and the commits that they tell."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self._arrivals, self._folder = folder / "arrivals.txt", folder
        self._arrivals.touch()
        self._smtp, self._web = _free_port(), _free_port()
        os.environ.update(environment | self._settings())
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        self._number = 0

    def __enter__(self) -> Self:
        import django  # noqa: PLC0415 - the settings read the environment, which had to be prepared first

        django.setup()
        from bench.telling_rows import Rows  # noqa: PLC0415 - only now there are models

        self._rows = Rows(TICKETS)
        self._cookie = self._rows.session()
        self._start("sink", "-m", "bench.sink", str(self._smtp), str(self._arrivals))
        self._start("web", "-m", "gunicorn")
        calm = (
            "--pool",
            "threads",
            "--concurrency",
            "4",
            "--loglevel",
            "WARNING",
            "--without-gossip",
            "--without-mingle",
        )
        self._start("outbox", "-m", "celery", "-q", "-A", "fso_desk", "worker", "--beat", *calm)
        self._start("bare", "-m", "celery", "-q", "-A", "bench.bare", "worker", "-Q", "bench-bare", *calm)
        for way in ("outbox", "bare", "kept"):  # until all work, and are warm
            self.commit_paced(way, rate=20, count=60)
        return self

    def __exit__(self, *_: object) -> None:
        for process in self._processes.values():
            process.terminate()
        for process in self._processes.values():
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(20)
        self._rows.close()

    def commit_paced(self, way: str, *, rate: int, count: int) -> list[float]:
        """Commit so many facts a second; return the seconds from each commit to its 250."""
        began = time.time()
        committed: dict[str, float] = {}
        for i in range(count):
            time.sleep(max(0.0, began + i / rate - time.time()))
            committed |= self._commit(way)
        return self._delays(committed)

    def burst(self, way: str, count: int) -> Burst:
        """Commit so many facts without a pause, and wait for all of them."""
        weights: list[float] = []
        committed: dict[str, float] = {}

        def work() -> None:
            for _ in range(count):
                committed.update(self._commit(way))
            until = time.monotonic() + PATIENCE
            while len(self._arrived(committed)) < count and time.monotonic() < until:
                weights.append(_pss(self._processes["outbox" if way == "outbox" else "bare"].pid))
                time.sleep(0.2)

        web_p95 = self.web_p95_while(work)
        arrived = self._arrived(committed)
        if len(arrived) < count:
            raise TimeoutError(f"{len(arrived)} of {count} mails arrived")
        last = max(arrived.values())
        return Burst(last - min(committed.values()), max(weights, default=0.0), web_p95)

    def web_p95_while(self, work: Callable[[], None] | None) -> float:
        """Open the queue five times a second while something happens (None = for five seconds); return the p95 in seconds."""
        took: list[float] = []
        until = time.monotonic() + 5
        busy = threading.Thread(target=work) if work else None
        if busy:
            busy.start()
        while (busy.is_alive() if busy else time.monotonic() < until) or not took:
            began = time.perf_counter()
            self._open_queue()
            took.append(time.perf_counter() - began)
            time.sleep(max(0.0, 0.2 - took[-1]))
        return statistics.quantiles(took, n=20)[-1] if len(took) > 1 else took[0]

    def sweeps_with_old_rows(self, old: int) -> tuple[float, float]:
        """Return the seconds of a look when nothing is due, before and after so many sent rows are added."""
        few = self._rows.sweep()
        self._rows.add_sent(old)
        return few, self._rows.sweep()

    def _commit(self, way: str) -> dict[str, float]:
        self._number += 1
        mark = f"mark-{way}-{self._number}"
        return {mark: self._rows.commit(way, self._number, mark)}

    def _delays(self, committed: dict[str, float]) -> list[float]:
        until = time.monotonic() + PATIENCE
        while len(arrived := self._arrived(committed)) < len(committed):
            if time.monotonic() > until:
                raise TimeoutError(f"{len(arrived)} of {len(committed)} mails arrived")
            time.sleep(0.1)
        return [arrived[mark] - at for mark, at in committed.items()]

    def _arrived(self, wanted: dict[str, float]) -> dict[str, float]:
        lines = (line.split() for line in self._arrivals.read_text().splitlines())
        return {mark: float(at) for at, mark in lines if mark in wanted}

    def _open_queue(self) -> None:
        line = http.client.HTTPConnection("127.0.0.1", self._web, timeout=30)
        line.request("GET", "/queue/?view=clients", headers={"Cookie": self._cookie})
        answer = line.getresponse()
        answer.read()
        line.close()
        if answer.status != 200:
            raise RuntimeError(f"/queue/ answered {answer.status}")

    def _start(self, name: str, *arguments: str) -> None:
        log = (self._folder / f"{name}.log").open("wb")
        self._processes[name] = subprocess.Popen(
            [sys.executable, *arguments], cwd=ROOT, stdout=log, stderr=subprocess.STDOUT
        )
        if name in {"sink", "web"}:
            _wait_for(self._smtp if name == "sink" else self._web)

    def _settings(self) -> dict[str, str]:
        return {
            "DJANGO_SETTINGS_MODULE": "fso_desk.settings",
            "DEMO": "1",
            "VAR_DIR": str(self._folder / "var"),
            "SECRET_KEY": secrets.token_urlsafe(64),
            "FIELD_KEY": base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
            "BASE_URL": f"http://127.0.0.1:{self._web}",
            "PORT": str(self._web),
            "EMAIL_URL": f"smtp://127.0.0.1:{self._smtp}",
            "DESK_EMAIL": "desk@bench.test",
            "LOG_LEVEL": "ERROR",
        }


def _pss(pid: int) -> float:
    """Return what a process and its children weigh, in MB, shared pages by share; 0 when it is gone."""
    total = 0.0
    for one in [pid, *_children(pid)]:
        try:
            lines = Path(f"/proc/{one}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:"))
    return total


def _children(pid: int) -> list[int]:
    try:
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def _wait_for(port: int) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(f"Nobody listens on port {port}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


__all__: list[Any] = ["Burst", "Desk", "embedded", "on_servers"]
