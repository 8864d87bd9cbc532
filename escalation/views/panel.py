"""Where the second line stands, beside the ticket."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.doorway import of_firm, person_of
from escalation import permissions, queries
from escalation.forms import HandBack
from tickets.views.fragments import wants_part


@of_firm
@require_safe
def panel(request: HttpRequest, number: int) -> HttpResponse:
    """Show who has it, since when, the handover, and what was before; a page of its own without htmx."""
    user = person_of(request)
    ticket = queries.ticket_of_firm(user, number)
    all_of_it = list(queries.escalations_of(ticket))
    live = next((escalation for escalation in all_of_it if escalation.is_live), None)
    takes = {
        "ticket": ticket,
        "live": live,
        "past": [escalation for escalation in reversed(all_of_it) if escalation is not live],
        "people": list(queries.people_offered(live)) if live else [],
        "may": permissions.on_panel(user, ticket, live),
        "hand_back": HandBack(escalation=live.pk) if live else None,
        "now": timezone.now(),
    }
    name = "escalation/_panel.html" if wants_part(request) else "escalation/panel.html"
    return render(request, name, takes)
