"""Add up the results of several test runs, for the last line of a build.

    python scripts/counts.py first.xml second.xml

Each file is a JUnit report by pytest. Exit code 1 when a file is missing, or when a run had no test that passed.
"""

import re
import sys
from pathlib import Path
from typing import NamedTuple


class Counts(NamedTuple):
    passed: int
    failed: int
    skipped: int


def main(paths: list[str]) -> int:
    runs = [counts_of(Path(path)) for path in paths]
    for path, run in zip(paths, runs, strict=True):
        print(f"{Path(path).stem}: {run.passed} passed, {run.failed} failed, {run.skipped} skipped")
    print(
        f"{sum(run.passed for run in runs)} passed, {sum(run.failed for run in runs)} failed, "
        f"{sum(run.skipped for run in runs)} skipped"
    )
    return 0 if all(run.passed for run in runs) else 1


def counts_of(report: Path) -> Counts:
    if not report.exists():
        return Counts(0, 1, 0)
    suite = re.search(r"<testsuite [^>]*>", report.read_text(encoding="utf-8"))
    numbers = dict(re.findall(r'(tests|errors|failures|skipped)="(\d+)"', suite.group() if suite else ""))
    failed = int(numbers.get("errors", 0)) + int(numbers.get("failures", 0))
    skipped = int(numbers.get("skipped", 0))
    return Counts(int(numbers.get("tests", 0)) - failed - skipped, failed, skipped)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
