"""What is said on a ticket: answers to the client, notes among ourselves, words of the client."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import User
from history import once as once_keys
from history.recording import now_or
from tickets import events, permissions
from tickets.actions.silence import end_by_word
from tickets.actions.storing import add_event, count_silence, project_deadlines, store, touch
from tickets.life import ClientWrote, FirmAnswered
from tickets.lifecycle import Status
from tickets.models import Message, Ticket


@transaction.atomic
def answer(
    ticket: Ticket, *, body: str, actor: User | None, at: datetime | None = None, once: UUID | None = None
) -> Ticket:
    """Write to the requester: the first answer is the first response.

    Raises NotAllowed for who does not work on it, WrongMoment when it is finished.
    """
    ticket = Ticket.objects.locked(ticket.pk)
    permissions.can_answer(actor, ticket).enforce()
    at = now_or(at)
    if once_keys.already_made(actor, once, _what(ticket)) is not None:
        return ticket
    touch(ticket, actor=actor, at=at)
    project_deadlines(ticket, at, FirmAnswered(at))
    ticket.responded_at = ticket.responded_at or at
    _say(ticket, body, events.ANSWERED, actor=actor, at=at, is_public=True, once=once)
    return ticket


@transaction.atomic
def note(
    ticket: Ticket, *, body: str, actor: User | None, at: datetime | None = None, once: UUID | None = None
) -> Ticket:
    """Write an internal note: only people of the firm read it.

    Raises NotAllowed for who does not work on it.
    """
    ticket = Ticket.objects.locked(ticket.pk)
    permissions.can_note(actor, ticket).enforce()
    at = now_or(at)
    if once_keys.already_made(actor, once, _what(ticket)) is not None:
        return ticket
    touch(ticket, actor=actor, at=at)
    _say(ticket, body, events.NOTED, actor=actor, at=at, is_public=False, once=once)
    return ticket


@transaction.atomic
def reply(
    ticket: Ticket, *, body: str, actor: User | None, at: datetime | None = None, once: UUID | None = None
) -> Ticket:
    """Write as somebody of the client; a solved ticket stays solved until "not solved" is said, and closes by itself later.

    What waited for the client goes on, and what was closed because no answer came is open again: this is for words of a person,
    never for mail that writes itself. Raises NotAllowed for who does not speak for the client, WrongMoment when it is finished.
    """
    ticket = Ticket.objects.locked(ticket.pk)
    permissions.can_reply(actor, ticket).enforce()
    at = now_or(at)
    if once_keys.already_made(actor, once, _what(ticket)) is not None:
        return ticket
    ended = end_by_word(ticket, at, ClientWrote(at))
    if ticket.status == Status.RESOLVED:
        count_silence(ticket, at)
    _say(ticket, body, events.REPLIED, actor=actor, at=at, is_public=True, once=once)
    if ended:
        add_event(ticket, events.WAIT_ENDED, actor=actor, at=at, facts={"for": ended})
    return ticket


def say_beside(ticket: Ticket, words: str, *, actor: User | None, at: datetime, once: UUID | None) -> Ticket:
    """Write what somebody of the client says beside another act, as part of that act: both are stored, or nothing."""
    if not words or once_keys.already_made(actor, once, _what(ticket)) is not None:
        return ticket
    return reply(ticket, body=words, actor=actor, at=at, once=once)


def _say(
    ticket: Ticket, body: str, kind: str, *, actor: User | None, at: datetime, is_public: bool, once: UUID | None
) -> None:
    author = actor or ticket.requester
    message = Message.objects.create(ticket=ticket, author=author, body=body, is_public=is_public, written_at=at)
    once_keys.remember(actor, once, _what(ticket), message.pk)
    ticket.last_word_at, ticket.last_word_by, ticket.last_word_is_public = at, author, is_public
    store(ticket, at=at)
    add_event(ticket, kind, actor=actor, at=at, facts={"message": message.pk})


def _what(ticket: Ticket) -> str:
    return f"message of {ticket.pk}"
