"""A ticket begins: somebody of a client reports, or somebody of the firm records it for them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from accounts.actions import change_phone
from accounts.models import User
from history import once as once_keys
from history.models import Words
from history.recording import now_or
from sites.models import Client, Site
from sites.queries import face_of
from tickets import events, permissions
from tickets.actions.storing import add_event, project_deadlines, store, unsaved
from tickets.models import (
    Affected,
    CallBack,
    Category,
    Channel,
    Impact,
    Judged,
    Message,
    Ticket,
    Type,
    Urgency,
)
from tickets.policies import in_force
from tickets.priority import calculated
from tickets.titles import title_of


@dataclass(frozen=True)
class Report:
    """What was told: the words and the answers. ``impact`` and ``urgency`` None = nobody asked; they are assumed."""

    what: str
    type: str = Type.INCIDENT
    impact: int | None = None
    urgency: int | None = None
    site: Site | None = None
    wanted_on: date | None = None
    confidential: bool = False
    for_whom: str = ""
    category: Category | None = None
    title: str = ""


def report(
    told: Report,
    *,
    client: Client,
    actor: User,
    channel: str = Channel.PORTAL,
    phone: str = "",
    at: datetime | None = None,
    once: UUID | None = None,
) -> Ticket:
    """Create a ticket that a client's person reports herself; the same ``once`` answers with the first ticket.

    phone: where she is reached from now on ("" = as before); stored with the ticket, or not at all. Raises NotAllowed
    unless the actor works for the client, WrongMoment when the firm no longer looks after it.
    """
    with transaction.atomic():
        if phone and phone != actor.phone:
            change_phone(actor, phone=phone, actor=actor, at=at)
        return _only_once(told, client, actor, once, requester=actor, channel=channel, at=at, kind=events.REPORTED)


def record(
    told: Report,
    *,
    client: Client,
    requester: User,
    actor: User | None,
    channel: str,
    call_back: CallBack | None = None,
    at: datetime | None = None,
    once: UUID | None = None,
) -> Ticket:
    """Create a ticket for somebody of a client who called or was met; a call-back request is thereby handled.

    Raises NotAllowed unless the actor serves the client, WrongMoment when somebody else has called back or the firm no
    longer looks after the client.
    """
    return _only_once(
        told,
        client,
        actor,
        once,
        requester=requester,
        channel=channel,
        at=at,
        kind=events.RECORDED,
        call_back=call_back,
    )


def ask_call_back(
    *, name: str, work_address: str, phone: str, words: str, at: datetime | None = None, once: UUID | None = None
) -> CallBack:
    """Store that somebody who cannot read mail wants to be called; nobody is mailed, nothing is confirmed.

    The same ``once`` answers with the first request: nobody is known here, so the key stands on the request itself.
    """
    known = CallBack.objects.filter(once=once).first() if once else None
    if known is not None:
        return known
    try:
        with transaction.atomic():
            return CallBack.objects.create(
                name=name,
                work_address=work_address,
                phone=phone,
                words=Words.objects.create(text=words),
                once=once,
                asked_at=now_or(at),
            )
    except IntegrityError:
        return CallBack.objects.get(once=once)


def _only_once(told: Report, client: Client, actor: User | None, once: UUID | None, **how: Any) -> Ticket:
    try:
        return _create(told, client, actor, once, **how)
    except IntegrityError:
        # Two requests with one key ran side by side: the other one won, its ticket is the answer.
        made = once_keys.already_made(actor, once, "ticket")
        if made is None:
            raise
        return Ticket.objects.get(pk=made)


@transaction.atomic
def _create(
    told: Report,
    client: Client,
    actor: User | None,
    once: UUID | None,
    *,
    requester: User,
    channel: str,
    at: datetime | None,
    kind: str,
    call_back: CallBack | None = None,
) -> Ticket:
    made = once_keys.already_made(actor, once, "ticket")
    if made is not None:
        return Ticket.objects.get(pk=made)
    ask = permissions.can_report if kind == events.REPORTED else permissions.can_record
    ask(actor, client).enforce()
    permissions.can_be_about(client, site=told.site, requester=requester).enforce()
    if call_back is not None:
        call_back = CallBack.objects.select_for_update(no_key=True).get(pk=call_back.pk)
        permissions.can_call_back(call_back).enforce()
    at = now_or(at)
    ticket = _judged(told, client, requester, channel, at)
    store(ticket, at=at)
    Message.objects.create(ticket=ticket, author=requester, body=told.what, is_public=True, written_at=at)
    if told.for_whom:
        Affected.objects.create(ticket=ticket, name=told.for_whom)
    once_keys.remember(actor, once, "ticket", ticket.pk)
    _handle(call_back, ticket, actor, at)
    _tell(ticket, kind, actor, at)
    return ticket


def _judged(told: Report, client: Client, requester: User, channel: str, at: datetime) -> Ticket:
    asked = told.urgency is not None or told.type != Type.INCIDENT
    impact = told.impact or Impact.PERSON
    urgency = told.urgency or (Urgency.CAN_WAIT if told.type == Type.QUESTION else Urgency.DIFFICULT)
    floor = told.category.floor if told.category else None
    priority = calculated(impact, urgency, floor=floor, floor_always=bool(told.category and told.category.floor_always))
    face = face_of(client, told.site, at)
    ticket = unsaved(
        client=client,
        site=told.site,
        requester=requester,
        contact=face,
        assignee=face,
        title=told.title or title_of(told.what),
        type=told.type,
        channel=channel,
        category=told.category,
        impact=impact,
        urgency=urgency,
        judged=Judged.ASKED if asked else Judged.ASSUMED,
        priority=priority,
        calculated_priority=priority,
        confidential=told.confidential,
        wanted_on=told.wanted_on,
        policy=in_force(client, at),
        opened_at=at,
        last_word_at=at,
        last_word_by=requester,
    )
    if channel in (Channel.PHONE, Channel.WALK_IN):
        # Somebody of the firm heard it: that is the first response.
        ticket.responded_at = at
    project_deadlines(ticket, at)
    return ticket


def _handle(call_back: CallBack | None, ticket: Ticket, actor: User | None, at: datetime) -> None:
    if call_back is not None:
        call_back.ticket, call_back.handled_by, call_back.handled_at = ticket, actor, at
        call_back.save(update_fields=["ticket", "handled_by", "handled_at"])


def _tell(ticket: Ticket, kind: str, actor: User | None, at: datetime) -> None:
    if kind == events.REPORTED:
        add_event(ticket, kind, actor=actor, at=at, facts={"priority": ticket.priority})
        return
    add_event(
        ticket,
        kind,
        actor=actor,
        at=at,
        facts={"priority": ticket.priority, "requester": ticket.requester_id, "channel": ticket.channel},
    )
