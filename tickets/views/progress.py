"""Work goes on: started, assigned, stopped."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.doorway import of_firm, person_of
from tickets import actions
from tickets.forms import staff
from tickets.queries import assignable, ticket_for
from tickets.views.ticket_page import changed, refused, wrong


@require_POST
@of_firm
def start(request: HttpRequest, number: int) -> HttpResponse:
    """Take the ticket in hand."""
    user = person_of(request)
    ticket = ticket_for(user, number)
    try:
        actions.start(ticket, actor=user)
    except actions.WrongMoment as refusal:
        return refused(request, number, refusal)
    return changed(request, ticket, _("You have it in hand."))


@require_POST
@of_firm
def assign(request: HttpRequest, number: int) -> HttpResponse:
    """Hand the ticket to a colleague."""
    user = person_of(request)
    ticket = ticket_for(user, number)
    form = staff.Assign(request.POST, colleagues=list(assignable(ticket)))
    if not form.is_valid():
        return wrong(request, ticket, panel="assign", form=form)
    to, version = form.cleaned_data["to"], form.cleaned_data["version"]
    try:
        actions.assign(ticket, to=to, version=version, actor=user)
    except actions.WrongMoment as refusal:
        return refused(request, number, refusal, panel="assign", form=form)
    return changed(request, ticket, _("Assigned to %(name)s.") % {"name": to.name})


@require_POST
@of_firm
def cancel(request: HttpRequest, number: int) -> HttpResponse:
    """Stop the ticket, with a reason."""
    user = person_of(request)
    ticket = ticket_for(user, number)
    form = staff.Cancel(request.POST)
    if not form.is_valid():
        return wrong(request, ticket, panel="cancel", form=form)
    try:
        actions.cancel(ticket, reason=form.cleaned_data["reason"], actor=user)
    except actions.WrongMoment as refusal:
        return refused(request, number, refusal, panel="cancel", form=form)
    return changed(request, ticket, _("%(number)d is cancelled.") % {"number": number})
