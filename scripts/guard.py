"""Everything that guards the product, in one go: what `make test` and the build run.

    python scripts/guard.py [--only-tests] [arguments for pytest]

Not among them: tests/faults, which bring servers of their own and wait a lot: `make faults`.
Each guard says its name, its verdict and its time; a failing one shows its output. All run, so that one call shows all there is to mend.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
ROOMS = ["history", "accounts", "sites", "visits", "tickets", "escalation", "today", "notifications", "reports"]
CODE = ["fso_desk", "demo", *ROOMS, "tests", "scripts", "bench", "manage.py", "gunicorn.conf.py"]

GUARDS: dict[str, list[str]] = {
    "format": ["ruff", "format", "--check", "--quiet", *CODE],
    "lint": ["ruff", "check", "--quiet", *CODE],
    "templates": ["djhtml", "--check", "--tabwidth", "2", "templates"],
    "types": ["mypy", "fso_desk", "demo", *ROOMS, "tests", "scripts", "manage.py"],
    "imports": ["lint-imports", "--no-logo"],
    "migrations": ["python", "manage.py", "makemigrations", "--check", "--dry-run"],
}
PROCESSES = os.environ.get("TEST_PROCESSES", "2")
TESTS = ["pytest", "--ignore", "tests/faults", "-q", "-n", PROCESSES, "--dist", "worksteal", "-rs", "--durations", "5"]


def main(arguments: list[str]) -> int:
    os.chdir(ROOT)
    only_tests = "--only-tests" in arguments
    rest = [argument for argument in arguments if argument != "--only-tests"]
    failed = [] if only_tests else [name for name, command in GUARDS.items() if not stands(name, command)]
    if subprocess.run([BIN / TESTS[0], *TESTS[1:], *rest], check=False).returncode != 0:
        failed.append("tests")
    print(f"Failed: {', '.join(failed)}." if failed else "All guards stand.", flush=True)
    return 1 if failed else 0


def stands(name: str, command: list[str]) -> bool:
    began = time.monotonic()
    present = [part for part in command if part not in CODE or (ROOT / part).exists()]
    done = subprocess.run(
        [BIN / present[0], *present[1:]], check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    verdict = "ok" if done.returncode == 0 else "FAILED"
    print(f"{verdict:>6}  {name} ({time.monotonic() - began:.1f} s)", flush=True)
    if done.returncode != 0:
        print(done.stdout, flush=True)
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
