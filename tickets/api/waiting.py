"""Waiting, and going on: what people of the firm do, and what the client contact decides."""

from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.doorway import described, door, person_of, refuse_too_often
from accounts.api.shapes import Nothing, checked
from accounts.limits import SAY
from tickets import actions
from tickets.api import inputs
from tickets.api.answers import EITHER_TICKET, changed
from tickets.api.for_firm import FirmTicket
from tickets.forms import staff
from tickets.forms.portal import Say
from tickets.queries import ticket_for
from tickets.views.ticket_page import wait_form


@described("tickets_wait", sends=inputs.Wait, answers=FirmTicket, may_vanish=True)
@door("POST", to="firm")
def wait(request: Request, number: int) -> Response:
    """Let the ticket wait; it comes back by itself."""
    user = person_of(request)
    ticket = ticket_for(user, number)
    said = checked(wait_form(ticket, inputs.Wait.of(request))).cleaned_data
    actions.wait(
        ticket,
        waiting_for=said["waiting_for"],
        day=said["day"],
        visit=said["visit"],
        words=said["words"],
        version=said["version"],
        actor=user,
    )
    return changed(number, user)


@described("tickets_wait_on", sends=inputs.Seen, answers=FirmTicket, may_vanish=True)
@door("POST", to="firm")
def wait_on(request: Request, number: int) -> Response:
    """Wait on for the same: until the same date while that is to come, else as long as is usual."""
    user = person_of(request)
    ticket = ticket_for(user, number)
    actions.wait_on(ticket, version=inputs.Seen.of(request)["version"], actor=user)
    return changed(number, user)


@described("tickets_end_wait", sends=Nothing, answers=FirmTicket, may_vanish=True)
@door("POST", to="firm")
def end_wait(request: Request, number: int) -> Response:
    """Go on before the wait is over."""
    user = person_of(request)
    ticket = ticket_for(user, number)
    Nothing.of(request)
    actions.end_wait(ticket, actor=user)
    return changed(number, user)


@described("tickets_remind", sends=inputs.Seen, answers=FirmTicket, may_vanish=True)
@door("POST", to="firm")
def remind(request: Request, number: int) -> Response:
    """Ask the client once more for the answer that is waited for."""
    user = person_of(request)
    ticket = ticket_for(user, number)
    actions.remind(ticket, version=inputs.Seen.of(request)["version"], actor=user)
    return changed(number, user)


@described("tickets_close_unanswered", sends=inputs.Seen, answers=FirmTicket, may_vanish=True)
@door("POST", to="firm")
def close_unanswered(request: Request, number: int) -> Response:
    """Close what the client did not answer in two waits; an answer opens it again."""
    user = person_of(request)
    ticket = ticket_for(user, number)
    actions.close_unanswered(ticket, version=inputs.Seen.of(request)["version"], actor=user)
    return changed(number, user)


@described("tickets_speak", sends=inputs.Speak, answers=FirmTicket, may_vanish=True)
@door("POST", to="firm")
def speak(request: Request, number: int) -> Response:
    """Note that you spoke with the client: it counts as an answer."""
    user = person_of(request)
    ticket = ticket_for(user, number)
    sent = inputs.Speak.of(request)
    spoken_at = sent.pop("spoken_at", None)
    said = checked(staff.Speak(sent)).cleaned_data
    actions.speak(ticket, where=said["where"], words=said["words"], spoken_at=spoken_at, actor=user, once=said["once"])
    return changed(number, user)


@described("tickets_approve", sends=inputs.Decide, answers=EITHER_TICKET, may_vanish=True)
@door("POST")
def approve(request: Request, number: int) -> Response:
    """Approve what your company is asked, as its contact."""
    person = person_of(request)
    ticket = ticket_for(person, number)
    words = checked(Say(inputs.Decide.of(request))).cleaned_data["body"]
    refuse_too_often(request, SAY)
    actions.approve(ticket, words=words, actor=person)
    return changed(number, person)


@described("tickets_refuse_approval", sends=inputs.Decide, answers=EITHER_TICKET, may_vanish=True)
@door("POST")
def refuse_approval(request: Request, number: int) -> Response:
    """Refuse it, and say why."""
    person = person_of(request)
    ticket = ticket_for(person, number)
    words = checked(Say(inputs.Decide.of(request), needed=True)).cleaned_data["body"]
    refuse_too_often(request, SAY)
    actions.refuse_approval(ticket, words=words, actor=person)
    return changed(number, person)
