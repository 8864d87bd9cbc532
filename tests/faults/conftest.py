"""One desk per test, on both ways to run; servers of the tests' own; and the table of figures at the end."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.faults.desk import Desk, Ground, OnDisk, OnServers
from tests.faults.length import LENGTH
from tests.faults.servers import PostgreSQL, Redis, missing_programs

NEEDED = {"sqlite": ("setpriv",), "postgresql": ("setpriv", "initdb", "postgres", "psql", "redis-server")}

Figure = Callable[[str], None]


@pytest.fixture(scope="session")
def fault_folder() -> Iterator[Path]:
    """Where everything of these tests is; short, for PostgreSQL's socket, and open to pass through for its user."""
    folder = Path(tempfile.mkdtemp(prefix="fso-desk-faults-"))
    folder.chmod(0o711)
    yield folder
    if "FSO_KEEP_FAULTS" not in os.environ:  # its logs may be read afterwards
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgresql(fault_folder: Path) -> Iterator[PostgreSQL]:
    require(*NEEDED["postgresql"])
    server = PostgreSQL(fault_folder / "postgresql")
    server.start()
    yield server
    server.crash()


@pytest.fixture(scope="session")
def redis(fault_folder: Path) -> Iterator[Redis]:
    require(*NEEDED["postgresql"])
    server = Redis(fault_folder / "redis")
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def on_disk(fault_folder: Path) -> OnDisk:
    require(*NEEDED["sqlite"])
    return OnDisk(fault_folder / "on-disk")


@pytest.fixture(scope="session")
def on_servers(fault_folder: Path, postgresql: PostgreSQL, redis: Redis) -> OnServers:
    return OnServers(fault_folder / "on-servers", postgresql, redis)


@pytest.fixture(params=["sqlite", "postgresql"])
def variant(request: pytest.FixtureRequest) -> str:
    """Each test happens on both; one that needs a server to stop names its own."""
    return str(request.param)


@pytest.fixture
def desk(
    variant: str, fault_folder: Path, request: pytest.FixtureRequest, record_property: Callable[[str, object], None]
) -> Iterator[Desk]:
    """A desk with nothing to tell and no worker yet."""
    ground: Ground = request.getfixturevalue("on_disk" if variant == "sqlite" else "on_servers")
    record_property("fault", f"{(request.function.__doc__ or '').splitlines()[0]}|{variant}")
    desk = Desk(ground, Path(tempfile.mkdtemp(prefix="desk-", dir=fault_folder)))
    yield desk
    desk.close()


@pytest.fixture
def figure(record_property: Callable[[str, object], None]) -> Figure:
    """A function that notes a figure for the table at the end."""
    return lambda text: record_property("figure", text)


def require(*programs: str) -> None:
    """Skip, or fail where FSO_REQUIRE_FAULTS is set, when one of the programs is missing."""
    missing = missing_programs(*programs)
    if missing:
        skip_or_fail(f"This machine has no {', '.join(missing)}")


def skip_or_fail(reason: str) -> None:
    """Skip with this reason; fail with it where FSO_REQUIRE_FAULTS is set."""
    (pytest.fail if os.environ.get("FSO_REQUIRE_FAULTS") else pytest.skip)(reason)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print the table: each fault, on what it was tried, whether it was survived, the figures."""
    reports = [one for outcome in ("passed", "failed") for one in terminalreporter.stats.get(outcome, [])]
    lines = []
    for report in sorted(reports, key=lambda one: str(one.nodeid)):
        noted = dict(report.user_properties)
        if report.when == "call" and "fault" in noted:
            figures = "; ".join(str(text) for name, text in report.user_properties if name == "figure")
            fault, variant = str(noted["fault"]).split("|")
            lines.append(f"{'held' if report.passed else 'BROKEN':>6}  {variant:<10}  {fault}\n{'':20}{figures}")
    if lines:
        terminalreporter.section(f"faults, {LENGTH.name} form")
        for line in lines:
            terminalreporter.write_line(line)
