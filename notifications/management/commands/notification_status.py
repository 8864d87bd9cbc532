import json
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from notifications.health import LATE_AFTER, Figures, figures

LINES = {
    "oldest_seconds": "seconds that the oldest row that is due has waited",
    "facts_due": "facts to tell now",
    "mails_due": "mails to leave now",
    "mails_held": "mails held on purpose",
    "held_until": "the first of them until",
    "mails_failing": "of all that wait, tried and not taken so far",
    "sent": "sent in the last 24 hours",
    "read": "read before they left, in the last 24 hours",
    "refused": "refused for good",
    "given_up": "given up",
    "set_aside": "could not be written",
    "facts_set_aside": "facts told to nobody",
    "addresses_refused": "addresses that refuse",
    "addresses_stopped": "of these, mail is stopped to",
    "workers": "workers, last seen",
    "clock": "clock, last seen",
    "alarm": "alarms leave by",
}


class Command(BaseCommand):
    """Say how the telling is doing; exit code 1 when the oldest row that is due has waited for more than five minutes."""

    help = (
        "Say how the telling is doing: the figures of the page /outbox/. Exit code 1 when the oldest row that is due has "
        "waited for more than five minutes."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="for monitoring: one JSON object, instants in UTC")

    def handle(self, *_args: Any, **options: Any) -> None:
        now = figures(timezone.now())
        said = _said(now)
        if options["json"]:
            self.stdout.write(json.dumps(said))
        else:
            for name, words in LINES.items():
                self.stdout.write(f"{words}: {_written(said[name])}")
        if now.is_late:
            minutes = LATE_AFTER.total_seconds() / 60
            raise CommandError(f"The oldest row that is due has waited for more than {minutes:.0f} minutes.")


def _said(now: Figures) -> dict[str, Any]:
    return {
        "oldest_seconds": round(now.age.total_seconds(), 1),
        "late": now.is_late,
        "facts_due": now.facts_due,
        "mails_due": now.mails_due,
        "mails_held": now.held,
        "held_until": _instant(now.held_until),
        "mails_failing": now.failing,
        "sent": now.sent,
        "read": now.read,
        "refused": now.failed.get("refused", 0),
        "given_up": now.failed.get("given_up", 0),
        "set_aside": now.failed.get("set_aside", 0),
        "facts_set_aside": now.facts_set_aside,
        "addresses_refused": now.addresses_refused,
        "addresses_stopped": now.addresses_stopped,
        "workers": {sign.row.name: _instant(sign.row.seen_at) for sign in now.signs if not sign.is_clock},
        "clock": _instant(now.clock.seen_at if now.clock else None),
        "alarm": now.alarm_way or None,
    }


def _instant(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None


def _written(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {seen_at}" for name, seen_at in value.items()) or "none"
    return "none" if value is None else str(value)
