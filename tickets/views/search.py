"""Search: one field; the best tickets, people and clients for the firm's people, their requests for clients' people."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.doorway import person_of
from tickets import queries, rows, tabs
from tickets import search as finding
from tickets.models import Ticket
from tickets.search_words import LONGEST_ASKED
from tickets.views.fragments import wants_part


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show somebody of the firm the best hits of each kind; a number leads straight to its ticket."""
    user, at, words = person_of(request), timezone.now(), _words(request)
    if (straight := _straight_to(request, words)) is not None:
        return straight
    tickets = finding.best_tickets(user, words, at)
    found = _in_order(rows.narrow(tabs.visible(user, at)), tickets.rows)
    people, clients = finding.best_people(user, words, at), finding.best_clients(user, words, at)
    shown = {
        "words": words,
        "rows": rows.rows_of(found, reader=user, at=at),
        "are_all": tickets.are_all,
        "people": people,
        "clients": clients,
    }
    return _page(request, "tickets/search.html", shown, tickets, people, clients)


@require_safe
def search_requests(request: HttpRequest) -> HttpResponse:
    """Show somebody of a client the best hits among the requests he may see."""
    user, at, words = person_of(request), timezone.now(), _words(request)
    if (straight := _straight_to(request, words)) is not None:
        return straight
    found = finding.best_tickets(user, words, at)
    shown = {"words": words, "rows": _in_order(queries.requests_of(user), found.rows), "are_all": found.are_all}
    return _page(request, "tickets/search_requests.html", shown, found)


def _words(request: HttpRequest) -> str:
    """What is looked for; what is longer than any question is cut. Raises BadRequest for other parameters."""
    if request.GET.keys() - {"q"} or len(request.GET.getlist("q")) > 1:
        raise BadRequest("parameters")
    return request.GET.get("q", "")[:LONGEST_ASKED].strip()


def _in_order(tickets: QuerySet[Ticket], numbers: Sequence[int]) -> list[Ticket]:
    found = {ticket.pk: ticket for ticket in tickets.filter(pk__in=numbers)}
    return [found[number] for number in numbers if number in found]


def _straight_to(request: HttpRequest, words: str) -> HttpResponse | None:
    """The way to the ticket of this number; not while somebody types, who may not have come to its last digit."""
    number = None if wants_part(request) else finding.ticket_numbered(person_of(request), words)
    return redirect("tickets:show", number=number) if number is not None else None


def _page(request: HttpRequest, template: str, shown: dict[str, Any], *kinds: finding.Best) -> HttpResponse:
    if not wants_part(request):
        return render(request, template, shown)
    said = {
        "announced": bool(shown["words"]),
        "count": sum(len(kind.rows) for kind in kinds),
        "all_shown": all(kind.are_all for kind in kinds),
    }
    return render(request, f"{template}#found", shown | said)
