"""What people of clients do on their requests; "not solved" is said by both sides."""

from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.doorway import described, door, person_of, refuse_too_often
from accounts.api.shapes import Nothing, checked
from accounts.limits import SAY
from tickets import actions
from tickets.api import inputs
from tickets.api.answers import EITHER_TICKET, changed
from tickets.forms import staff
from tickets.forms.portal import ConfirmReach, Say
from tickets.queries import ticket_for


@described("tickets_reply", sends=inputs.Say, answers=EITHER_TICKET, may_vanish=True)
@door("POST")
def reply(request: Request, number: int) -> Response:
    """Write on your request."""
    person = person_of(request)
    ticket = ticket_for(person, number)
    form = checked(Say(inputs.Say.of(request), needed=True))
    refuse_too_often(request, SAY)
    actions.reply(ticket, body=form.cleaned_data["body"], actor=person, once=form.cleaned_data["once"])
    return changed(number, person)


@described("tickets_say_it_works", sends=Nothing, answers=EITHER_TICKET, may_vanish=True)
@door("POST")
def say_it_works(request: Request, number: int) -> Response:
    """Say that it works again, before anybody solved it."""
    person = person_of(request)
    ticket = ticket_for(person, number)
    Nothing.of(request)
    refuse_too_often(request, SAY)
    actions.say_it_works(ticket, actor=person)
    return changed(number, person)


@described("tickets_confirm", sends=Nothing, answers=EITHER_TICKET, may_vanish=True)
@door("POST")
def confirm(request: Request, number: int) -> Response:
    """Say that it is solved."""
    person = person_of(request)
    ticket = ticket_for(person, number)
    Nothing.of(request)
    refuse_too_often(request, SAY)
    actions.confirm(ticket, actor=person)
    return changed(number, person)


@described("tickets_reopen", sends=inputs.Reopen, answers=EITHER_TICKET, may_vanish=True)
@door("POST")
def reopen(request: Request, number: int) -> Response:
    """Say that it is not solved."""
    person = person_of(request)
    ticket = ticket_for(person, number)
    sent = inputs.Reopen.of(request)
    if person.is_of_firm:
        reason = checked(staff.Reopen(sent)).cleaned_data["reason"]
    else:
        reason = checked(Say({"body": sent.get("reason", "")})).cleaned_data["body"]
    refuse_too_often(request, SAY)
    actions.reopen(ticket, reason=reason, actor=person)
    return changed(number, person)


@described("tickets_confirm_reach", sends=inputs.ConfirmReach, answers=EITHER_TICKET, may_vanish=True)
@door("POST")
def confirm_reach(request: Request, number: int) -> Response:
    """Say how many are really hit."""
    person = person_of(request)
    ticket = ticket_for(person, number)
    form = checked(ConfirmReach(inputs.ConfirmReach.of(request)))
    actions.confirm_reach(ticket, impact=form.cleaned_data["impact"], actor=person)
    return changed(number, person)
