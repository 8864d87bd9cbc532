"""What is offered to me, what I have, what went back; and the three things one can do with it."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.answers import WrongMoment
from accounts.doorway import of_firm, person_of
from accounts.models import User
from escalation import actions, permissions, queries
from escalation.forms import HandBack
from escalation.models import Escalation


@of_firm
@require_safe
def offers(request: HttpRequest) -> HttpResponse:
    """Show what is offered to this person, what he picked up, what was handed back lately."""
    return _list(request, person_of(request))


@of_firm
@require_POST
def pick_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it; who comes second reads who was first, if he still sees the ticket."""
    user = person_of(request)
    escalation = queries.escalation_for(user, pk)
    try:
        actions.pick_up(escalation, actor=user)
    except WrongMoment as refusal:
        return _list(request, user, refusal=str(refusal.message), status=409)
    messages.success(request, _("You have it. Its face stays the same."))
    return redirect("tickets:show", number=escalation.ticket_id)


@of_firm
@require_POST
def hand_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Give it back with words."""
    user = person_of(request)
    escalation = queries.escalation_for(user, pk)
    form = HandBack(request.POST, escalation=pk)
    if not form.is_valid():
        permissions.can_hand_back(user, escalation).enforce()
        return _list(request, user, forms={pk: form}, status=422)
    said = form.cleaned_data
    try:
        actions.hand_back(escalation, done=said["done"], needed_on_site=said["needed_on_site"], actor=user)
    except WrongMoment as refusal:
        return _list(request, user, refusal=str(refusal.message), lost=form, status=409)
    messages.success(request, _("It is handed back."))
    return redirect("escalation:list")


@of_firm
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it back from the second line."""
    user = person_of(request)
    escalation = queries.escalation_for(user, pk)
    try:
        actions.withdraw(escalation, actor=user)
    except WrongMoment as refusal:
        return _list(request, user, refusal=str(refusal.message), status=409)
    messages.success(request, _("It is withdrawn. The ticket is with its FSO again."))
    return redirect("tickets:show", number=escalation.ticket_id)


def _list(
    request: HttpRequest,
    user: User,
    *,
    forms: Mapping[int, HandBack] | None = None,
    refusal: str = "",
    lost: HandBack | None = None,
    status: int = 200,
) -> HttpResponse:
    forms = forms or {}

    def with_form(escalation: Escalation) -> dict[str, Any]:
        form = forms.get(escalation.pk)
        return {"escalation": escalation, "form": form or HandBack(escalation=escalation.pk), "is_open": bool(form)}

    takes = {
        "offered": list(queries.offered_to(user)),
        "held": [with_form(escalation) for escalation in queries.held_by(user)],
        "handed_back": list(queries.handed_back_lately(user)[:25]),
        "form": next(iter(forms.values()), None),
        "refusal": refusal,
        "lost": lost,
        "now": timezone.now(),
    }
    return render(request, "escalation/list.html", takes, status=status)
