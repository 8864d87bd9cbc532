"""The headings of the queue: which tickets stand under each, and how many."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.core.exceptions import BadRequest
from django.db.models import Count, FilteredRelation, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Role, User
from sites.queries import clients_served
from sites.querysets import not_closed
from tickets.models import QuestionKind, SecondLine, Ticket
from tickets.models.ticket import SOLVED
from tickets.querysets import TicketQuerySet
from tickets.queue_order import NOBODY_HAS_IT, ORDER


@dataclass(frozen=True)
class Tab:
    """One heading. ``condition``: which tickets of the queue stand under it for this person; ``roles``: who is shown it."""

    code: str
    words: Any
    condition: Callable[[User], Q] | None = None
    roles: frozenset[str] = frozenset(Role.values)

    @property
    def order(self) -> tuple[str, ...]:
        """The names of the columns in whose order its rows stand."""
        return ORDER if self.condition else ("-resolved_at", "-number")


def _mine(user: User) -> Q:
    # A P1 that nobody has in hand is everybody's, whichever site one is at.
    return Q(assignee=user) | Q(contact=user) | Q(queue_step=NOBODY_HAS_IT)


def _of_my_clients(_user: User) -> Q:
    return Q()


def _unassigned(_user: User) -> Q:
    return Q(assignee__isnull=True)


def _with_engineers(_user: User) -> Q:
    return Q(second_line__in=[SecondLine.OFFERED, SecondLine.PICKED_UP])


def _not_it(_user: User) -> Q:
    return Q(category__question_kind=QuestionKind.NOT_IT)


DESK_ONLY = frozenset({Role.DESK.value})
CALL_BACK = Tab("call-back", _("Call back"), roles=DESK_ONLY)
SOLVED_THIS_WEEK = Tab("solved", _("Solved this week"))
TABS = (
    Tab("mine", _("Mine"), _mine),
    Tab("clients", _("All my clients"), _of_my_clients),
    Tab("unassigned", _("Unassigned"), _unassigned),
    Tab("with-engineers", _("With engineers"), _with_engineers),
    Tab("not-it", _("Not IT"), _not_it, DESK_ONLY),
    CALL_BACK,
    SOLVED_THIS_WEEK,
)
FIRST = {Role.FSO: "mine", Role.DESK: "unassigned", Role.ENGINEER: "mine"}


def tabs_of(user: User) -> list[Tab]:
    """Return the headings that this person sees."""
    return [tab for tab in TABS if user.has_role(*tab.roles)]


def chosen(code: str, user: User) -> Tab:
    """Return the heading with this code ("" = the first of this person's role). Raises BadRequest for another one."""
    code = code or next((first for role, first in FIRST.items() if user.has_role(role)), "clients")
    for tab in tabs_of(user):
        if tab.code == code:
            return tab
    raise BadRequest("view")


def under(tab: Tab, user: User, at: datetime | None = None) -> TicketQuerySet:
    """Return the tickets that stand under this heading for this person, in its order."""
    visible = Ticket.objects.visible_to(user, at)
    if tab.condition is None:
        return visible.filter(status__in=SOLVED, resolved_at__gte=_monday()).order_by(*tab.order)
    return visible.in_queue().filter(tab.condition(user))


def visible(user: User, at: datetime | None = None) -> TicketQuerySet:
    """Return every ticket that this person may see, solved ones too."""
    return Ticket.objects.visible_to(user, at)


def counts(user: User, at: datetime | None = None) -> dict[str, int]:
    """Return how many tickets stand under each heading of the queue, in one query over what stands in it."""
    counted = {
        tab.code.replace("-", "_"): Count("pk", filter=tab.condition(user)) if tab.condition(user) else Count("pk")
        for tab in tabs_of(user)
        if tab.condition is not None
    }
    found = Ticket.objects.visible_to(user, at).filter(in_queue=True).aggregate(**counted)
    return {name.replace("_", "-"): number for name, number in found.items()}


def places_of(user: User) -> list[tuple[int, str, int | None, str | None]]:
    """Return the clients this person serves, each with its open places, by name: (client, its name, site, its name)."""
    open_place = FilteredRelation("sites", condition=not_closed(timezone.now(), of="sites__"))
    rows = clients_served(user).annotate(place=open_place).order_by("name", "place__name", "pk", "place__pk")
    return list(rows.values_list("pk", "name", "place__pk", "place__name"))


def _monday() -> datetime:
    today = timezone.localdate()
    return datetime.combine(today - timedelta(days=today.weekday()), time(), timezone.get_current_timezone())
