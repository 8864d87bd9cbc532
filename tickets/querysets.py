from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Role, User
from sites.models import Client, Standing
from sites.queries import SEES_EVERY_CLIENT, clients_served, memberships_of
from tickets.lifecycle import OPEN_STATUSES
from tickets.queue_order import ORDER

if TYPE_CHECKING:
    from tickets.models import PolicyVersion, Ticket


class TicketQuerySet(models.QuerySet["Ticket"]):
    """Tickets; ``visible_to`` is the only doorway for pages, API, mail and reports."""

    def visible_to(self, user: User, at: datetime | None = None) -> Self:
        """Return the tickets this person may see at this instant (UTC; None = now): one filter, no joins.

        People of the firm: of the clients they serve; confidential ones only as contact or assignee, or as the desk.
        People of clients: their own while they work there; a client contact those of the company that are not
        confidential. Everybody: what a live Reader row lets them read.
        """
        if not user.is_active:
            return self.none()
        if user.has_role(Role.DESK):
            # Not an empty Q: or-ed with another one it would vanish, and everything with it.
            return self.all()
        at = at or timezone.now()
        granted = Q(pk__in=apps.get_model("tickets", "Reader").objects.running(at).filter(person=user).values("ticket"))
        return self.filter((_of_firm(user, at) if user.is_of_firm else _of_client(user, at)) | granted)

    def open(self) -> Self:
        """Return the unsolved ones (twin of ``Ticket.is_open``)."""
        return self.filter(status__in=OPEN_STATUSES)

    def late(self, at: datetime | None = None) -> Self:
        """Return the unsolved ones that have used more than a target (twin of ``Ticket.is_late``)."""
        return self.open().filter(queue_late_at__lte=at or timezone.now())

    def in_queue(self) -> Self:
        """Return those somebody can work on now, first things first (twin of ``Ticket.in_queue``)."""
        return self.filter(in_queue=True).order_by(*ORDER)

    def locked(self, number: int) -> "Ticket":
        """Return this ticket, locked until the end of the transaction: the lock of all that hangs on it."""
        return self.select_for_update(no_key=True).get(pk=number)


class PolicyVersionQuerySet(models.QuerySet["PolicyVersion"]):
    """What is promised, in versions."""

    def for_client(self, client: Client | None) -> Self:
        """Return the versions that may hold for this client, its own and the firm's (None = the firm's only): the latest first."""
        of_whom = Q(client__isnull=True) if client is None else Q(client__isnull=True) | Q(client=client)
        return self.filter(of_whom, withdrawn_at__isnull=True).order_by("-starts_at", "-pk")

    def in_force(self, client: Client | None, at: datetime) -> "PolicyVersion":
        """Return what is promised to this client at this instant (UTC): its own, else the firm's. One query."""
        known = list(self.for_client(client).filter(starts_at__lte=at))
        own = next((version for version in known if version.client_id is not None), None)
        if own is not None and not own.follows_firm:
            return own
        return next(version for version in known if version.client_id is None)


def _of_firm(user: User, at: datetime) -> Q:
    plain = Q(confidential=False) | Q(contact=user) | Q(assignee=user)
    if user.has_role(*SEES_EVERY_CLIENT):
        return plain
    return Q(client__in=clients_served(user, at)) & plain


def _of_client(user: User, at: datetime) -> Q:
    standings = dict(memberships_of(user, at).values_list("client_id", "standing"))
    followed = [client for client, standing in standings.items() if standing == Standing.CONTACT]
    return Q(requester=user, client_id__in=list(standings)) | Q(client_id__in=followed, confidential=False)
