"""The queue: what somebody can work on now, first things first; and the people to call back."""

from dataclasses import replace
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.doorway import of_firm, person_of
from accounts.models import Role, User
from tickets import keyset, seen, tabs
from tickets.filters import TicketFilter
from tickets.forms.narrowing import Narrowing
from tickets.permissions import WORKING_ROLES
from tickets.queries import categories, waiting_call_backs
from tickets.rows import explained, narrow, rows_of
from tickets.seen import Seen
from tickets.views.fragments import part_of_list

PARAMETERS = keyset.PARAMETERS | seen.PARAMETERS | {"view"}


@require_safe
@of_firm
def queue(request: HttpRequest) -> HttpResponse:
    """Show the tickets under one heading of the queue, narrowed by the filter of the address.

    A page that says which rows it showed ("Show") is told where those went that stand there no more.
    """
    user, at = person_of(request), timezone.now()
    asked = TicketFilter.read(request.GET, others=PARAMETERS)
    tab = tabs.chosen(request.GET.get("view", ""), user)
    shown = _frame(user, tab, asked)
    if tab is tabs.CALL_BACK:
        return render(request, "tickets/call_backs.html", shown)
    was = Seen.read(request.GET)
    found = asked.narrow(tabs.under(tab, user, at), at=at, reader=user)
    window = keyset.window(request.GET, found, tab.order)
    window = replace(window, rows=min(keyset.MOST_ROWS, max(window.rows, len(was.rows))))
    page = keyset.page(narrow(found), tab.order, window)
    first_place = window.shown + 1 if tab.condition and not asked.is_set else None
    rows = explained(rows_of(page.rows, reader=user, at=at), at, first_place=first_place)
    gone = seen.gone_since(was, found, rows, reader=user, at=at)
    more = asked.address(view=tab.code, rows=window.rows, after=page.after, shown=window.shown + len(page.rows))
    shown |= {
        "rows": seen.in_their_places(rows, gone, was),
        "more_url": f"?{more}" if page.after else None,
        "more_count": window.rows,
        "address": asked.address(view=tab.code, rows=window.rows),
        "now": at,
    }
    return render(request, part_of_list(request, "tickets/queue.html"), shown)


@require_safe
@of_firm
def changes(request: HttpRequest) -> HttpResponse:
    """Say how much of what a page shows of the queue changed, came or left since; the page shows it when its reader asks."""
    user, at = person_of(request), timezone.now()
    asked = TicketFilter.read(request.GET, others=PARAMETERS)
    tab = tabs.chosen(request.GET.get("view", ""), user)
    if tab is tabs.CALL_BACK:
        raise BadRequest("view")
    found = asked.narrow(tabs.under(tab, user, at), at=at, reader=user)
    window = keyset.window(request.GET, found, tab.order)
    count = seen.changed_since(Seen.read(request.GET), found, tab.order, rows=window.rows)
    address = asked.address(view=tab.code, rows=window.rows)
    shown = {"count": count, "show_url": f"{reverse('tickets:queue')}?{address}"}
    return render(request, "tickets/_changes.html", shown)


def _frame(user: User, tab: tabs.Tab, asked: TicketFilter) -> dict[str, Any]:
    counts: dict[str, int] = tabs.counts(user)
    waiting = list(waiting_call_backs()) if tab is tabs.CALL_BACK else []
    if tab is not tabs.CALL_BACK and tabs.CALL_BACK in tabs.tabs_of(user):
        counts[tabs.CALL_BACK.code] = waiting_call_backs().count()
    elif waiting:
        counts[tabs.CALL_BACK.code] = len(waiting)
    return {
        "tab": tab,
        "tabs": [(one, counts.get(one.code)) for one in tabs.tabs_of(user)],
        "count": counts.get(tab.code),
        "call_backs": waiting,
        "waiting": counts["mine"],
        "hears_walk_ins": user.has_role(Role.FSO),
        "may_record": user.has_role(*WORKING_ROLES),
        "asked": asked,
        "narrowing": Narrowing(asked, places=tabs.places_of(user), categories=list(categories())),
    }
