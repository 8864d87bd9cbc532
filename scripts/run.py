"""Start the desk with the demo firm on this machine: web, worker and beat, until Ctrl-C.

    python scripts/run.py        (make run; PORT=8000 in the environment)

What can go wrong before the start is said in one sentence with the way out, and the exit code is 1.
"""

import base64
import fcntl
import os
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import IO, NoReturn
from urllib.request import urlopen

from honcho.environ import parse_procfile
from honcho.manager import Manager

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    port = chosen_port()
    var = Path(os.environ.get("VAR_DIR", ROOT / "var"))
    refuse_unwritable(var)
    running = refuse_second_start(var)
    refuse_taken_port(port)
    prepare_environment(var, port)
    prepare_desk()
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
    keep_secret(var / "field-key", base64.urlsafe_b64encode(secrets.token_bytes(32)).decode())
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
    os.environ.setdefault("FIRM_NAME", "Lumen IT")
    os.environ.setdefault("FIRM_PHONE", "02 555 01 00")
    os.environ.setdefault("DESK_EMAIL", "desk@lumen-it.example")
    os.chdir(ROOT)


def keep_secret(path: Path, new: str) -> None:
    if not path.exists():
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(new)


def prepare_desk() -> None:
    # A process of its own, so that the one which only watches the others stays small.
    if (code := subprocess.call([sys.executable, "-m", "scripts.prepare"])) != 0:
        sys.exit(code)


def serve(port: int) -> int:
    """Run the processes of Procfile.local until one ends or the person has had enough; none is left behind."""
    signal.signal(signal.SIGHUP, lambda *_: os.kill(os.getpid(), signal.SIGTERM))  # the terminal was closed
    manager = Manager()
    for name, command in parse_procfile((ROOT / "Procfile.local").read_text()).processes.items():
        manager.add_process(name, f"exec {command}", env=dict(os.environ), cwd=str(ROOT))
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


def stop(sentence: str) -> NoReturn:
    print(sentence, file=sys.stderr)
    sys.exit(1)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        stop("Stopped before the desk was open.")
