"""What is said on a ticket by people of the firm: to the client, or only among us."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.doorway import of_firm, person_of
from accounts.limits import SAY, is_too_often, said_too_often
from tickets import actions
from tickets.forms import staff
from tickets.models import Ticket
from tickets.queries import ticket_for
from tickets.views.fragments import wants_part
from tickets.views.ticket_page import changed, refused, ticket_page, wrong


@require_POST
@of_firm
def answer(request: HttpRequest, number: int) -> HttpResponseBase:
    """Write to the requester."""
    user = person_of(request)
    ticket = ticket_for(user, number)
    form = staff.Write(request.POST, draft=f"ticket-{number}")
    if not form.is_valid():
        return wrong(request, ticket, write=form)
    if is_too_often(request, user, SAY):
        return _too_often(request, ticket, form)
    said = form.cleaned_data
    try:
        if said["then"]:
            actions.answer_and_wait(ticket, body=said["body"], version=said["version"], actor=user, once=said["once"])
        else:
            actions.answer(ticket, body=said["body"], actor=user, once=said["once"])
    except actions.WrongMoment as refusal:
        return refused(request, number, refusal, write=form)
    return changed(request, ticket, _("Sent to %(name)s.") % {"name": ticket.requester.name})


@require_POST
@of_firm
def note(request: HttpRequest, number: int) -> HttpResponseBase:
    """Write what only people of the firm read."""
    user = person_of(request)
    ticket = ticket_for(user, number)
    form = staff.Write(request.POST, draft=f"ticket-{number}")
    if not form.is_valid():
        return wrong(request, ticket, write=form)
    if is_too_often(request, user, SAY):
        return _too_often(request, ticket, form)
    try:
        actions.note(ticket, body=form.cleaned_data["body"], actor=user, once=form.cleaned_data["once"])
    except actions.WrongMoment as refusal:
        return refused(request, number, refusal, write=form)
    return changed(request, ticket, _("Noted, only for us."))


@require_POST
@of_firm
def speak(request: HttpRequest, number: int) -> HttpResponseBase:
    """Note that one spoke with the client."""
    user = person_of(request)
    ticket = ticket_for(user, number)
    form = staff.Speak(request.POST)
    if not form.is_valid():
        return wrong(request, ticket, panel="speak", form=form)
    said = form.cleaned_data
    try:
        actions.speak(
            ticket,
            where=said["where"],
            words=said["words"],
            spoken_at=said["spoken_at"],
            actor=user,
            once=said["once"],
        )
    except actions.WrongMoment as refusal:
        return refused(request, number, refusal, panel="speak", form=form)
    return changed(request, ticket, _("Noted: it counts as an answer."))


def _too_often(request: HttpRequest, ticket: Ticket, form: staff.Write) -> HttpResponseBase:
    """429: in a part of the page a line that says so, beside what was typed; else the page with what was typed."""
    if wants_part(request):
        return said_too_often(request)
    form.add_error("body", _("Many requests at once. Try again in a minute."))
    return ticket_page(request, ticket, write=form, status=429)
