from typing import Any

from django.core.management.base import BaseCommand

from tickets.search_text import rebuild


class Command(BaseCommand):
    """Write what is searched anew: after rows came in another way than through the desk (a copy, an import, an upgrade)."""

    help = "Write what tickets and people are searched by anew, in chunks. The desk goes on meanwhile."

    def handle(self, *_: Any, **_options: Any) -> None:
        """Say how many rows are done."""
        done = 0
        for done in rebuild():  # noqa: B007 - the last one is said
            pass
        self.stdout.write(f"{done} rows are searched.")
