import time
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from demo import loading, queries


class Command(BaseCommand):
    """Fill an empty database with the demo firm; a second time does nothing."""

    help = "Fill an empty database with the demo firm and three months of what happened there."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--tickets", type=int, default=loading.TICKETS, help="about how many tickets")
        parser.add_argument("--seed", type=int, default=loading.SEED, help="another seed tells another story")
        parser.add_argument(
            "--at", default="", help="the moment the story ends, like 2026-11-24T10:05:00+01:00; now if left out"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        if queries.is_loaded():
            self._say("The demo firm is there.", options)
            return
        if not queries.is_empty():
            raise CommandError(
                "This database holds people or clients of its own, so the demo firm is not put beside them. "
                "Name an empty one: DATABASE_URL, or another VAR_DIR."
            )
        self._say("Loading the demo firm and three months of its work; this takes about a minute ...", options)
        began = time.monotonic()
        steps = loading.load(at=_moment(options["at"]), tickets=options["tickets"], seed=options["seed"])
        self._say(f"The demo firm is there: {steps} steps in {time.monotonic() - began:.0f} s.", options)

    def _say(self, sentence: str, options: dict[str, Any]) -> None:
        if options["verbosity"]:
            self.stdout.write(sentence)
            self.stdout.flush()


def _moment(text: str) -> datetime:
    if not text:
        return timezone.now()
    moment = parse_datetime(text)
    if moment is None or timezone.is_naive(moment):
        raise CommandError("Give --at as a moment with its offset, like 2026-11-24T10:05:00+01:00.")
    return moment
