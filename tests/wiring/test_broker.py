"""A dead or silent broker costs a web request a blink: the sweeper does what was not announced."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.source import ROOT

ANNOUNCE = """
import time
from fso_desk.celery import app
began = time.monotonic()
try:
    app.send_task("nobody.does.this")
except Exception as refusal:
    print(type(refusal).__name__, time.monotonic() - began)
"""


@pytest.mark.parametrize("listening", [False, True], ids=["dead", "silent"])
def test_announcing_to_a_broker_that_does_not_answer_takes_less_than_a_second(listening: bool, tmp_path: Path) -> None:
    with socket.socket() as broker:
        broker.bind(("127.0.0.1", 0))
        if listening:
            broker.listen()
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "fso_desk.settings",
            "VAR_DIR": str(tmp_path),
            "BROKER_URL": f"redis://127.0.0.1:{broker.getsockname()[1]}/0",
        }

        done = subprocess.run(
            [sys.executable, "-c", ANNOUNCE],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    refusal, seconds = done.stdout.split()
    assert refusal == "OperationalError", done.stderr
    assert float(seconds) < 1
