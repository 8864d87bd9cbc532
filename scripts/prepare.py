"""Bring a local desk up to date: tables, words, style sheets; fill an empty database with the demo firm.

python -m scripts.prepare        (called by scripts/run.py, which sets the environment)
"""

import hashlib
import sys
from importlib import metadata
from pathlib import Path

import django
from django.conf import settings
from django.core.management import CommandError, call_command, get_commands

from fso_desk.startup import make_var_folders
from scripts.catalogues import compile_catalogues

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    compile_catalogues()
    django.setup()
    make_var_folders()
    call_command("migrate", verbosity=0, interactive=False)
    load_demo()
    gather_static_files()


def load_demo() -> None:
    if "load_demo" not in get_commands():
        return
    try:
        call_command("load_demo")
    except CommandError as refusal:
        sys.exit(str(refusal))


def gather_static_files() -> None:
    stamp = settings.VAR_DIR / "static.stamp"
    state = state_of_static_files()
    if stamp.exists() and stamp.read_text() == state and (settings.STATIC_ROOT / "staticfiles.json").exists():
        return
    print("Gathering style sheets and pictures ...", flush=True)
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


if __name__ == "__main__":
    main()
