"""Somebody called, or was met in the corridor: recorded, perhaps for somebody new, perhaps solved on the spot."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import User
from history import once as once_keys
from sites import actions as sites
from sites.models import Client
from tickets import permissions
from tickets.actions.problems import link_problem
from tickets.actions.reporting import Report, record
from tickets.actions.solving import resolve
from tickets.models import CallBack, Channel, Problem, Ticket, Where


@dataclass(frozen=True)
class Caller:
    """Who it was: a person of the client, or somebody new of whom the name is known, and perhaps a phone number."""

    person: User | None = None
    name: str = ""
    phone: str = ""


@dataclass(frozen=True)
class SolvedNow:
    """That it was solved at once: the minutes it took, and in one sentence how."""

    minutes: int
    how: str = ""


@transaction.atomic
def record_call(
    told: Report,
    *,
    client: Client,
    caller: Caller,
    actor: User | None,
    channel: str,
    solved: SolvedNow | None = None,
    problem: Problem | None = None,
    call_back: CallBack | None = None,
    at: datetime | None = None,
    once: UUID | None = None,
) -> Ticket:
    """Record what a caller said and, when it was solved on the spot, that too; the same ``once`` answers the first ticket.

    1. Lock the client, so that two clicks of one form add one person. 2. Ask. 3. Add somebody new: known by name, no
    sign-in. 4. Record, perhaps
    hung on a known problem. 5. Resolve. Raises NotAllowed unless the actor serves the client, WrongMoment when somebody
    else has called back or the firm no longer looks after the client.
    """
    client = Client.objects.select_for_update(no_key=True).get(pk=client.pk)
    made = once_keys.already_made(actor, once, "ticket")
    if made is not None:
        return Ticket.objects.get(pk=made)
    permissions.can_record(actor, client).enforce()
    requester = caller.person or sites.add_person_of_client(
        client, name=caller.name, phone=caller.phone, site=told.site, actor=actor, at=at
    )
    ticket = record(
        told, client=client, requester=requester, actor=actor, channel=channel, call_back=call_back, at=at, once=once
    )
    if problem is not None:
        ticket = link_problem(ticket, problem, actor=actor, at=at)
    if solved is None:
        return ticket
    where = Where.ON_SITE if channel == Channel.WALK_IN else Where.REMOTE
    return resolve(ticket, how=solved.how, minutes=solved.minutes, on_the_spot=True, where=where, actor=actor, at=at)
