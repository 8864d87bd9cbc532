from collections.abc import Collection
from datetime import datetime
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Final, Self
from uuid import UUID

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from accounts.models import User
from notifications import pace
from tickets.models import Ticket

FAILED_STATES: Final = ("refused", "given_up", "set_aside")
# With "or", here and in the conditions of their indexes: of an "in" SQLite does not see that the index serves it.
FAILED = reduce(or_, (Q(state=state) for state in FAILED_STATES))
LEFT = Q(state="sent") | Q(state="read")

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

    def in_line(self) -> Self:
        """Return those that may be told at once and that nobody has taken, oldest first: whole transactions only."""
        later = Q(due_at__gt=F("created_at") + pace.GRACE)  # for undo, after a failure, or taken by a worker
        held = self.model.objects.waiting().filter(later, batch=OuterRef("batch"))
        return self.waiting().filter(~Exists(held)).order_by("pk")

    def set_aside(self) -> Self:
        """Return those of which nobody could be told, and which wait for somebody to look."""
        return self.filter(set_aside_at__isnull=False)


class NotificationQuerySet(models.QuerySet["Notification"]):
    """News of people, through one channel each."""

    def news_of(self, person: User) -> Self:
        """Return what this person finds in the product: only about tickets that she may see now."""
        # Asked row by row: a set of all that she may see would be gathered anew each time the bell looks.
        visible = Q(ticket__isnull=True) | Exists(Ticket.objects.visible_to(person).filter(pk=OuterRef("ticket")))
        return self.filter(visible, person=person, channel="in_app")

    def unread(self) -> Self:
        """Return what was not read yet."""
        return self.filter(read_at__isnull=True)

    def read(self) -> Self:
        """Return what was read."""
        return self.filter(read_at__isnull=False)


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

    def failed(self) -> Self:
        """Return what did not arrive and waits for somebody to look."""
        return self.filter(FAILED)

    def failing(self) -> Self:
        """Return what did not leave so far, and is tried again by itself."""
        return self.filter(state="waiting").exclude(last_error="")

    def left_since(self, at: datetime) -> Self:
        """Return what was sent, or read before it had to be, since this instant (UTC)."""
        return self.filter(LEFT, ended_at__gte=at)
