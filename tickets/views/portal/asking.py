"""Asking for help: the form, and the page that says what comes next."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from accounts.doorway import person_of
from accounts.limits import ASK, is_too_often, said_too_often
from accounts.models import User
from tickets import actions, client_words, permissions, problems, queries
from tickets.forms.portal import Ask, ConfirmReach
from tickets.views.fragments import wants_part
from tickets.views.portal.presence import facts_of, presence_at

OWN_ROWS = 6


@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show who helps here, the form, and the person's own requests."""
    person = _client_person(request)
    form = Ask(places=queries.places_of(person), phone=person.phone, type=request.GET.get("type", ""))
    return _home(request, person, form)


@login_required
@require_POST
def report(request: HttpRequest) -> HttpResponseBase:
    """Take what was asked, once, and lead to what comes next."""
    person = _client_person(request)
    form = Ask(request.POST, places=queries.places_of(person), phone=person.phone)
    if not form.is_valid() or form.place is None:
        return _home(request, person, form, status=422)
    if is_too_often(request, person, ASK):
        return _too_often(request, person, form)
    told, once = form.told(), form.cleaned_data["once"]
    try:
        ticket = actions.report(
            told, client=form.place.client, actor=person, phone=form.cleaned_data["phone"], once=once
        )
    except actions.WrongMoment as refusal:
        form.add_error(None, refusal)
        return _home(request, person, form, status=409)
    address = reverse("tickets:sent", args=[ticket.pk])
    return HttpResponseClientRedirect(address) if wants_part(request) else redirect(address)


@login_required
@require_safe
def sent(request: HttpRequest, number: int) -> HttpResponseBase:
    """Say what comes next: until when they hear from us, the phone number, and for the worst the one question."""
    person = person_of(request)
    ticket = queries.ticket_for(person, number)
    if person.is_of_firm:
        return redirect("tickets:show", number)
    facts = facts_of(ticket)
    asks_reach = ticket.is_unconfirmed and bool(permissions.can_confirm_reach(person, ticket))
    takes = {
        "ticket": ticket,
        "face": ticket.contact,
        "promise": client_words.promise(facts, timezone.now()),
        "zone": ticket.zone,
        "asks_reach": asks_reach,
    }
    return render(request, "tickets/sent.html", takes)


@login_required
@require_POST
def confirm_reach(request: HttpRequest, number: int) -> HttpResponseBase:
    """Take the answer to "is it really everybody?"."""
    person = person_of(request)
    ticket = queries.ticket_for(person, number)
    form = ConfirmReach(request.POST)
    if form.is_valid():
        try:
            actions.confirm_reach(ticket, impact=form.cleaned_data["impact"], actor=person)
        except actions.WrongMoment:
            # Somebody of the firm has looked at it meanwhile: the page says so, nothing is left to answer.
            return redirect("tickets:show", number)
    return redirect("tickets:sent", number)


def _client_person(request: HttpRequest) -> User:
    """Return the signed-in person of a client; for the firm's people this page does not exist."""
    person = person_of(request)
    if person.is_of_firm:
        raise Http404
    return person


def _too_often(request: HttpRequest, person: User, form: Ask) -> HttpResponseBase:
    """429: in a part of the page a line that says so, beside what was typed; else the page with what was typed."""
    if wants_part(request):
        return said_too_often(request)
    form.add_error(None, _("Many requests at once. Try again in a minute, or call us."))
    return _home(request, person, form, status=429)


def _home(request: HttpRequest, person: User, form: Ask, status: int = 200) -> HttpResponse:
    places = form.places.values()
    has_news = any(place.has_news for place in places)  # while nothing is announced that costs no query
    known = problems.announced_for(person, works_for=[place.client for place in places]) if has_news else []
    own, more = queries.first_unfinished(person, OWN_ROWS)
    takes = {
        "form": form,
        "place": form.place,
        "presence": presence_at(form.place),
        "own": own,
        "more": more,
        "works_somewhere": bool(form.places),
        "known": known,
        "alike": problems.announced_like(str(form["what"].value() or ""), known),
    }
    template = "tickets/portal.html#ask" if wants_part(request) else "tickets/portal.html"
    return render(request, template, takes, status=status)
