"""The page on which a ticket goes to the second line."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.answers import Denied, NotNow, WrongMoment
from accounts.doorway import of_firm, person_of
from accounts.models import User
from escalation import actions, permissions, queries
from escalation.forms import Handover
from tickets.models import Ticket
from tickets.queries import categories
from tickets.views.fragments import wants_part


@of_firm
@require_http_methods(["GET", "HEAD", "POST"])
def escalate(request: HttpRequest, number: int) -> HttpResponse:
    """Ask what it is about, say who gets it, take the handover."""
    user = person_of(request)
    ticket = queries.ticket_of_firm(user, number)
    if request.method != "POST":
        return _asked(request, user, ticket)
    form = Handover(request.POST, categories=list(categories()))
    if not form.is_valid():
        return _page(request, user, ticket, form, status=422)
    if "preview" in request.POST:
        return _page(request, user, ticket, form)
    said = form.cleaned_data
    try:
        actions.escalate(
            ticket,
            category=said["category"],
            wrong=said["wrong"],
            tried=said["tried"],
            needed=said["needed"],
            once=said["once"],
            actor=user,
        )
    except WrongMoment as refusal:
        return _page(request, user, ticket, form, refusal=str(refusal.message), status=409)
    messages.success(request, _("It is offered to colleagues. Its face stays the same."))
    return redirect("tickets:show", number=ticket.pk)


def _asked(request: HttpRequest, user: User, ticket: Ticket) -> HttpResponse:
    may = permissions.can_escalate(user, ticket)
    if isinstance(may, Denied):
        may.enforce()
    asked = request.GET.get("category", "")
    chosen = int(asked) if asked.isascii() and asked.isdigit() else ticket.category_id
    form = Handover(categories=list(categories()), chosen=chosen)
    return _page(request, user, ticket, form, refusal="" if may else may.reason)


def _page(
    request: HttpRequest, user: User, ticket: Ticket, form: Handover, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    category = form.chosen
    way = category and queries.way_of(ticket, category.question_kind, escalating=user)
    takes: dict[str, Any] = {"ticket": ticket, "form": form, "category": category, "refusal": refusal}
    takes |= {"nobody": way.reason} if isinstance(way, NotNow) else {"way": way}
    name = "escalation/_way.html" if wants_part(request) and request.method != "POST" else "escalation/escalate.html"
    return render(request, name, takes, status=status)
