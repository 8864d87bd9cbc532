"""What the queue costs, as a ratio to the plainest page that Django can make of the same rows, in the same run.

    python -m bench.queue [--rounds 7] [--requests 8] [--tickets 2000]

Both pages are asked in turn, in this one process on a database of its own that is thrown away: only a ratio of two things
measured together means anything on a busy machine. Counted is processor time (this process; with SQLite that is the database
too), after a warm-up; printed are the median of the rounds, their spread, and the best single request.
The plain page: the session's person, one indexed SELECT of 25 open tickets in the queue's order, a table of five columns.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path


def main() -> None:
    asked = _arguments()
    with tempfile.TemporaryDirectory(prefix="fso-desk-bench-") as folder:
        _prepare(Path(folder))
        from bench.pages import FLOOR, QUEUE, pages_of_a_desk  # noqa: PLC0415 - only now Django knows its database

        open_page = pages_of_a_desk(asked.tickets)
        for name in (FLOOR, QUEUE):
            for _ in range(5):
                open_page(name)
        rounds = [_round(open_page, (FLOOR, QUEUE), asked.requests) for _ in range(asked.rounds)]
    ratios = [one[QUEUE][0] / one[FLOOR][0] for one in rounds]
    floor, queue = (min(one[name][1] for one in rounds) * 1000 for name in (FLOOR, QUEUE))
    print(f"{asked.tickets} tickets, {asked.rounds} rounds of {asked.requests} requests, processor time")
    print(f"  queue / plain page: {statistics.median(ratios):.2f} (from {min(ratios):.2f} to {max(ratios):.2f})")
    print(f"  best single request: plain {floor:.1f} ms, queue {queue:.1f} ms")


def _round(open_page: Callable[[str], None], names: tuple[str, ...], requests: int) -> dict[str, tuple[float, float]]:
    """Ask for the pages in turn; return for each the processor time of all its requests, and of its best one, in seconds."""
    took: dict[str, list[float]] = {name: [] for name in names}
    for _ in range(requests):
        for name in names:
            began = time.process_time()
            open_page(name)
            took[name].append(time.process_time() - began)
    return {name: (sum(times), min(times)) for name, times in took.items()}


def _prepare(folder: Path) -> None:
    os.environ["DATABASE_URL"] = f"sqlite:///{folder / 'bench.sqlite3'}"
    os.environ["BROKER_URL"] = "memory://"
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django  # noqa: PLC0415 - the settings read the environment, which must be prepared first

    django.setup()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--requests", type=int, default=8)
    parser.add_argument("--tickets", type=int, default=2000)
    return parser.parse_args()


if __name__ == "__main__":
    main()
