"""What a ticket is about, and how important it is."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.doorway import of_firm, person_of
from tickets import actions
from tickets.forms import staff
from tickets.queries import categories, ticket_for
from tickets.views.ticket_page import changed, refused, wrong


@require_POST
@of_firm
def categorize(request: HttpRequest, number: int) -> HttpResponse:
    """Say what it is about."""
    user = person_of(request)
    ticket = ticket_for(user, number)
    form = staff.Categorize(request.POST, categories=list(categories()))
    if not form.is_valid():
        return wrong(request, ticket, panel="categorize", form=form)
    category, version = form.cleaned_data["category"], form.cleaned_data["version"]
    try:
        actions.categorize(ticket, category=category, version=version, actor=user)
    except actions.WrongMoment as refusal:
        return refused(request, number, refusal, panel="categorize", form=form)
    return changed(request, ticket, _("Category: %(name)s.") % {"name": category.name})


@require_POST
@of_firm
def override_priority(request: HttpRequest, number: int) -> HttpResponse:
    """Set another priority, with its reason."""
    user = person_of(request)
    ticket = ticket_for(user, number)
    form = staff.OverridePriority(request.POST)
    if not form.is_valid():
        return wrong(request, ticket, panel="override_priority", form=form)
    told = form.cleaned_data
    try:
        actions.override_priority(
            ticket, priority=told["priority"], reason=told["reason"], version=told["version"], actor=user
        )
    except actions.WrongMoment as refusal:
        return refused(request, number, refusal, panel="override_priority", form=form)
    return changed(request, ticket, _("The priority is changed."))
