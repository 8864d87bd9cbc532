"""One ticket, for people of the firm; and what is loaded beside its page, each a page of its own without a script."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.doorway import of_firm, person_of
from tickets.clock_story import story_of
from tickets.queries import earlier_at_site, earlier_of_requester, ticket_for
from tickets.views.fragments import wants_part
from tickets.views.ticket_page import panel_of, ticket_page


@require_safe
def show(request: HttpRequest, number: int) -> HttpResponse:
    """Show a ticket; ``?do=`` opens one of its forms."""
    ticket = ticket_for(person_of(request), number)
    return ticket_page(request, ticket, panel=panel_of(request.GET.get("do", "")))


@require_safe
@of_firm
def clock(request: HttpRequest, number: int) -> HttpResponse:
    """Show when the clock of a ticket ran and paused, which promise was broken, and where its time went."""
    user = person_of(request)
    ticket = ticket_for(user, number)
    shown = {"ticket": ticket, "story": story_of(ticket, timezone.now()), "is_elsewhere": ticket.zone != user.time_zone}
    return render(request, "tickets/_clock_story.html" if wants_part(request) else "tickets/clock.html", shown)


@require_safe
@of_firm
def earlier(request: HttpRequest, number: int) -> HttpResponse:
    """Show the last tickets of the same person and of the same place, and how they were solved."""
    user = person_of(request)
    ticket = ticket_for(user, number)
    shown = {
        "ticket": ticket,
        "of_person": earlier_of_requester(ticket, reader=user),
        "of_site": earlier_at_site(ticket, reader=user),
    }
    return render(request, "tickets/_earlier.html" if wants_part(request) else "tickets/earlier.html", shown)
