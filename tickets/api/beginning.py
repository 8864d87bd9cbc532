"""A ticket begins: reported by somebody of a client, or recorded by the firm."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import ValidationError

from accounts.answers import NotAllowed
from accounts.api.doorway import described, door, person_of, refuse_too_often
from accounts.api.shapes import checked
from accounts.limits import ASK
from accounts.models import User
from sites.queries import people_of, sites_of
from tickets import actions, callers, problems, queries
from tickets.api import inputs
from tickets.api.answers import changed
from tickets.api.for_clients import ClientTicket
from tickets.api.for_firm import FirmTicket
from tickets.forms.portal import Ask
from tickets.forms.recording import NEW
from tickets.forms.recording import Record as RecordForm
from tickets.models import Channel


@described("tickets_report", sends=inputs.Report, answers=ClientTicket, status=201)
@door("POST", to="client")
def report(request: Request) -> Response:
    """Report something; sent again with the same ``once``, the first one is the answer."""
    person = person_of(request)
    sent = inputs.Report.of(request)
    form = checked(_ask(person, sent))
    if form.place is None:
        raise ValidationError({"where": [_("You do not work for a company that we know.")]})
    refuse_too_often(request, ASK)
    ticket = actions.report(
        form.told(),
        client=form.place.client,
        actor=person,
        channel=Channel.API,
        phone=form.cleaned_data["phone"],
        once=sent.get("once"),
    )
    return _made(ticket.pk, person)


@described("tickets_record", sends=inputs.Record, answers=FirmTicket, status=201)
@door("POST", to="firm")
def record(request: Request) -> Response:
    """Record what somebody of a client said, perhaps solved on the spot; ``once`` as above."""
    user = person_of(request)
    clients = callers.clients_to_record_for(user)
    if not clients:
        raise NotAllowed(_("Only those who serve a client record for its people."))
    sent = inputs.Record.of(request)
    made = callers.already_recorded(user, sent.get("once"))
    if made is not None:
        return _made(made, user)
    form = checked(_call(sent, clients, user))
    ticket = actions.record_call(
        form.told,
        client=form.cleaned_data["client"],
        caller=form.caller,
        channel=form.cleaned_data["channel"],
        solved=form.solved,
        problem=form.cleaned_data["problem"],
        actor=user,
        once=sent.get("once"),
    )
    return _made(ticket.pk, user)


def _ask(person: User, sent: dict[str, Any]) -> Ask:
    form = Ask(sent, places=queries.places_of(person), phone=person.phone)
    if "where" in sent and sent["where"] not in form.places:
        raise ValidationError({"where": [_("Choose a place of this company.")]})
    return form


def _call(sent: dict[str, Any], clients: list[Any], user: User) -> RecordForm:
    """Fill the page's form: there one looks for who calls, here one names the key, or a new name."""
    client = next((one for one in clients if one.pk == sent["client"]), None)
    known = [callers.Known(person) for person in people_of(client)] if client else []
    names = {one.person.pk: one.person.name for one in known}
    typed = {**sent, "q": sent.get("name", ""), "person": NEW}
    if "person" in sent:
        typed |= {"person": str(sent["person"]), "q": names.get(sent["person"], "?")}
    return RecordForm(
        typed,
        clients=clients,
        sites=list(sites_of(client)) if client else [],
        categories=list(queries.categories()),
        known=known,
        problems=problems.known_problems(client, reader=user) if client else [],
        solved_now="minutes" in sent,
    )


def _made(number: int, person: User) -> Response:
    answer = changed(number, person, status=201)
    answer["Location"] = reverse("api:tickets:show", args=[number])
    return answer
