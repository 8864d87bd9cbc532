"""Make .venv fit for running or for testing FSO Desk.

    python3 scripts/setup.py run     what the desk itself needs
    python3 scripts/setup.py test    that, and what the tests need

Standard library only, and readable by every Python 3, so that an old one gets a sentence instead of a SyntaxError.
A second call takes a blink: a stamp inside .venv holds the hash of everything that decides what is installed.
"""

import fcntl
import hashlib
import os
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
VENV_PYTHON = os.path.join(VENV, "bin", "python")
OLDEST_PYTHON = (3, 11)
REQUIREMENTS = {
    "run": ["requirements.txt"],
    "test": ["requirements.txt", "requirements-dev.txt"],
}


def main(purpose: str) -> None:
    refuse_old_python()
    with open(os.path.join(ROOT, "requirements.txt")) as turnstile:
        fcntl.flock(turnstile, fcntl.LOCK_EX)  # two set-ups at once would spoil one folder
        if is_ready(purpose):
            return
        refuse_read_only_folder()
        make_environment()
        install(purpose)
        stamp(purpose)


def refuse_old_python() -> None:
    if sys.version_info < OLDEST_PYTHON:
        stop(
            "Python {}.{} is too old for FSO Desk: it needs 3.11 or newer. "
            "Install one and say which: make PYTHON=python3.11 ...".format(*sys.version_info[:2])
        )


def refuse_read_only_folder() -> None:
    if not os.access(ROOT, os.W_OK):
        stop(
            "The folder {} cannot be written, and FSO Desk keeps .venv and var in it. "
            "Copy the checkout to a folder of your own, or make this one writable.".format(ROOT)
        )


def is_ready(purpose: str) -> bool:
    try:
        with open(stamp_path(purpose)) as file:
            return file.read() == fingerprint(purpose) and works(VENV_PYTHON)
    except OSError:
        return False


def make_environment() -> None:
    """Create .venv; one that was made halfway, for another folder or by another Python is made anew."""
    if works(VENV_PYTHON, "import pip") and made_here():
        return
    if os.path.lexists(VENV):
        if not os.path.isdir(VENV) or (os.listdir(VENV) and not os.path.exists(os.path.join(VENV, "pyvenv.cfg"))):
            stop("There is a .venv in {} that no Python made: move it away, then call make again.".format(ROOT))
        say("The .venv here is half made or was made elsewhere: making it anew.")
    made = subprocess.run(
        [sys.executable, "-m", "venv", "--clear", VENV], stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    if made.returncode != 0:
        sys.stderr.write(made.stdout.decode("utf-8", "replace"))
        stop(
            "Python could not make .venv. On Debian and Ubuntu the part for it is called python3-venv: "
            "apt install python3-venv, then call make again. On a full disk, make room first."
        )


def install(purpose: str) -> None:
    say("Installing what FSO Desk needs to {} (once, about a minute) ...".format(purpose))
    command = [VENV_PYTHON, "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--require-hashes"]
    for name in REQUIREMENTS[purpose]:
        command += ["-r", os.path.join(ROOT, name)]
    if subprocess.call(command) != 0:
        stop("The packages could not be installed (see above). Is the network up? Then call make again.")


def stamp(purpose: str) -> None:
    # A stamp for testing holds for running too: the set for running is part of the set for testing.
    for name in {"run", purpose}:
        with open(stamp_path(name), "w") as file:
            file.write(fingerprint(name))


def stamp_path(purpose: str) -> str:
    return os.path.join(VENV, "fso-desk-{}.stamp".format(purpose))


def fingerprint(purpose: str) -> str:
    digest = hashlib.sha256(VENV.encode())
    for name in REQUIREMENTS[purpose]:
        with open(os.path.join(ROOT, name), "rb") as file:
            digest.update(file.read())
    return digest.hexdigest()


def works(python: str, statement: str = "pass") -> bool:
    try:
        return subprocess.call([python, "-c", statement], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0
    except OSError:
        return False


def made_here() -> bool:
    """Whether the commands of .venv point into this folder: a moved checkout has a .venv that runs something else."""
    seen = subprocess.run(
        [VENV_PYTHON, "-c", "import sys; print(sys.prefix, sys.version_info >= (3, 11))"], stdout=subprocess.PIPE
    )
    try:
        with open(os.path.join(VENV, "bin", "pip"), errors="replace") as file:
            first_line = file.readline()
    except OSError:
        return False
    return VENV in first_line and seen.stdout.decode().split() == [VENV, "True"]


def say(sentence: str) -> None:
    sys.stdout.write(sentence + "\n")
    sys.stdout.flush()


def stop(sentence: str) -> None:
    sys.stderr.write(sentence + "\n")
    sys.exit(1)


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in REQUIREMENTS:
        stop("Usage: python3 scripts/setup.py run|test")
    try:
        main(sys.argv[1])
    except KeyboardInterrupt:
        stop("Stopped halfway: the next call of make goes on from here.")
