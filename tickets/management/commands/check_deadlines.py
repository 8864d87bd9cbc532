from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from tickets.clock import Policy
from tickets.deadlines import differences
from tickets.models import Ticket
from tickets.policies import policy_of


class Command(BaseCommand):
    """Work out every deadline from the facts and compare it with the stored one; exit code 1 when one differs."""

    help = "Work out the deadlines of all tickets from what happened to them, and name those that are stored otherwise."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--open", action="store_true", help="only tickets that are not solved")

    def handle(self, *_: Any, **options: Any) -> None:
        """Print a line for each difference, and how many tickets stand right."""
        tickets = Ticket.objects.select_related("client", "site").order_by("pk")
        now, right, wrong = timezone.now(), 0, 0
        policies: dict[int, Policy] = {}
        for ticket in (tickets.open() if options["open"] else tickets).iterator(chunk_size=500):
            if ticket.policy_id not in policies:
                policies[ticket.policy_id] = policy_of(ticket.policy_id)
            found = list(differences(ticket, now, policy=policies[ticket.policy_id]))
            for difference in found:
                self.stdout.write(difference)
            right, wrong = right + (not found), wrong + bool(found)
        self.stdout.write(f"{right} right, {wrong} wrong")
        if wrong:
            raise SystemExit(1)
