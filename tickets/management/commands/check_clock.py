import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tickets.vectors import differences


class Command(BaseCommand):
    """Work out examples of the service-level clock with the product's own function; exit code 1 when one differs."""

    help = "Work out the examples in a JSON file with the desk's own clock, and name what it says otherwise than they expect."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help='a JSON file with "vectors", in the schema of its key "schema"')

    def handle(self, *_: Any, **options: Any) -> None:
        """Print a line for each difference, and how many passed. Raises CommandError for a file without examples."""
        passed = failed = 0
        for number, vector in enumerate(_vectors(options["file"]), start=1):
            name = str(vector.get("id", number)) if isinstance(vector, dict) else str(number)
            try:
                found = differences(vector)
            except (AttributeError, KeyError, TypeError, ValueError) as problem:
                found = [f"cannot be read: {type(problem).__name__} {problem}"]
            for difference in found:
                self.stdout.write(f"{name}  {difference}")
            passed, failed = passed + (not found), failed + bool(found)
        self.stdout.write(f"{passed} passed, {failed} failed")
        if failed:
            raise SystemExit(1)


def _vectors(path: str) -> list[Any]:
    try:
        with open(path, encoding="utf-8") as file:
            told = json.load(file)
        vectors = told["vectors"]
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise CommandError(f"{path} holds no examples of the clock: {type(problem).__name__} {problem}") from problem
    if not isinstance(vectors, list) or not vectors:
        raise CommandError(f"{path} holds no examples of the clock.")
    return vectors
