"""What is said on a ticket by people of the firm: to the client, or only among us."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.doorway import of_firm, person_of
from tickets import actions
from tickets.forms import staff
from tickets.queries import ticket_for
from tickets.views.ticket_page import changed, refused, wrong


@require_POST
@of_firm
def answer(request: HttpRequest, number: int) -> HttpResponse:
    """Write to the requester."""
    user = person_of(request)
    ticket = ticket_for(user, number)
    form = staff.Write(request.POST, draft=f"ticket-{number}")
    if not form.is_valid():
        return wrong(request, ticket, write=form)
    try:
        actions.answer(ticket, body=form.cleaned_data["body"], actor=user, once=form.cleaned_data["once"])
    except actions.WrongMoment as refusal:
        return refused(request, number, refusal, write=form)
    return changed(request, ticket, _("Sent to %(name)s.") % {"name": ticket.requester.name})


@require_POST
@of_firm
def note(request: HttpRequest, number: int) -> HttpResponse:
    """Write what only people of the firm read."""
    user = person_of(request)
    ticket = ticket_for(user, number)
    form = staff.Write(request.POST, draft=f"ticket-{number}")
    if not form.is_valid():
        return wrong(request, ticket, write=form)
    try:
        actions.note(ticket, body=form.cleaned_data["body"], actor=user, once=form.cleaned_data["once"])
    except actions.WrongMoment as refusal:
        return refused(request, number, refusal, write=form)
    return changed(request, ticket, _("Noted, only for us."))
