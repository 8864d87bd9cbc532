"""A ticket waits, goes on, is asked about once more, or is closed because no answer came."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts.doorway import of_firm, person_of
from tickets import actions
from tickets.forms import staff
from tickets.queries import ticket_for
from tickets.views.ticket_page import changed, refused, wait_form, wrong


@require_POST
@of_firm
def wait(request: HttpRequest, number: int) -> HttpResponse:
    """Let the ticket wait."""
    user = person_of(request)
    ticket = ticket_for(user, number)
    form = wait_form(ticket, request.POST)
    if not form.is_valid():
        return wrong(request, ticket, panel="wait", form=form)
    said = form.cleaned_data
    try:
        actions.wait(
            ticket,
            waiting_for=said["waiting_for"],
            day=said["day"],
            visit=said["visit"],
            words=said["words"],
            version=said["version"],
            actor=user,
        )
    except actions.WrongMoment as refusal:
        return refused(request, number, refusal, panel="wait", form=form)
    return changed(request, ticket, _("It waits. It comes back by itself."))


@require_POST
@of_firm
def wait_on(request: HttpRequest, number: int) -> HttpResponse:
    """Wait on for the same."""
    return _tapped(request, number, actions.wait_on, gettext_lazy("It waits on."))


@require_POST
@of_firm
def remind(request: HttpRequest, number: int) -> HttpResponse:
    """Ask the client once more."""
    return _tapped(request, number, actions.remind, gettext_lazy("The client is asked once more."))


@require_POST
@of_firm
def close_unanswered(request: HttpRequest, number: int) -> HttpResponse:
    """Close what the client did not answer."""
    said = gettext_lazy("Closed: no answer received. An answer opens it again.")
    return _tapped(request, number, actions.close_unanswered, said)


@require_POST
@of_firm
def end_wait(request: HttpRequest, number: int) -> HttpResponse:
    """Go on."""
    user = person_of(request)
    ticket = ticket_for(user, number)
    try:
        actions.end_wait(ticket, actor=user)
    except actions.WrongMoment as refusal:
        return refused(request, number, refusal)
    return changed(request, ticket, _("It goes on."))


def _tapped(request: HttpRequest, number: int, act: Callable[..., Any], said: Promise) -> HttpResponse:
    user = person_of(request)
    ticket = ticket_for(user, number)
    form = staff.Seen(request.POST)
    version = form.cleaned_data["version"] if form.is_valid() else None
    try:
        act(ticket, version=version, actor=user)
    except actions.WrongMoment as refusal:
        return refused(request, number, refusal)
    return changed(request, ticket, str(said))
