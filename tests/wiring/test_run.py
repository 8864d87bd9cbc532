"""`make run`: what stops it is said in one sentence, and when it ends nothing is left behind."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from django.conf import settings
from django.db import connection

from tests.architecture.source import ROOT

SERVE = """
import sys
from pathlib import Path
from scripts import run
run.prepare_environment(Path(sys.argv[1]), int(sys.argv[2]))
sys.exit(run.serve(int(sys.argv[2])))
"""


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def start(var: Path, port: int | str) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, "VAR_DIR": str(var), "PORT": str(port)}
    return subprocess.run(
        [sys.executable, "scripts/run.py"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def complaint(done: "subprocess.CompletedProcess[str]") -> str:
    assert done.returncode == 1, done.stdout
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    return done.stderr


def test_a_taken_port_is_said_in_one_sentence_with_the_way_out(tmp_path: Path, taken_port: int) -> None:
    sentence = complaint(start(tmp_path, taken_port))

    assert f"Port {taken_port} is taken" in sentence
    assert f"make run PORT={taken_port + 1}" in sentence


@pytest.mark.parametrize("port", ["eighty", "0", "70000", "-1", ""])
def test_a_port_that_is_none_is_said_in_one_sentence(port: str, tmp_path: Path) -> None:
    assert "which is not a port" in complaint(start(tmp_path, port))


def test_a_folder_that_cannot_be_written_is_said_in_one_sentence(tmp_path: Path, free_port: int) -> None:
    in_the_way = tmp_path / "var"
    in_the_way.write_text("a file, not a folder")

    assert "cannot be written" in complaint(start(in_the_way, free_port))


def test_a_python_that_is_too_old_is_said_in_one_sentence() -> None:
    pretend = "import sys; sys.version_info = (3, 9, 2); sys.argv = ['', 'run']; exec(open('scripts/setup.py').read())"

    done = subprocess.run(
        [sys.executable, "-c", f"__file__ = {str(ROOT / 'scripts' / 'setup.py')!r}; {pretend}"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert "Python 3.9 is too old" in complaint(done)


@pytest.mark.django_db
def test_ctrl_c_closes_the_desk_and_leaves_no_process_behind(tmp_path: Path, free_port: int, static_root: Path) -> None:
    var = tmp_path / "var"
    var.mkdir()
    environment = {
        **os.environ,
        "VAR_DIR": str(var),
        "STATIC_ROOT": str(static_root),
        "DATABASE_URL": address_of_test_database(),
    }
    desk = subprocess.Popen(
        [sys.executable, "-c", SERVE, str(var), str(free_port)],
        cwd=ROOT, env=environment, start_new_session=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    try:
        wait_until_open(free_port)
        answers_while_open = processes_with(str(var))
        said = read_until(f"http://127.0.0.1:{free_port}/", desk)

        os.killpg(desk.pid, signal.SIGINT)
        rest, _ = desk.communicate(timeout=30)
        output = said + rest
    finally:
        if desk.poll() is None:
            os.killpg(desk.pid, signal.SIGKILL)

    assert desk.returncode == 0, output
    assert f"http://127.0.0.1:{free_port}/" in output
    assert len(answers_while_open) >= 4, "web and worker should have been there"
    assert processes_with(str(var)) == []


def address_of_test_database() -> str:
    name = connection.settings_dict["NAME"]
    if settings.ON_SQLITE:
        return f"sqlite:///{name}"
    return f"{os.environ['DATABASE_URL'].rsplit('/', 1)[0]}/{name}"


def read_until(words: str, desk: "subprocess.Popen[str]") -> str:
    """What the desk says until these words, or all of it when it ends without them."""
    assert desk.stdout is not None
    said = ""
    for line in desk.stdout:
        said += line
        if words in line:
            break
    return said


def wait_until_open(port: int, *, host: str = "127.0.0.1") -> None:
    ends = time.monotonic() + 45
    while time.monotonic() < ends:
        try:
            with urlopen(Request(f"http://127.0.0.1:{port}/healthz", headers={"Host": host}), timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail("The desk did not open within 45 seconds")


def processes_with(text: str) -> list[int]:
    """Processes whose environment or command mentions this text."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                told = (folder / "environ").read_bytes() + (folder / "cmdline").read_bytes()
            except OSError:
                continue
            if text.encode() in told:
                found.append(int(folder.name))
    return found
