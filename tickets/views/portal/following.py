"""Following a request: what was said, where it stands, and the words of who asked."""

from collections.abc import Callable
from dataclasses import replace

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from accounts.doorway import person_of
from accounts.limits import SAY, is_too_often, said_too_often
from accounts.models import User
from tickets import actions, client_words, events, permissions, queries
from tickets.forms.portal import Say
from tickets.lifecycle import WaitingFor
from tickets.models import Ticket
from tickets.timeline import affected_of
from tickets.views.fragments import wants_part
from tickets.views.portal.presence import facts_of, presence_for
from tickets.views.portal.talk import last_told, talk_of

Act = Callable[[Ticket, User, Say], object]


@require_safe
def show(request: HttpRequest, number: int) -> HttpResponse:
    """Show one request to somebody of its client. A link in a mail that leads here changes nothing."""
    return _page(request, queries.ticket_for(person_of(request), number))


@login_required
@require_POST
def reply(request: HttpRequest, number: int) -> HttpResponseBase:
    """Take an answer of the client's side."""

    def act(ticket: Ticket, person: User, form: Say) -> None:
        actions.reply(ticket, body=form.cleaned_data["body"], actor=person, once=form.cleaned_data["once"])

    return _done(request, number, act, _("Sent."), needed=True)


@login_required
@require_POST
def say_it_works(request: HttpRequest, number: int) -> HttpResponseBase:
    """Take "it works again"; words typed beside it are not lost."""

    def act(ticket: Ticket, person: User, form: Say) -> None:
        said = form.cleaned_data
        actions.say_it_works(ticket, words=said["body"], actor=person, once=said["once"])

    return _done(request, number, act, _("Thank you. We are glad that it works again."))


@login_required
@require_POST
def confirm(request: HttpRequest, number: int) -> HttpResponseBase:
    """Take "it is solved"; words typed beside it are not lost."""

    def act(ticket: Ticket, person: User, form: Say) -> None:
        said = form.cleaned_data
        actions.confirm(ticket, words=said["body"], actor=person, once=said["once"])

    return _done(request, number, act, _("Thank you. This is finished."))


@login_required
@require_POST
def reopen(request: HttpRequest, number: int) -> HttpResponseBase:
    """Take "not solved", with a sentence if there is one."""

    def act(ticket: Ticket, person: User, form: Say) -> None:
        actions.reopen(ticket, reason=form.cleaned_data["body"], actor=person)

    return _done(request, number, act, _("We go on with it."))


@login_required
@require_POST
def approve(request: HttpRequest, number: int) -> HttpResponseBase:
    """Take the client's yes to what we asked."""

    def act(ticket: Ticket, person: User, form: Say) -> None:
        actions.approve(ticket, words=form.cleaned_data["body"], actor=person)

    return _done(request, number, act, _("Thank you. We go on with it."))


@login_required
@require_POST
def refuse_approval(request: HttpRequest, number: int) -> HttpResponseBase:
    """Take the client's no, with a sentence."""

    def act(ticket: Ticket, person: User, form: Say) -> None:
        actions.refuse_approval(ticket, words=form.cleaned_data["body"], actor=person)

    return _done(request, number, act, _("Thank you. We look at it with you."), needed=True)


def _done(
    request: HttpRequest, number: int, act: Act, said: str | Promise, *, needed: bool = False
) -> HttpResponseBase:
    """Validate, act, answer: back to the request; 422 for what is missing, 409 with the truth for a wrong moment."""
    person = person_of(request)
    ticket = queries.ticket_for(person, number)
    form = Say(request.POST, draft=_draft_of(ticket), needed=needed)
    if not form.is_valid():
        return _page(request, ticket, form=form, status=422)
    if is_too_often(request, person, SAY):
        return _too_often(request, ticket, form)
    try:
        act(ticket, person, form)
    except actions.WrongMoment:
        return _page(request, queries.ticket_for(person, number), form=form, status=409)
    messages.success(request, str(said))
    address = reverse("tickets:show", args=[number])
    return HttpResponseClientRedirect(address) if wants_part(request) else redirect(address)


def _too_often(request: HttpRequest, ticket: Ticket, form: Say) -> HttpResponseBase:
    """429: in a part of the page a line that says so, beside what was typed; else the page with what was typed."""
    if wants_part(request):
        return said_too_often(request)
    form.add_error(None, gettext("Many requests at once. Try again in a minute, or call us."))
    return _page(request, ticket, form=form, status=429)


def _page(request: HttpRequest, ticket: Ticket, *, form: Say | None = None, status: int = 200) -> HttpResponse:
    person, now = person_of(request), timezone.now()
    talk = talk_of(ticket, reader=person)
    told = last_told(talk, ticket)
    facts = replace(facts_of(ticket), is_told=told is not None)
    takes = {
        "ticket": ticket,
        "form": form or Say(draft=_draft_of(ticket)),
        "was_too_late": status == 409,
        "talk": talk,
        "told": told,
        "affected": affected_of(ticket),
        "question": next((said for said in reversed(talk) if said.is_from_firm), None),
        "steps": client_words.steps(facts, now),
        "promise": client_words.promise(facts, now),
        "is_together": client_words.is_together(facts),
        "presence": presence_for(ticket),
        "zone": ticket.zone,
        "may_speak": bool(permissions.can_speak_for_client(person, ticket)),
        "may_approve": ticket.waiting_for == WaitingFor.APPROVAL and bool(permissions.can_approve(person, ticket)),
        "to_approve": next((said.words for said in reversed(talk) if said.kind == events.WAITED), ""),
        "may_work_again": bool(permissions.can_work_again(ticket)),
        "is_own": ticket.requester_id == person.pk,
    }
    template = "tickets/portal_ticket.html#request" if wants_part(request) else "tickets/portal_ticket.html"
    return render(request, template, takes, status=status)


def _draft_of(ticket: Ticket) -> str:
    """Under which name the browser keeps unsent words: an answer is not what is still wrong after solving."""
    return f"{'reply' if ticket.is_open else 'not-solved'}:{ticket.pk}"
