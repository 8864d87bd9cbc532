"""The commands of the Procfile, as containers run them: a real desk behind a proxy that speaks https."""

import os
import secrets
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from django.conf import settings
from honcho.environ import parse_procfile

from tests.architecture.source import ROOT
from tests.wiring.test_run import address_of_test_database, wait_until_open

Processes = dict[str, "subprocess.Popen[str]"]


@pytest.fixture
def environment(tmp_path: Path, free_port: int, static_root: Path) -> dict[str, str]:
    return {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "VAR_DIR": str(tmp_path / "var"),
        "STATIC_ROOT": str(static_root),
        "SECRET_KEY": secrets.token_urlsafe(60),
        "FIELD_KEY": Fernet.generate_key().decode(),
        "BASE_URL": "https://desk.example.com",
        "EMAIL_URL": "dummymail://",
        "TRUSTED_PROXY": "127.0.0.1",
        "DATABASE_URL": address_of_test_database(),
        "BROKER_URL": settings.BROKER_URL,
        "REDIS_PREFIX": f"{settings.REDIS_PREFIX}processes:",
        "PORT": str(free_port),
    }


@pytest.fixture
def desk(transactional_db: None, environment: dict[str, str], free_port: int, tmp_path: Path) -> Iterator[Processes]:
    commands = parse_procfile((ROOT / "Procfile").read_text()).processes
    running = {}
    for name, command in commands.items():
        with said_by(name, tmp_path).open("w") as output:
            running[name] = subprocess.Popen(
                shlex.split(command),
                cwd=ROOT,
                env=environment,
                stdout=output,
                stderr=subprocess.STDOUT,
                text=True,
                start_new_session=True,
            )
    try:
        wait_until_open(free_port, host="desk.example.com")
        yield running
    finally:
        for process in running.values():
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def said_by(name: str, folder: Path) -> Path:
    return folder / f"{name}.txt"


def ask(port: int, path: str, **headers: str) -> HTTPResponse:
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path, headers={"Host": "desk.example.com", **headers})
    return connection.getresponse()


def test_web_worker_and_beat_work_and_end_when_told(
    desk: Processes, environment: dict[str, str], free_port: int, tmp_path: Path
) -> None:
    probe = subprocess.run([sys.executable, "scripts/probe.py"], cwd=ROOT, env=environment, check=False)
    plain = ask(free_port, "/")
    through_the_proxy = ask(free_port, "/", **{"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.7"})
    by_another_name = ask(free_port, "/", Host="evil.example", **{"X-Forwarded-Proto": "https"})
    time.sleep(2)  # long enough for a worker or beat that cannot start to be gone
    alive = {name for name, process in desk.items() if process.poll() is None}
    for process in desk.values():
        process.terminate()
    codes = {name: process.wait(timeout=30) for name, process in desk.items()}
    outputs = {name: said_by(name, tmp_path).read_text() for name in desk}

    assert probe.returncode == 0, outputs
    assert (plain.status, plain.getheader("Location")) == (301, "https://desk.example.com/")
    assert through_the_proxy.status in {200, 302}
    assert through_the_proxy.getheader("Strict-Transport-Security")
    assert by_another_name.status == 400
    assert alive == {"web", "worker", "beat"}, outputs
    assert codes == {"web": 0, "worker": 0, "beat": 0}, outputs
