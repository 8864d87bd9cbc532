from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING, Self
from uuid import UUID

from django.db import models
from django.db.models import Q

from accounts.models import User
from tickets.models import Ticket

if TYPE_CHECKING:
    from notifications.models import Delivery, Notification, Pending  # noqa: F401 - named in quotes below


class PendingQuerySet(models.QuerySet["Pending"]):
    """Facts of which people are still to be told."""

    def waiting(self) -> Self:
        """Return those of which nobody has been told yet, but for those that were set aside."""
        return self.filter(done_at__isnull=True, set_aside_at__isnull=True)

    def of(self, batch: UUID) -> Self:
        """Return the waiting ones of one transaction, in the order in which they were recorded."""
        return self.waiting().filter(batch=batch).order_by("pk")

    def due(self, at: datetime) -> Self:
        """Return those whose moment has come at this instant (UTC), longest waiting first."""
        return self.waiting().filter(due_at__lte=at).order_by("due_at", "pk")


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
    """Mails and alarms, one row each."""

    def due(self, at: datetime) -> Self:
        """Return the unsent ones whose moment has come at this instant (UTC), longest waiting first."""
        return self.filter(state="waiting", due_at__lte=at).order_by("due_at", "pk")

    def news_lately(self, people: Collection[int], tickets: Collection[int], at: datetime) -> Self:
        """Return the news of these tickets for these people that still waits, or whose window is open at this instant (UTC)."""
        recent = Q(state="waiting") | Q(window_until__gt=at)
        return self.filter(recent, person__in=people, ticket__in=tickets, purpose="news").order_by("pk")

    def untouched(self) -> Self:
        """Return those that nobody has begun to send: more can join them."""
        return self.filter(state="waiting", attempts=0)
