from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from tickets.deadlines import deadlines_of
from tickets.models import Ticket


class Command(BaseCommand):
    """Work out every deadline from the facts and compare it with the stored one; exit code 1 when one differs."""

    help = "Work out the deadlines of all tickets from what happened to them, and name those that are stored otherwise."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--open", action="store_true", help="only tickets that are not solved")

    def handle(self, *_: Any, **options: Any) -> None:
        """Print a line for each difference, and how many tickets stand right."""
        tickets = Ticket.objects.select_related("client", "site").order_by("pk")
        now, right, wrong = timezone.now(), 0, 0
        for ticket in (tickets.open() if options["open"] else tickets).iterator(chunk_size=500):
            found = deadlines_of(ticket, now)
            differences = [
                f"{ticket.pk}  {name}: {stored} is stored, {worked_out} is worked out"
                for name, stored, worked_out in (
                    ("respond_due_at", ticket.respond_due_at, found.respond_due_at),
                    ("respond_late_at", ticket.respond_late_at, found.respond_late_at),
                    ("resolve_due_at", ticket.resolve_due_at, found.resolve_due_at),
                    ("resolve_late_at", ticket.resolve_late_at, found.resolve_late_at),
                )
                if stored != worked_out
            ]
            for difference in differences:
                self.stdout.write(difference)
            right, wrong = right + (not differences), wrong + bool(differences)
        self.stdout.write(f"{right} right, {wrong} wrong")
        if wrong:
            raise SystemExit(1)
