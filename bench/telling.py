"""How long it takes from a commit to the mail server's 250, beside the bare way (a task per mail, no outbox) in the same run.

    python -m bench.telling [--embedded] [--rounds 3] [--seconds 10] [--burst 2000] [--old 200000]

Web, worker and mail server are real processes; both ways write the same mail, take turns on the same database and broker, and
have one worker of four threads each. Only the ratios mean anything on a busy machine. Without --embedded a database of its own
is made (and dropped) on BENCH_POSTGRES, with keys of its own on BENCH_REDIS; with it everything is SQLite and folders.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bench.telling_desk import Desk, embedded, on_servers

WAYS = ("outbox", "bare", "kept")  # kept: bare, over the connection that the outbox keeps, too


def main() -> None:
    asked = _arguments()
    with tempfile.TemporaryDirectory(prefix="fso-desk-bench-") as folder:
        where = embedded(Path(folder)) if asked.embedded else on_servers(Path(folder))
        with where as environment, Desk(Path(folder), environment) as desk:
            print(
                f"On {environment['DATABASE_URL'].split(':')[0]} and {environment['BROKER_URL'].split(':')[0]}, one worker of four threads a way"
            )
            for rate, seconds in ((1, asked.seconds), (25, asked.seconds), (50, asked.seconds)):
                _paced(desk, rate, seconds, asked.rounds)
            _burst(desk, asked.burst, asked.rounds)
            _sweeper(desk, asked.old)


def _paced(desk: Desk, rate: int, seconds: int, rounds: int) -> None:
    """Commit so many a second, in turns; print how long until the 250."""
    took: dict[str, list[list[float]]] = {way: [] for way in WAYS}
    for _ in range(rounds):
        for way in WAYS:
            took[way].append(desk.commit_paced(way, rate=rate, count=rate * seconds))
    print(f"commit to 250 at {rate}/s, {rate * seconds} mails a way and round, {rounds} rounds")
    for way in WAYS:
        every = [delay for one in took[way] for delay in one]
        print(f"  {way:<7} p50 {statistics.median(every) * 1000:6.1f} ms   p95 {_p95(every) * 1000:6.1f} ms")
    _ratios("p95, outbox to", {way: [_p95(one) for one in took[way]] for way in WAYS})


def _ratios(what: str, figures: dict[str, list[float]]) -> None:
    for way in WAYS[1:]:
        ratios = [ours / theirs for ours, theirs in zip(figures["outbox"], figures[way], strict=True)]
        print(f"  {what} {way}: {statistics.median(ratios):.2f} (from {min(ratios):.2f} to {max(ratios):.2f})")


def _burst(desk: Desk, count: int, rounds: int) -> None:
    """Commit many as fast as possible; print until when the last one is told, what the worker weighs, how the pages do."""
    idle = desk.web_p95_while(None)
    rates: dict[str, list[float]] = {way: [] for way in WAYS}
    print(f"burst of {count} commits (page p95 before: {idle * 1000:.0f} ms)")
    for _ in range(rounds):
        for way in WAYS:
            burst = desk.burst(way, count)
            rates[way].append(count / burst.seconds)
            print(
                f"  {way:<7} last 250 after {burst.seconds:5.1f} s ({count / burst.seconds:5.1f}/s),"
                f" worker at most {burst.worker_mb:.0f} MB PSS, page p95 {burst.web_p95 * 1000:.0f} ms"
            )
    _ratios("throughput, outbox to", rates)


def _sweeper(desk: Desk, old: int) -> None:
    """Let the sweeper look when nothing is due, with few and with very many told rows; print both."""
    few, many = desk.sweeps_with_old_rows(old)
    print(
        f"sweeper with nothing due: {few * 1000:.2f} ms; with {old} sent rows more: {many * 1000:.2f} ms, {many / few:.2f} times"
    )


def _p95(delays: Sequence[float]) -> float:
    return sorted(delays)[min(len(delays) - 1, int(len(delays) * 0.95))]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--embedded", action="store_true")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--burst", type=int, default=2000)
    parser.add_argument("--old", type=int, default=200_000)
    return parser.parse_args()


if __name__ == "__main__":
    os.environ.setdefault("LOG_LEVEL", "ERROR")
    main()
