from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from accounts.models import User
from tickets.models import Ticket

if TYPE_CHECKING:
    from notifications.models import Delivery, Notification, Pending  # noqa: F401 - named in quotes below


class PendingQuerySet(models.QuerySet["Pending"]):
    """Facts of which people are still to be told."""

    def due(self, at: datetime) -> Self:
        """Return those whose moment has come at this instant (UTC), longest waiting first."""
        return self.filter(done_at__isnull=True, due_at__lte=at).order_by("due_at", "pk")


class NotificationQuerySet(models.QuerySet["Notification"]):
    """News of people, through one channel each."""

    def news_of(self, person: User) -> Self:
        """Return what this person finds in the product: only about tickets that she may see now."""
        visible = Q(ticket__isnull=True) | Q(ticket__in=Ticket.objects.visible_to(person))
        return self.filter(visible, person=person, channel="in_app")

    def unread(self) -> Self:
        """Return what was not read yet."""
        return self.filter(read_at__isnull=True)


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    """Mails, one row each."""

    def due(self, at: datetime) -> Self:
        """Return the unsent ones whose moment has come at this instant (UTC), longest waiting first."""
        return self.filter(state="waiting", due_at__lte=at).order_by("due_at", "pk")
