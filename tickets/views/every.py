"""Every ticket that somebody of the firm may see, solved ones too: where search and the figures of reports lead."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.doorway import person_of
from tickets import keyset, tabs
from tickets.filters import TicketFilter
from tickets.forms.narrowing import Narrowing
from tickets.queries import categories
from tickets.rows import narrow, rows_of
from tickets.views.fragments import part_of_list

NEWEST_FIRST = ("-number",)


@require_safe
def every(request: HttpRequest) -> HttpResponse:
    """Show the tickets that the filter of the address asks for, newest first."""
    user, at = person_of(request), timezone.now()
    asked = TicketFilter.read(request.GET, others=keyset.PARAMETERS)
    found = asked.narrow(narrow(tabs.visible(user, at)), at=at, reader=user)
    window = keyset.window(request.GET, found, NEWEST_FIRST)
    page = keyset.page(found, NEWEST_FIRST, window)
    more = asked.address(rows=window.rows, after=page.after)
    places = tabs.places_of(user)
    shown = {
        "rows": rows_of(page.rows, reader=user, at=at),
        "more_url": f"?{more}" if page.after else None,
        "more_count": window.rows,
        "asked": asked,
        "narrowing": Narrowing(asked, places=places, categories=list(categories()), with_status=True),
    }
    return render(request, part_of_list(request, "tickets/list.html"), shown)
