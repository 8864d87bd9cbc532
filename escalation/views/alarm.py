"""Who was called about a P1 that nobody had in hand."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.doorway import of_firm, person_of
from escalation import queries
from tickets.views.fragments import wants_part


@of_firm
@require_safe
def alarm(request: HttpRequest, number: int) -> HttpResponse:
    """Show each call and who took it in the end; nothing where nobody was called; a page of its own without htmx."""
    ticket = queries.ticket_of_firm(person_of(request), number)
    name = "escalation/_alarm.html" if wants_part(request) else "escalation/alarm.html"
    return render(request, name, {"ticket": ticket, "lines": queries.alarm_lines_of(ticket)})
