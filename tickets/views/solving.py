"""A ticket is solved, or found not solved."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.doorway import of_firm, person_of
from tickets import actions
from tickets.forms import staff
from tickets.queries import last_solutions, ticket_for
from tickets.views.ticket_page import changed, refused, wrong


@require_POST
@of_firm
def resolve(request: HttpRequest, number: int) -> HttpResponse:
    """Say that it is solved, how, and how long it took."""
    user = person_of(request)
    ticket = ticket_for(user, number)
    form = staff.Resolve(request.POST, solutions=last_solutions(ticket, reader=user))
    if not form.is_valid():
        return wrong(request, ticket, panel="resolve", form=form)
    told = form.cleaned_data
    try:
        actions.resolve(
            ticket,
            how=told["how"],
            minutes=told["minutes"],
            is_public=told["is_public"] == "yes",
            on_the_spot=told["on_the_spot"],
            where=told["where"],
            actor=user,
        )
    except actions.WrongMoment as refusal:
        return refused(request, number, refusal, panel="resolve", form=form)
    return changed(request, ticket, _("%(number)d is solved.") % {"number": number}, undo="tickets:reopen")


@require_POST
@of_firm
def reopen(request: HttpRequest, number: int) -> HttpResponse:
    """Say that it is not solved."""
    user = person_of(request)
    ticket = ticket_for(user, number)
    form = staff.Reopen(request.POST)
    if not form.is_valid():
        return wrong(request, ticket, panel="reopen", form=form)
    try:
        actions.reopen(ticket, reason=form.cleaned_data["reason"], actor=user)
    except actions.WrongMoment as refusal:
        return refused(request, number, refusal, panel="reopen", form=form)
    return changed(request, ticket, _("%(number)d is open again.") % {"number": number})
