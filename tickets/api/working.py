"""What people of the firm do on a ticket."""

from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.doorway import described, door, person_of, refuse_too_often
from accounts.api.shapes import Nothing, checked
from accounts.limits import SAY
from tickets import actions
from tickets.api import inputs
from tickets.api.answers import changed
from tickets.api.for_firm import FirmTicket
from tickets.forms import staff
from tickets.queries import assignable, categories, ticket_for


@described("tickets_answer", sends=inputs.Say, answers=FirmTicket, may_vanish=True)
@door("POST", to="firm")
def answer(request: Request, number: int) -> Response:
    """Write to the requester."""
    user = person_of(request)
    ticket = ticket_for(user, number)
    form = checked(staff.Write(inputs.Say.of(request), draft=""))
    refuse_too_often(request, SAY)
    actions.answer(ticket, body=form.cleaned_data["body"], actor=user, once=form.cleaned_data["once"])
    return changed(number, user)


@described("tickets_note", sends=inputs.Say, answers=FirmTicket, may_vanish=True)
@door("POST", to="firm")
def note(request: Request, number: int) -> Response:
    """Write what only people of the firm read."""
    user = person_of(request)
    ticket = ticket_for(user, number)
    form = checked(staff.Write(inputs.Say.of(request), draft=""))
    refuse_too_often(request, SAY)
    actions.note(ticket, body=form.cleaned_data["body"], actor=user, once=form.cleaned_data["once"])
    return changed(number, user)


@described("tickets_start", sends=Nothing, answers=FirmTicket, may_vanish=True)
@door("POST", to="firm")
def start(request: Request, number: int) -> Response:
    """Take the ticket in hand."""
    user = person_of(request)
    ticket = ticket_for(user, number)
    Nothing.of(request)
    actions.start(ticket, actor=user)
    return changed(number, user)


@described("tickets_assign", sends=inputs.Assign, answers=FirmTicket, may_vanish=True)
@door("POST", to="firm")
def assign(request: Request, number: int) -> Response:
    """Hand the ticket to a colleague."""
    user = person_of(request)
    ticket = ticket_for(user, number)
    form = checked(staff.Assign(inputs.Assign.of(request), colleagues=list(assignable(ticket))))
    actions.assign(ticket, to=form.cleaned_data["to"], version=form.cleaned_data["version"], actor=user)
    return changed(number, user)


@described("tickets_resolve", sends=inputs.Resolve, answers=FirmTicket, may_vanish=True)
@door("POST", to="firm")
def resolve(request: Request, number: int) -> Response:
    """Say that it is solved."""
    user = person_of(request)
    ticket = ticket_for(user, number)
    sent = inputs.Resolve.of(request)
    told = checked(staff.Resolve({**sent, "is_public": "yes" if sent["is_public"] else "no"})).cleaned_data
    actions.resolve(
        ticket,
        how=told["how"],
        minutes=told["minutes"],
        is_public=sent["is_public"],
        on_the_spot=told["on_the_spot"],
        where=told["where"],
        actor=user,
    )
    return changed(number, user)


@described("tickets_categorize", sends=inputs.Categorize, answers=FirmTicket, may_vanish=True)
@door("POST", to="firm")
def categorize(request: Request, number: int) -> Response:
    """Say what it is about."""
    user = person_of(request)
    ticket = ticket_for(user, number)
    form = checked(staff.Categorize(inputs.Categorize.of(request), categories=list(categories())))
    category, version = form.cleaned_data["category"], form.cleaned_data["version"]
    actions.categorize(ticket, category=category, version=version, actor=user)
    return changed(number, user)


@described("tickets_override_priority", sends=inputs.OverridePriority, answers=FirmTicket, may_vanish=True)
@door("POST", to="firm")
def override_priority(request: Request, number: int) -> Response:
    """Set another priority, with its reason."""
    user = person_of(request)
    ticket = ticket_for(user, number)
    told = checked(staff.OverridePriority(inputs.OverridePriority.of(request))).cleaned_data
    actions.override_priority(
        ticket, priority=told["priority"], reason=told["reason"], version=told["version"], actor=user
    )
    return changed(number, user)


@described("tickets_cancel", sends=inputs.Cancel, answers=FirmTicket, may_vanish=True)
@door("POST", to="firm")
def cancel(request: Request, number: int) -> Response:
    """Stop the ticket, with a reason."""
    user = person_of(request)
    ticket = ticket_for(user, number)
    form = checked(staff.Cancel(inputs.Cancel.of(request)))
    actions.cancel(ticket, reason=form.cleaned_data["reason"], actor=user)
    return changed(number, user)
