"""What the queue, a ticket and the search cost, beside a plain Django page of the same rows in the same round.

    python -m bench.pages [--sizes 10000,100000] [--rounds 7] [--requests 8] [--pages queue,ticket]

Counted is processor time: of two gunicorn workers (sync) and of a PostgreSQL of the bench's own, which is kept under var/bench.
"""

from __future__ import annotations

import argparse
import base64
import fcntl
import gzip
import http.client
import json
import os
import secrets
import statistics
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from bench.pages.cluster import Cluster, folder_of
from tests.faults.servers import bound_to_us, free_port, wait_until

ROOT = Path(__file__).resolve().parent.parent.parent
FILLED = 1  # raise it when what is filled changes
PAGES = ("queue", "queue-fso", "ticket", "search", "search-rare", "search-slip")
WARM_UP = 6


class Web:
    """Two sync workers on a free port."""

    def __init__(self, environment: dict[str, str], application: str, log: Path) -> None:
        self.port, self._log = free_port(), log.open("wb")
        places = {**environment, "PORT": str(self.port), "WEB_PROCESSES": "2", "WEB_THREADS": "1"}
        command = [
            sys.executable,
            "-m",
            "gunicorn",
            "-w",
            "2",
            "-k",
            "sync",
            "--max-requests",
            "0",
            "-b",
            f"127.0.0.1:{self.port}",
        ]
        own = [] if application.startswith("fso_desk") else ["-c", "/dev/null"]
        self.process = subprocess.Popen(
            bound_to_us([*command, *own, application]), cwd=ROOT, env=places, stdout=self._log, stderr=self._log
        )

    def get(self, path: str, session: str) -> bytes:
        """Return the page; anything but 200 is an error."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=300)
        line.request("GET", path, headers={"Host": "desk.test", "Cookie": f"sessionid={session}"})
        answer = line.getresponse()
        body = answer.read()
        line.close()
        if answer.status != 200:
            raise RuntimeError(f"{path}: {answer.status}")
        return body

    def is_open(self) -> bool:
        try:
            line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
            line.request("GET", "/healthz", headers={"Host": "desk.test"})
            return line.getresponse().status in (200, 404)
        except OSError:
            return False


def spent(*parents: int) -> dict[int, int]:
    """Return the processor time (ns) of these processes and their children, by process."""
    found = {}
    for parent in parents:
        children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
        for pid in (parent, *map(int, children)):
            try:
                found[pid] = sum(
                    int(one.read_text().split()[0]) for one in Path(f"/proc/{pid}/task").glob("*/schedstat")
                )
            except OSError:
                continue
    return found


def cost(web: Web, cluster: Cluster, path: str, session: str) -> float:
    """Ask for a page once; return the milliseconds of processor time that web and database took."""
    assert cluster.process is not None
    before = spent(web.process.pid, cluster.process.pid)
    web.get(path, session)
    last = spent(web.process.pid, cluster.process.pid)
    for _ in range(20):  # what they do after the answer counts too
        time.sleep(0.001)
        now = spent(web.process.pid, cluster.process.pid)
        if now == last:
            break
        last = now
    return sum(took - before.get(pid, 0) for pid, took in last.items()) / 1e6


def main() -> None:
    asked, folder = _arguments(), folder_of(ROOT)
    alone = (folder / "lock").open("w")
    fcntl.flock(alone, fcntl.LOCK_EX | fcntl.LOCK_NB)  # two servers on one folder of rows would ruin them
    key = folder / "secret-key"
    if not key.exists():
        key.write_text(secrets.token_urlsafe(64))
    cluster = Cluster(folder / "postgresql")
    cluster.start()
    try:
        results = [_size(cluster, folder, key.read_text(), size, asked) for size in map(int, asked.sizes.split(","))]
    finally:
        cluster.stop()
    (folder / "pages.json").write_text(json.dumps(results, indent=1))


def _size(cluster: Cluster, folder: Path, key: str, size: int, asked: argparse.Namespace) -> dict[str, Any]:
    template = f"desk_{size}_{FILLED}"
    if template not in cluster.databases():
        began = time.monotonic()
        making = f"{template}_making"
        cluster.ask(f'DROP DATABASE IF EXISTS "{making}"')
        cluster.ask(f'CREATE DATABASE "{making}"')
        _run(_environment(cluster, folder, key, making), "bench.pages.fill", str(size))
        cluster.ask(f'ALTER DATABASE "{making}" RENAME TO "{template}"')
        print(f"{size} tickets filled in {time.monotonic() - began:.0f} s")
    with ExitStack() as stack:
        name = stack.enter_context(cluster.copy_of(template, "bench_run"))
        environment = _environment(cluster, folder, key, name)
        people = json.loads(_run(environment, "bench.pages.people"))
        plain = {**environment, "DJANGO_SETTINGS_MODULE": "bench.floor.settings"}
        webs = (
            Web(plain, "bench.floor.wsgi:application", folder / "floor.log"),
            Web(environment, "fso_desk.wsgi:application", folder / "desk.log"),
        )
        for web in webs:
            stack.callback(web.process.wait)
            stack.callback(web.process.terminate)
            wait_until(web.is_open, "gunicorn answers")
        return _measure(cluster, webs, people, size, asked)


def _measure(
    cluster: Cluster, webs: tuple[Web, Web], people: dict[str, Any], size: int, asked: argparse.Namespace
) -> dict[str, Any]:
    floor, desk = webs
    wanted = [name for name in asked.pages.split(",") if name in PAGES]
    paths: dict[str, tuple[Web, str, str]] = {
        "floor-list": (floor, "/queue/", people["plain"]),
        "floor-one": (floor, f"/tickets/{people['ticket']}/", people["plain"]),
    } | {name: (desk, people["paths"][name], people["fso" if name in people["of_fso"] else "desk"]) for name in wanted}
    for web, path, session in paths.values():
        for _ in range(WARM_UP):
            body = web.get(path, session)
    rounds: dict[str, list[list[float]]] = {name: [] for name in paths}
    for _ in range(asked.rounds):
        took: dict[str, list[float]] = {name: [] for name in paths}
        for _ in range(asked.requests):
            for name, (web, path, session) in paths.items():
                took[name].append(cost(web, cluster, path, session))
        for name, times in took.items():
            rounds[name].append(times)
    print(f"{size} tickets, {asked.rounds} rounds of {asked.requests} requests: processor time of web and database")
    found: dict[str, Any] = {"tickets": size}
    for name, (web, path, session) in paths.items():
        body = web.get(path, session)
        beside = rounds["floor-one" if name in ("ticket", "floor-one") else "floor-list"]
        ratios = [sum(ours) / sum(theirs) for ours, theirs in zip(rounds[name], beside, strict=True)]
        best = min(map(min, rounds[name]))
        ratio = statistics.median(ratios), min(ratios), max(ratios)
        found[name] = {"ratio": ratio, "best_ms": best, "bytes": len(body), "gz": len(gzip.compress(body))}
        print(
            f"  {name:<12} {ratio[0]:5.2f} ({ratio[1]:.2f} to {ratio[2]:.2f}) x floor, best {best:6.1f} ms,"
            f" {len(body) / 1000:.1f} kB, gz {found[name]['gz'] / 1000:.1f}"
        )
    return found


def _run(environment: dict[str, str], *module: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", *module], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True
    )
    return done.stdout


def _environment(cluster: Cluster, folder: Path, key: str, database: str) -> dict[str, str]:
    static = folder / "static"
    environment = {
        **os.environ, "DJANGO_SETTINGS_MODULE": "fso_desk.settings", "DATABASE_URL": cluster.address(database),
        "BROKER_URL": "filesystem://localhost", "VAR_DIR": str(folder / "desk"), "STATIC_ROOT": str(static), "SECRET_KEY": key,
        "FIELD_KEY": base64.urlsafe_b64encode(key.encode()[:32]).decode(), "BASE_URL": "https://desk.test", "DEMO": "0",
        "SECURE_SSL_REDIRECT": "0", "LOG_LEVEL": "ERROR", "EMAIL_URL": "smtp://127.0.0.1:9", "DESK_EMAIL": "desk@lumen-it.example",
    }  # fmt: skip
    (folder / "desk").mkdir(exist_ok=True)
    if not static.exists():
        gather = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity", "0"]
        subprocess.run(gather, cwd=ROOT, env=environment, check=True)
    return environment


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="10000,100000,1000000")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--requests", type=int, default=8)
    parser.add_argument("--pages", default=",".join(PAGES))
    return parser.parse_args()


if __name__ == "__main__":
    main()
