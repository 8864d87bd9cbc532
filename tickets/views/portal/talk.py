"""What was said and what happened, as a client's person reads it: public words only, colleagues by their role here."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from accounts.models import User
from history.kinds import kind_of
from tickets import events, queries
from tickets.lifecycle import Status, WaitingFor
from tickets.models import Message, Ticket, TicketEvent
from tickets.timeline import WAITS, told_of_wait

ICONS = {
    events.STARTED: "progress",
    events.RESOLVED: "check",
    events.WORKS_AGAIN: "check",
    events.CONFIRMED: "check",
    events.CLOSED: "closed",
    events.REOPENED: "back",
    events.TAKEN_BACK: "back",
    events.CANCELLED: "cross",
    events.REACH_CONFIRMED: "team",
    events.WAITED: "clock",
    events.REMINDED: "bell",
    events.SPOKE: "people",
    events.APPROVED: "approval",
    events.APPROVAL_REFUSED: "cross",
    events.CLOSED_UNANSWERED: "closed",
}


@dataclass(frozen=True)
class Said:
    """One line of the conversation: a person's words (``message``), or what happened (``kind``, ``sentence`` with ``icon``)."""

    at: datetime
    message: Message | None = None
    sentence: str = ""
    words: str = ""
    icon: str = "people"
    is_mine: bool = False
    kind: str = ""

    @property
    def is_from_firm(self) -> bool:
        """Whether somebody of the firm said it."""
        return self.message is not None and self.message.author.is_of_firm


def talk_of(ticket: Ticket, *, reader: User) -> list[Said]:
    """Return the conversation that this client person may read, oldest first."""
    said = [
        Said(message.written_at, message=message, is_mine=message.author_id == reader.pk)
        for message in queries.conversation_of(ticket, reader=reader)
    ]
    happened = [line for event in queries.happenings_of(ticket) if (line := _happened(event, ticket, reader))]
    return sorted(said + happened, key=lambda line: line.at)


def last_told(talk: list[Said], ticket: Ticket) -> Said | None:
    """The line in which the client's own people said that it works again; None unless that is how it was solved last."""
    if ticket.status != Status.RESOLVED:
        return None
    solvings = [said for said in talk if said.kind in (events.RESOLVED, events.WORKS_AGAIN)]
    return solvings[-1] if solvings and solvings[-1].kind == events.WORKS_AGAIN else None


def _happened(event: TicketEvent, ticket: Ticket, reader: User) -> Said | None:
    """The line about this fact; None where it would show how the firm divides its work."""
    kind = kind_of(event.kind)
    if event.kind == events.STARTED and event.actor_id != ticket.contact_id:
        return None
    people = {fact: _name_of_contact(event.details[fact], ticket) for fact in kind.people}
    names = {**event.details, **people, "actor": _name_of(event.actor, ticket)}
    names |= told_of_wait(event.details, to_client=True) if event.kind in WAITS else {}
    # A solution may be for colleagues only; a reason to stop is a word among ourselves.
    own_words = event.words.text if event.words and _are_for_client(event) else ""
    if event.kind == events.RESOLVED and event.details["is_public"] and event.words:
        own_words = event.words.text
    return Said(
        event.occurred_at,
        sentence=str(kind.client_sentence) % names,
        words=own_words,
        icon=ICONS.get(event.kind, "people"),
        is_mine=event.actor_id == reader.pk,
        kind=event.kind,
    )


def _are_for_client(event: TicketEvent) -> bool:
    """Whether the words of this fact are the client's own, or are to be approved by them."""
    is_asked = event.kind == events.WAITED and event.details["for"] == WaitingFor.APPROVAL
    return is_asked or event.kind in (events.REOPENED, events.SPOKE, events.APPROVED, events.APPROVAL_REFUSED)


def _name_of_contact(person_id: int | None, ticket: Ticket) -> str:
    if ticket.contact is not None and person_id == ticket.contact_id:
        return ticket.contact.first_name
    return gettext("A colleague")


def _name_of(actor: User | None, ticket: Ticket) -> str:
    if actor is None:
        return gettext("We")
    if actor.is_of_firm and actor.pk != ticket.contact_id:
        return gettext("A colleague")
    return actor.first_name
