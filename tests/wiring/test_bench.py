"""The bench of the pages still runs. Its figures are for people: at this size they say nothing."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.source import ROOT
from tests.faults.servers import missing_programs


@pytest.fixture
def folder() -> Iterator[Path]:
    """Where PostgreSQL's user may pass through."""
    made = Path(tempfile.mkdtemp(prefix="fso-desk-bench-"))
    yield made
    shutil.rmtree(made, ignore_errors=True)


@pytest.mark.skipif(
    bool(missing_programs("setpriv", "initdb", "postgres", "psql")),
    reason="PostgreSQL's programs are not on this machine",
)
def test_every_page_is_measured_beside_the_floor(folder: Path) -> None:
    bench = [sys.executable, "-m", "bench.pages", "--sizes", "200", "--rounds", "2", "--requests", "1"]

    done = subprocess.run(
        bench, cwd=ROOT, env={**os.environ, "BENCH_FOLDER": str(folder)}, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr
    (found,) = json.loads((folder / "pages.json").read_text())
    pages = set(found) - {"tickets"}
    assert pages == {
        "floor-list",
        "floor-one",
        "queue",
        "queue-fso",
        "ticket",
        "search",
        "search-rare",
        "search-slip",
    }
    assert all(found[page]["ratio"][0] > 0 and found[page]["bytes"] > 500 for page in pages)
    assert found["queue"]["bytes"] > found["search"]["bytes"]
