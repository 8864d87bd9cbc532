"""Lists, the queue, one ticket, what was said on it, and what one can choose from."""

from dataclasses import fields
from typing import Any

from django.core.exceptions import BadRequest
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.doorway import ANY_PARAMETER, described, door, person_of
from tickets import keyset, queries, tabs
from tickets.api.answers import EITHER_MESSAGES, EITHER_PAGE, EITHER_TICKET, shown
from tickets.api.for_clients import ClientMessages, ClientPage, ClientPlaces
from tickets.api.for_firm import AllNamed, FirmMessages, FirmPage
from tickets.filters import TicketFilter
from tickets.rows import narrow

WINDOW = ("after", "rows")
FILTER = tuple(field.name for field in fields(TicketFilter))
NEWEST_FIRST = ("-number",)
OLDEST_FIRST = ("written_at", "id")


@described("tickets_list", answers=EITHER_PAGE, parameters=(*WINDOW, *FILTER))
@door("GET", reads=ANY_PARAMETER)
def every(request: Request) -> Response:
    """List what you may see: the firm's people the newest first, by any filter; clients' people as their own page does."""
    if not person_of(request).is_of_firm:
        return _requests(request)
    at = timezone.now()
    asked = TicketFilter.read(request.query_params, others=frozenset(WINDOW))
    found = asked.narrow(narrow(tabs.visible(person_of(request), at)), at=at, reader=person_of(request))
    page = keyset.page(found, NEWEST_FIRST, keyset.window(request.query_params, found, NEWEST_FIRST))
    return _page(page, at)


@described("tickets_queue", answers=FirmPage, parameters=("view", *WINDOW, *FILTER))
@door("GET", to="firm", reads=ANY_PARAMETER)
def queue(request: Request) -> Response:
    """List one heading of the queue in its order: what somebody can work on now, first things first."""
    user, at = person_of(request), timezone.now()
    asked = TicketFilter.read(request.query_params, others=frozenset(WINDOW) | {"view"})
    tab = tabs.chosen(request.query_params.get("view", ""), user)
    if tab is tabs.CALL_BACK:
        raise BadRequest("view")  # those are people to call, not tickets
    found = asked.narrow(narrow(tabs.under(tab, user, at)), at=at, reader=user)
    return _page(keyset.page(found, tab.order, keyset.window(request.query_params, found, tab.order)), at)


@described("tickets_read", answers=EITHER_TICKET)
@door("GET")
def show(request: Request, number: int) -> Response:
    """Read one ticket."""
    user = person_of(request)
    return shown(queries.ticket_for(user, number), user)


@described("tickets_messages", answers=EITHER_MESSAGES, parameters=WINDOW)
@door("GET", reads=WINDOW)
def messages(request: Request, number: int) -> Response:
    """Read what was said on a ticket, oldest first."""
    user = person_of(request)
    said = queries.conversation_of(queries.ticket_for(user, number), reader=user)
    page = keyset.page(said, OLDEST_FIRST, keyset.window(request.query_params, said, OLDEST_FIRST))
    audience = FirmMessages if user.is_of_firm else ClientMessages
    return Response(audience(page).data)


@described("tickets_colleagues", answers=AllNamed)
@door("GET", to="firm")
def colleagues(request: Request, number: int) -> Response:
    """List the colleagues to whom this ticket can be assigned."""
    ticket = queries.ticket_for(person_of(request), number)
    return Response(AllNamed({"rows": queries.assignable(ticket)}).data)


@described("tickets_categories", answers=AllNamed)
@door("GET", to="firm")
def categories(request: Request) -> Response:
    """List the categories in use."""
    return Response(AllNamed({"rows": queries.categories()}).data)


@described("tickets_places", answers=ClientPlaces)
@door("GET", to="client")
def places(request: Request) -> Response:
    """List the places where you can need help."""
    return Response(ClientPlaces({"rows": queries.places_of(person_of(request))}).data)


def _requests(request: Request) -> Response:
    asked = request.query_params
    if asked.keys() - set(WINDOW) or any(len(values) > 1 for _name, values in asked.lists()):
        raise BadRequest("parameters")
    rows = keyset.whole(asked.get("rows") or str(keyset.DEFAULT_ROWS))
    if not 1 <= rows <= keyset.MOST_ROWS:
        raise BadRequest("rows")
    after = keyset.whole(asked["after"]) if asked.get("after") else None
    found, last = queries.requests_after(person_of(request), after, rows)
    return Response(ClientPage({"rows": found, "after": str(last or "")}).data)


def _page(page: keyset.Page, at: Any) -> Response:
    return Response(FirmPage(page, context={"at": at}).data)
