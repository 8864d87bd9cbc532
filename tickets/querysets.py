from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.models import Role, User
from sites.models import Standing
from sites.queries import SEES_EVERY_CLIENT, clients_served, memberships_of
from tickets.lifecycle import OPEN_STATUSES
from tickets.queue_order import ORDER

if TYPE_CHECKING:
    from tickets.models import Problem, Ticket


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


def _of_firm(user: User, at: datetime) -> Q:
    plain = Q(confidential=False) | Q(contact=user) | Q(assignee=user)
    if user.has_role(*SEES_EVERY_CLIENT):
        return plain
    return Q(client__in=clients_served(user, at)) & plain


def _of_client(user: User, at: datetime) -> Q:
    standings = dict(memberships_of(user, at).values_list("client_id", "standing"))
    followed = [client for client, standing in standings.items() if standing == Standing.CONTACT]
    return Q(requester=user, client_id__in=list(standings)) | Q(client_id__in=followed, confidential=False)


class ProblemQuerySet(models.QuerySet["Problem"]):
    """Known problems; ``visible_to`` is the only doorway for pages, API and mail."""

    def visible_to(self, user: User, at: datetime | None = None) -> Self:
        """Return the problems of which this person may read something at this instant (UTC; None = now).

        People of the firm: those of the clients they serve, and those of no client alone. People of clients: what is
        announced where they work, and what they said is theirs too while they work there; of these they read the public
        words only (``tickets.problems.Announced``).
        """
        if not user.is_active:
            return self.none()
        at = at or timezone.now()
        if not user.is_of_firm:
            announced = apps.get_model("tickets", "Announcement").objects.running(at).filter(announced_to(user, at))
            own = apps.get_model("tickets", "ProblemPerson").objects.filter(
                person=user, client__in=memberships_of(user, at).order_by().values("client")
            )
            return self.filter(
                (~Q(state="gone") & Q(pk__in=announced.values("problem"))) | Q(pk__in=own.values("problem"))
            )
        if user.has_role(*SEES_EVERY_CLIENT):
            return self.all()
        return self.filter(Q(client__isnull=True) | Q(client__in=clients_served(user, at)))

    def unsolved(self) -> Self:
        """Return those that somebody still has (twin of ``not Problem.is_gone``)."""
        return self.exclude(state="gone")

    def locked(self, number: int) -> "Problem":
        """Return this problem, locked until the end of the transaction; before any ticket that hangs on it."""
        return self.select_for_update(no_key=True).get(pk=number)


def announced_to(user: User, at: datetime) -> Q:
    """Return the condition that an announcement is for this person of a client: of the client, or of the place, of hers.

    A client contact reads what is announced at any place of the company, as does who works at none in particular.
    """
    works = memberships_of(user, at).order_by()
    there = works.filter(client=OuterRef("client"))
    at_the_place = there.filter(Q(site__isnull=True) | Q(standing=Standing.CONTACT) | Q(site=OuterRef("site")))
    return Q(Exists(works), client__isnull=True) | Q(Exists(there), site__isnull=True) | Q(Exists(at_the_place))
