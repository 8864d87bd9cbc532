"""Start the desk with the demo firm on this machine: web, worker and beat, until Ctrl-C.

    python scripts/run.py        (make run; PORT=8000 in the environment)

What can go wrong before the start is said in one sentence with the way out, and the exit code is 1.
"""

import fcntl
import hashlib
import os
import secrets
import socket
import sys
import threading
import time
from importlib import metadata
from pathlib import Path
from typing import IO
from urllib.request import urlopen

import django
from cryptography.fernet import Fernet
from django.core.management import call_command, get_commands
from honcho.environ import parse_procfile
from honcho.manager import Manager

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from scripts.catalogues import compile_catalogues  # noqa: E402 - the checkout must be importable first


def main() -> int:
    port = chosen_port()
    var = Path(os.environ.get("VAR_DIR", ROOT / "var"))
    refuse_unwritable(var)
    running = refuse_second_start(var)
    refuse_taken_port(port)
    prepare_environment(var, port)
    prepare_desk(var)
    exit_code = serve(port)
    running.close()
    return exit_code


def chosen_port() -> int:
    text = os.environ.get("PORT", "8000")
    if not text.isdigit() or not 1 <= int(text) <= 65535:
        stop(f"PORT is {text!r}, which is not a port: give a number from 1 to 65535, like: make run PORT=8001")
    return int(text)


def refuse_unwritable(var: Path) -> None:
    try:
        var.mkdir(mode=0o700, parents=True, exist_ok=True)
        probe = var / ".writable"
        probe.touch()
        probe.unlink()
    except OSError as problem:
        stop(
            f"The folder {var} cannot be written ({problem.strerror}), and the desk keeps its database there. "
            "Make it writable, or name another one: make run VAR_DIR=/some/folder"
        )


def refuse_second_start(var: Path) -> IO[str]:
    lock = (var / "run.lock").open("a")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        stop(
            f"The desk already runs on the folder {var}: stop it with Ctrl-C first, "
            "or start a second one on a folder of its own: make run PORT=8001 VAR_DIR=/some/folder"
        )
    return lock


def refuse_taken_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            stop(f"Port {port} is kept for the system: choose one above 1023, like: make run PORT=8001")
        except OSError:
            stop(f"Port {port} is taken by another program: stop that, or choose another one: make run PORT={port + 1}")


def prepare_environment(var: Path, port: int) -> None:
    """Set what the settings and the processes read: the demo, on loopback only, with secrets of its own."""
    keep_secret(var / "secret-key", secrets.token_urlsafe(64))
    keep_secret(var / "field-key", Fernet.generate_key().decode())
    os.environ.update(
        DJANGO_SETTINGS_MODULE="fso_desk.settings",
        VAR_DIR=str(var),
        DEMO="1",
        BIND="127.0.0.1",
        PORT=str(port),
        BASE_URL=f"http://127.0.0.1:{port}",
        ALLOWED_HOSTS="127.0.0.1,localhost",
        PYTHONUNBUFFERED="1",
        PATH=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    )
    os.chdir(ROOT)


def keep_secret(path: Path, new: str) -> None:
    if not path.exists():
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(new)


def prepare_desk(var: Path) -> None:
    """Bring tables, words and files up to date, and fill an empty database with the demo firm."""
    compile_catalogues()
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    if "load_demo" in get_commands():
        call_command("load_demo")
    gather_static_files(var)


def gather_static_files(var: Path) -> None:
    stamp = var / "static.stamp"
    state = state_of_static_files()
    if stamp.exists() and stamp.read_text() == state and (var / "static" / "staticfiles.json").exists():
        return
    say("Gathering style sheets and pictures ...")
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    stamp.write_text(state)


def state_of_static_files() -> str:
    """A digest that changes when one of our own static files or any installed package does."""
    digest = hashlib.sha256()
    for path in sorted(ROOT.glob("static/**/*")):
        status = path.stat()
        digest.update(f"{path} {status.st_mtime_ns} {status.st_size}\n".encode())
    for package in sorted(f"{found.name} {found.version}" for found in metadata.distributions()):
        digest.update(package.encode())
    return digest.hexdigest()


def serve(port: int) -> int:
    """Run the processes of Procfile.local until one ends or the person has had enough; none is left behind."""
    manager = Manager()
    for name, command in parse_procfile((ROOT / "Procfile.local").read_text()).processes.items():
        manager.add_process(name, command, env=dict(os.environ), cwd=str(ROOT))
    threading.Thread(target=announce, args=(port,), daemon=True).start()
    manager.loop()
    interrupted = 130  # honcho's code for Ctrl-C, which is how this is meant to end
    return 0 if manager.returncode in {None, interrupted} else int(manager.returncode)


def announce(port: int) -> None:
    for _ in range(600):
        try:
            with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=1):
                say(f"\n  FSO Desk is open at http://127.0.0.1:{port}/   (Ctrl-C closes it)\n")
                return
        except OSError:
            time.sleep(0.1)


def say(sentence: str) -> None:
    print(sentence, flush=True)


def stop(sentence: str) -> None:
    print(sentence, file=sys.stderr)
    sys.exit(1)


if __name__ == "__main__":
    sys.exit(main())
