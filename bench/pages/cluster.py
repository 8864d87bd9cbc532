"""A PostgreSQL of the bench's own that is kept between runs: a million tickets are not written anew each time."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg2

from tests.faults.servers import PostgreSQL, find_program, free_port, wait_until

# Only the work that the pages ask for is to be seen; the rest is as PostgreSQL comes.
SETTINGS = {
    "max_connections": "60",
    "shared_buffers": "512MB",
    "maintenance_work_mem": "512MB",
    "max_wal_size": "8GB",
    "autovacuum": "off",  # every database is vacuumed and analysed when it is filled
    "log_line_prefix": "~%d~",  # a line without it goes on with the statement above: see statements_of
    "log_checkpoints": "off",
    "unix_socket_directories": "",  # its path may not be longer than 107 characters
    "listen_addresses": "127.0.0.1",
}


class Cluster(PostgreSQL):
    """The same as the tests' own, in a folder that may be there already."""

    def __init__(self, folder: Path) -> None:
        if (folder / "rows" / "PG_VERSION").exists():
            self.folder, self.port, self.process = folder, free_port(), None
            (folder / "rows" / "postmaster.pid").unlink(missing_ok=True)  # of one that was killed
        else:
            super().__init__(folder)

    def start(self) -> None:
        """Start it and wait until it answers."""
        (self.folder / "log").unlink(missing_ok=True)
        wanted = [part for name, value in SETTINGS.items() for part in ("-c", f"{name}={value}")]
        self._launch([str(find_program("postgres")), "-D", "rows", "-p", str(self.port), *wanted])
        wait_until(self._answers, "PostgreSQL answers", seconds=300)

    def stop(self) -> None:
        """Stop it so that the next start has nothing to recover, however long that takes."""
        if self.process is not None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(600)
            self.process = None

    def ask(self, statement: str, *values: Any, database: str = "postgres") -> list[tuple[Any, ...]]:
        """Return the rows of one statement."""
        with self.connected(database) as connection, connection.cursor() as cursor:
            cursor.execute(statement, values or None)
            return list(cursor.fetchall()) if cursor.description else []

    @contextmanager
    def connected(self, database: str) -> Iterator[Any]:
        """A connection that commits each statement by itself."""
        connection = psycopg2.connect(host="127.0.0.1", port=self.port, user="desk", dbname=database)
        connection.autocommit = True
        try:
            yield connection
        finally:
            connection.close()

    def databases(self) -> set[str]:
        """Return the names of all databases."""
        return {name for (name,) in self.ask("SELECT datname FROM pg_database")}

    @contextmanager
    def copy_of(self, template: str, name: str) -> Iterator[str]:
        """A copy of this database, thrown away in the end: what the pages write is not there the next time."""
        self.ask(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        self.ask(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY file_copy')
        try:
            yield name
        finally:
            self.ask(f'DROP DATABASE "{name}" WITH (FORCE)')

    @contextmanager
    def statements(self, database: str) -> Iterator[list[str]]:
        """Collect what this database is asked meanwhile, as it arrived."""
        found: list[str] = []
        log = self.folder / "log"
        self._log_all(True)
        begin = log.stat().st_size
        try:
            yield found
        finally:
            self._log_all(False)
            with log.open("rb") as file:
                file.seek(begin)
                found.extend(_statements(file.read().decode(errors="replace"), database))

    def _log_all(self, on: bool) -> None:
        self.ask(f"ALTER SYSTEM SET log_statement = '{'all' if on else 'none'}'")
        self.ask("SELECT pg_reload_conf()")
        wait_until(
            lambda: self.ask("SHOW log_statement") == [("all" if on else "none",)], "PostgreSQL reads its settings"
        )


def _statements(log: str, database: str) -> list[str]:
    said: list[str] = []
    begin = f"~{database}~LOG:  statement: "
    for line in log.splitlines():
        if line.startswith("~"):
            said.append(line)
        elif said:
            said[-1] += "\n" + line.lstrip("\t")
    return [one.removeprefix(begin) for one in said if one.startswith(begin)]


def folder_of(root: Path) -> Path:
    """Return the folder of the bench's servers, which PostgreSQL's user may pass through."""
    folder = Path(os.environ.get("BENCH_FOLDER", root / "var" / "bench"))
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o711)
    return folder
