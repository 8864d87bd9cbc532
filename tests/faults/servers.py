"""A PostgreSQL and a Redis of the tests' own, which may be stopped, flushed and hung: never those that others use.

Each has a free port and a folder of its own, runs under a user that owns nothing else on this machine (when the tests
run as root), and dies with the process that started it.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

import redis

PATIENCE: Final = 60  # seconds: the machine may be busy
UNPRIVILEGED: Final = "nobody"  # root may not run PostgreSQL


def find_program(name: str) -> str | None:
    """Return where this program is, in Debian's folders of PostgreSQL too; None when this machine has none."""
    newest_first = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda found: -float(found.parent.name))
    return shutil.which(name, path=os.pathsep.join([os.environ.get("PATH", ""), *map(str, newest_first)]))


def missing_programs(*names: str) -> list[str]:
    """Return those of the programs that this machine has not."""
    return [name for name in names if find_program(name) is None]


def bound_to_us(command: list[str], *, unprivileged: bool = False) -> list[str]:
    """Return the command so that its process is killed when the one that starts it ends, however that ends."""
    bound = ["setpriv", "--pdeathsig", "KILL"]
    if unprivileged and os.geteuid() == 0:
        user = pwd.getpwnam(UNPRIVILEGED)
        bound += ["--reuid", str(user.pw_uid), "--regid", str(user.pw_gid), "--clear-groups"]
    return [*bound, "--", *command]


class Server:
    """One server process. Its folder is given away to the unprivileged user, who must be able to reach it."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        if os.geteuid() == 0:
            shutil.chown(folder, UNPRIVILEGED)
        self.folder = folder
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None

    def _launch(self, command: list[str]) -> None:
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                bound_to_us(command, unprivileged=True),
                cwd=self.folder,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def _end(self, how: signal.Signals) -> None:
        if self.process is not None:
            self.process.send_signal(signal.SIGCONT)
            self.process.send_signal(how)
            self.process.wait(PATIENCE)
            self.process = None


class PostgreSQL(Server):
    """An empty cluster; whoever connects from this machine is let in."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        initdb = [str(find_program("initdb")), "-D", "rows", "-U", "desk", "-A", "trust", "-E", "UTF8", "--no-sync"]
        _run(bound_to_us([*initdb, "--locale", "C"], unprivileged=True), self.folder)

    def start(self) -> None:
        """Start it and wait until it answers."""
        where = ["-h", "127.0.0.1", "-p", str(self.port), "-k", str(self.folder)]
        self._launch([str(find_program("postgres")), "-D", "rows", *where, "-c", "max_connections=60"])
        wait_until(self._answers, "PostgreSQL answers")

    def stop(self) -> None:
        """Stop it as `pg_ctl stop -m fast` does: every connection is cut, what was committed is on the disk."""
        self._end(signal.SIGINT)

    def crash(self) -> None:
        """Stop it as `pg_ctl stop -m immediate` does: at once, so that the next start recovers from its log."""
        self._end(signal.SIGQUIT)

    def address(self, database: str) -> str:
        """Return the DATABASE_URL of this database."""
        return f"postgres://desk@127.0.0.1:{self.port}/{database}"

    def run(self, statement: str) -> None:
        """Run one statement outside any desk's database, such as CREATE DATABASE; AssertionError with its words if refused."""
        psql = [
            str(find_program("psql")),
            "-X",
            "-q",
            "-v",
            "ON_ERROR_STOP=1",
            "-c",
            statement,
            self.address("postgres"),
        ]
        _run(psql, self.folder)

    def _answers(self) -> bool:
        try:
            self.run("SELECT 1")
        except AssertionError:
            return False
        return True


class Redis(Server):
    """A Redis that keeps nothing: stopped and started again it is empty."""

    def start(self) -> None:
        """Start it and wait until it answers."""
        keeps_nothing = ["--save", "", "--appendonly", "no"]
        where = ["--bind", "127.0.0.1", "--port", str(self.port), "--dir", str(self.folder)]
        self._launch([str(find_program("redis-server")), *where, *keeps_nothing])
        wait_until(self._answers, "Redis answers")

    def stop(self) -> None:
        """End it at once; what it held is gone."""
        self._end(signal.SIGKILL)

    def flush(self) -> None:
        """Throw away all it holds."""
        redis.Redis(port=self.port).flushall()

    def hang(self) -> None:
        """Let it take connections, by its kernel, and answer nothing."""
        assert self.process is not None
        self.process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        """Let it answer again."""
        assert self.process is not None
        self.process.send_signal(signal.SIGCONT)

    @property
    def address(self) -> str:
        """The BROKER_URL of its first database."""
        return f"redis://127.0.0.1:{self.port}/0"

    def _answers(self) -> bool:
        try:
            return bool(redis.Redis(port=self.port, socket_timeout=1).ping())
        except redis.exceptions.ConnectionError:
            return False


def wait_until(it_is_so: Callable[[], bool], what: str, *, seconds: float = PATIENCE) -> float:
    """Wait until it is so and return how long that took, in seconds; fail, with what was waited for, when it takes longer."""
    began = time.monotonic()
    while not it_is_so():
        assert time.monotonic() - began < seconds, f"It did not happen within {seconds:.0f} s that {what}"
        time.sleep(0.05)
    return time.monotonic() - began


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _run(command: list[str], folder: Path) -> None:
    done = subprocess.run(
        command, check=False, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=PATIENCE
    )
    assert done.returncode == 0, done.stdout
