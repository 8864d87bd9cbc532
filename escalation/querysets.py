from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models

from accounts.models import User
from tickets.models import Ticket

if TYPE_CHECKING:
    from escalation.models import Alarm, Escalation, Offer  # noqa: F401 - in quotes below

LIVE = ("offered", "picked_up")


class EscalationQuerySet(models.QuerySet["Escalation"]):
    """Escalations; ``visible_to`` is the only doorway."""

    def visible_to(self, user: User, at: datetime | None = None) -> Self:
        """Return those of the tickets this person of the firm may see; an offer lets him see its ticket.

        People of clients see none: what colleagues hand each other is never theirs.
        """
        if not user.is_of_firm:
            return self.none()
        return self.filter(ticket__in=Ticket.objects.visible_to(user, at))

    def live(self) -> Self:
        """Return those that hold their ticket (twin of ``Escalation.is_live``)."""
        return self.filter(status__in=LIVE)

    def with_handover(self) -> Self:
        """Bring the ticket, its people and the words, so that a row asks for nothing more."""
        return self.select_related(
            "ticket__client", "ticket__site", "ticket__contact__face", "ticket__assignee", "chain", "step",
            "escalated_by", "picked_up_by", "wrong", "tried", "needed", "done", "needed_on_site",
        ).defer("ticket__contact__face__picture")  # fmt: skip

    def locked(self, pk: int) -> "Escalation":
        """Return this escalation, locked until the end of the transaction; its ticket is locked before."""
        return self.select_for_update(no_key=True).get(pk=pk)


class OfferQuerySet(models.QuerySet["Offer"]):
    """Offers of escalations to people."""

    def live(self) -> Self:
        """Return those that still stand."""
        return self.filter(ended_at__isnull=True)


class AlarmQuerySet(models.QuerySet["Alarm"]):
    """Alarms about tickets; whoever may see the ticket may see them."""

    def live(self) -> Self:
        """Return those that have not ended."""
        return self.filter(ended_at__isnull=True)

    def due(self, at: datetime) -> Self:
        """Return those whose next call is due at this instant (UTC), the longest due first."""
        return self.live().filter(next_at__lte=at).order_by("next_at", "pk")
