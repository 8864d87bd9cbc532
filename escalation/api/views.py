"""To the second line and back."""

from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.doorway import described, door, person_of
from accounts.api.shapes import Nothing, checked
from accounts.models import User
from escalation import actions, forms, permissions, queries
from escalation.api import serializers
from escalation.api.serializers import EscalationRow, Offers, OfTicket
from tickets.queries import categories

MOST_HANDED_BACK = 25


@described("escalations_list", answers=Offers)
@door("GET", to="firm")
def offers(request: Request) -> Response:
    """List what is offered to you, what you picked up, what was handed back lately."""
    user = person_of(request)
    found = {
        "offered": queries.offered_to(user),
        "picked_up": queries.held_by(user),
        "handed_back": queries.handed_back_lately(user)[:MOST_HANDED_BACK],
    }
    return Response(Offers(found).data)


@described("escalations_of_ticket", answers=OfTicket)
@door("GET", to="firm")
def of_ticket(request: Request, number: int) -> Response:
    """Read the second line of one ticket."""
    user = person_of(request)
    ticket = queries.ticket_of_firm(user, number)
    all_of_it = list(queries.escalations_of(ticket))
    live = next((one for one in all_of_it if one.is_live), None)
    found = {
        "live": live,
        "offered_to": list(queries.people_offered(live)) if live else [],
        "past": [one for one in all_of_it if one is not live],
        "may": permissions.on_panel(user, ticket, live),
    }
    return Response(OfTicket(found).data)


@described("escalations_escalate", sends=serializers.Handover, answers=EscalationRow, status=201)
@door("POST", to="firm")
def escalate(request: Request, number: int) -> Response:
    """Offer the ticket to those whom the chain of its category names."""
    user = person_of(request)
    ticket = queries.ticket_of_firm(user, number)
    said = checked(forms.Handover(serializers.Handover.of(request), categories=list(categories()))).cleaned_data
    made = actions.escalate(
        ticket,
        category=said["category"],
        wrong=said["wrong"],
        tried=said["tried"],
        needed=said["needed"],
        once=said["once"],
        actor=user,
    )
    return _changed(user, made.pk, status=201)


@described("escalations_pick_up", sends=Nothing, answers=EscalationRow, may_vanish=True)
@door("POST", to="firm")
def pick_up(request: Request, pk: int) -> Response:
    """Take it; who comes second reads who was first, if he still sees the ticket."""
    user = person_of(request)
    escalation = queries.escalation_for(user, pk)
    Nothing.of(request)
    actions.pick_up(escalation, actor=user)
    return _changed(user, pk)


@described("escalations_hand_back", sends=serializers.HandBack, answers=EscalationRow, may_vanish=True)
@door("POST", to="firm")
def hand_back(request: Request, pk: int) -> Response:
    """Give it back with words."""
    user = person_of(request)
    escalation = queries.escalation_for(user, pk)
    said = checked(forms.HandBack(serializers.HandBack.of(request), escalation=pk)).cleaned_data
    actions.hand_back(escalation, done=said["done"], needed_on_site=said["needed_on_site"], actor=user)
    return _changed(user, pk)


@described("escalations_withdraw", sends=Nothing, answers=EscalationRow, may_vanish=True)
@door("POST", to="firm")
def withdraw(request: Request, pk: int) -> Response:
    """Take it back from the second line."""
    user = person_of(request)
    escalation = queries.escalation_for(user, pk)
    Nothing.of(request)
    actions.withdraw(escalation, actor=user)
    return _changed(user, pk)


def _changed(user: User, pk: int, *, status: int = 200) -> Response:
    found = queries.seen_after(user, pk)
    return Response(EscalationRow(found).data, status=status) if found else Response(status=204)
