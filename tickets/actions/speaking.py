"""Talking is answering: what was said to the client at her desk or by phone counts as any public answer."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext

from accounts.answers import WrongMoment
from accounts.models import User
from history import once as once_keys
from history.recording import now_or
from tickets import events, permissions
from tickets.actions.storing import add_event, project_deadlines, store, touch
from tickets.life import FirmAnswered
from tickets.models import Ticket

UNMARKED: Final = timedelta(minutes=15)  # so late one may note it without the page saying so


@transaction.atomic
def speak(
    ticket: Ticket,
    *,
    where: str,
    actor: User | None,
    words: str = "",
    spoken_at: datetime | None = None,
    at: datetime | None = None,
    once: UUID | None = None,
) -> Ticket:
    """Note that one spoke with the client (``events.AT_DESK`` or ``events.BY_PHONE``), perhaps in a sentence that she reads too.

    spoken_at: when that was (None = now), at most back to the opening; more than a quarter of an hour later the page says when it
    was noted. Raises NotAllowed for who does not work on it, WrongMoment when it is finished or for a moment that cannot be.
    """
    ticket = Ticket.objects.locked(ticket.pk)
    permissions.can_answer(actor, ticket).enforce()
    at = now_or(at)
    if once_keys.already_made(actor, once, f"spoken on {ticket.pk}") is not None:
        return ticket
    spoken_at = spoken_at or at
    if not ticket.opened_at <= spoken_at <= at:
        raise WrongMoment(gettext("Choose a moment between the opening and now."))
    touch(ticket, actor=actor, at=at)
    if ticket.responded_at is not None and spoken_at < ticket.responded_at:
        ticket.responded_at = None  # it was answered earlier than was known, perhaps with another priority
    project_deadlines(ticket, at, FirmAnswered(spoken_at))
    ticket.responded_at = ticket.responded_at or spoken_at
    store(ticket, at=at)
    facts = {"where": where, "is_set_back": at - spoken_at > UNMARKED}
    event = add_event(ticket, events.SPOKE, actor=actor, at=spoken_at, words=words, facts=facts)
    once_keys.remember(actor, once, f"spoken on {ticket.pk}", event.pk)
    return ticket
