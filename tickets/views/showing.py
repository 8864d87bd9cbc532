"""One ticket, for people of the firm."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from accounts.doorway import person_of
from tickets.queries import ticket_for
from tickets.views.ticket_page import panel_of, ticket_page


@require_safe
def show(request: HttpRequest, number: int) -> HttpResponse:
    """Show a ticket; ``?do=`` opens one of its forms."""
    ticket = ticket_for(person_of(request), number)
    return ticket_page(request, ticket, panel=panel_of(request.GET.get("do", "")))
