"""Who is told of what: one table, one row per kind of fact.

Nobody is told of his own act (but for the receipt of what he asked for), and nobody of what he may not see: the table
proposes, :func:`may_be_told` decides, when the rows are made and again at the moment of sending.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from accounts import events as person_events
from accounts.models import Role, User
from escalation import events as escalation_events
from escalation.models import Offer
from history.kinds import kind_of
from notifications.about import About
from notifications.models import Notification
from sites import events as client_events
from sites.queries import memberships_of, people_of, serving
from tickets import events as ticket_events
from tickets.models import SecondLine, Ticket
from tickets.priority import CRITICAL
from visits import events as visit_events

WELCOMES: Final = (client_events.MEMBER_ADDED, client_events.CLIENT_OPENED)

# ---- who ----


def requester(about: About) -> Iterable[User]:
    """The person of the client who asked."""
    return [about.ticket.requester] if about.ticket else []


def colleagues(about: About) -> Iterable[User]:
    """Who stays the face and who has it; the desk while it is nobody's."""
    if about.ticket is None:
        return []
    return [person for person in (about.ticket.contact, about.ticket.assignee) if person] or desk(about)


def assignee(about: About) -> Iterable[User]:
    """Who has it now."""
    return [about.ticket.assignee] if about.ticket and about.ticket.assignee else []


def face(about: About) -> Iterable[User]:
    """Who stays the face for the client."""
    return [about.ticket.contact] if about.ticket and about.ticket.contact else []


def desk(about: About) -> Iterable[User]:
    """The service desk."""
    return User.objects.with_role(Role.DESK)


def everyone_who_serves(about: About) -> Iterable[User]:
    """All who are assigned to the client, and the desk."""
    return [*serving(about.client), *desk(about)] if about.client else []


def offered_to(about: About) -> Iterable[User]:
    """Those to whom the ticket is offered."""
    offers = Offer.objects.filter(escalation=about.facts["escalation"], ended_at__isnull=True)
    return User.objects.active().filter(pk__in=offers.values("person_id"))


def those_not_welcomed_yet(about: About) -> Iterable[User]:
    """The people of a client that opens, without whom the mail that they can sign in has reached before."""
    if about.client is None:
        return []
    welcomed = Notification.objects.filter(kind__in=WELCOMES, channel=Notification.Channel.MAIL)
    return people_of(about.client).exclude(pk__in=welcomed.values("person_id"))


def the_person(about: About) -> Iterable[User]:
    """The person whom the fact is about."""
    return [about.person] if about.person else []


# ---- when ----


def always(about: About) -> bool:
    """Every time."""
    return True


def is_critical(about: About) -> bool:
    """It is a P1 from the start."""
    return about.facts.get("priority") == CRITICAL


def became_critical(about: About) -> bool:
    """This act made it a P1."""
    before, after = (about.facts.get(f"priority_{end}", about.facts.get(end)) for end in ("from", "to"))
    return after == CRITICAL != before


def by_the_face(about: About) -> bool:
    """Who stays the face did it; how the firm divides its work is no news for the client's people."""
    return about.ticket is not None and about.event.actor_id == about.ticket.contact_id


def has_a_face(about: About) -> bool:
    """Somebody stays the face."""
    return about.ticket is not None and about.ticket.contact_id is not None


def is_handed_on(about: About) -> bool:
    """It was given to a colleague, and not as part of handing back, which is told in words of its own."""
    return about.ticket is not None and about.ticket.second_line != SecondLine.HANDED_BACK


def joins_the_firm(about: About) -> bool:
    """The person is of the firm; people of clients are told when they become members of one."""
    return about.person is not None and about.person.is_of_firm


# ---- what ----


@dataclass(frozen=True)
class Telling:
    """These people are told, by mail and in the product; ``is_receipt``: also who acted himself."""

    who: Callable[[About], Iterable[User]]
    when: Callable[[About], bool] = always
    by_mail: bool = True
    in_app: bool = True
    is_receipt: bool = False


@dataclass(frozen=True)
class Nobody:
    """Nobody is told, because of ``why``."""

    why: str


TABLE: Final[Mapping[str, tuple[Telling, ...] | Nobody]] = {
    ticket_events.REPORTED: (
        Telling(requester, in_app=False, is_receipt=True),
        Telling(colleagues),
        Telling(everyone_who_serves, when=is_critical),
    ),
    ticket_events.RECORDED: (
        Telling(requester),
        Telling(colleagues),
        Telling(everyone_who_serves, when=is_critical),
    ),
    ticket_events.REACH_CONFIRMED: (
        Telling(colleagues, by_mail=False),
        Telling(everyone_who_serves, when=became_critical),
    ),
    ticket_events.CATEGORIZED: (Telling(everyone_who_serves, when=became_critical),),
    ticket_events.PRIORITY_OVERRIDDEN: (
        Telling(colleagues, by_mail=False),
        Telling(everyone_who_serves, when=became_critical),
    ),
    ticket_events.OPENED: Nobody("it is the shadow of another act, which is told"),
    ticket_events.STARTED: (Telling(requester, when=by_the_face, by_mail=False), Telling(face, by_mail=False)),
    ticket_events.ASSIGNED: (Telling(assignee, when=is_handed_on),),
    ticket_events.CONTACT_CHANGED: (Telling(requester, when=has_a_face, by_mail=False), Telling(face, by_mail=False)),
    ticket_events.ANSWERED: (Telling(requester), Telling(colleagues, by_mail=False)),
    ticket_events.NOTED: (Telling(colleagues, by_mail=False),),
    ticket_events.REPLIED: (Telling(colleagues), Telling(requester, by_mail=False)),
    ticket_events.RESOLVED: (Telling(requester), Telling(colleagues, by_mail=False)),
    ticket_events.WORKS_AGAIN: (Telling(colleagues), Telling(requester, by_mail=False)),
    ticket_events.CONFIRMED: (Telling(colleagues, by_mail=False), Telling(requester, by_mail=False)),
    ticket_events.REOPENED: (Telling(colleagues), Telling(requester, by_mail=False)),
    ticket_events.CANCELLED: (Telling(requester), Telling(colleagues, by_mail=False)),
    ticket_events.CLOSED: Nobody("time did it, after both sides had their word"),
    escalation_events.ESCALATED: (Telling(offered_to), Telling(face, by_mail=False)),
    escalation_events.OFFERED_ANEW: (Telling(offered_to), Telling(face, by_mail=False)),
    escalation_events.PICKED_UP: (Telling(face, by_mail=False), Telling(requester, by_mail=False)),
    escalation_events.HANDED_BACK: (Telling(colleagues),),
    escalation_events.WITHDRAWN: (Telling(face, by_mail=False),),
    escalation_events.ESCALATION_ENDED: Nobody("it is the shadow of the act that ended the ticket, which is told"),
    visit_events.VISIT_PLANNED: Nobody("when somebody comes stands where one asks for help"),
    person_events.PERSON_ADDED: (Telling(the_person, when=joins_the_firm, in_app=False),),
    person_events.PERSON_CORRECTED: Nobody("set-up"),
    person_events.PROFILE_CHANGED: Nobody("one's own act"),
    person_events.FACE_CHANGED: Nobody("set-up"),
    person_events.ROLES_CHANGED: Nobody("set-up"),
    person_events.PERSON_DEACTIVATED: Nobody("who is gone is told nothing"),
    person_events.PERSON_REACTIVATED: Nobody("set-up"),
    person_events.SECOND_FACTOR_DEMANDED: Nobody("the next sign-in says so"),
    person_events.SECOND_FACTOR_LEFT_FREE: Nobody("set-up"),
    person_events.SIGNED_OUT_EVERYWHERE: Nobody("the next page says so"),
    person_events.TOKEN_MADE: Nobody("one's own act"),
    person_events.TOKEN_REVOKED: Nobody("one's own act"),
    client_events.CLIENT_ADDED: Nobody("set-up"),
    client_events.CLIENT_CHANGED: Nobody("set-up"),
    client_events.CLIENT_OPENED: (Telling(those_not_welcomed_yet, in_app=False),),
    client_events.MAIL_DOMAIN_ADDED: Nobody("set-up"),
    client_events.SITE_ADDED: Nobody("set-up"),
    client_events.SITE_CHANGED: Nobody("set-up"),
    client_events.MEMBER_ADDED: (Telling(the_person, in_app=False),),
    client_events.MEMBER_JOINED: Nobody("one's own act"),
    client_events.MEMBER_CHANGED: Nobody("set-up"),
    client_events.MEMBER_LEFT: Nobody("who is gone is told nothing"),
    client_events.ASSIGNMENT_STARTED: (Telling(the_person, by_mail=False),),
    client_events.ASSIGNMENT_ENDED: (Telling(the_person, by_mail=False),),
}


@dataclass(frozen=True)
class Recipient:
    """Somebody to tell, and through which channels."""

    person: User
    by_mail: bool
    in_app: bool


def concerns_somebody(kind: str) -> bool:
    """Whether anybody may be told of facts of this kind."""
    return isinstance(TABLE.get(kind), tuple)


def not_before(about: About) -> datetime | None:
    """Return the instant (UTC) before which nobody is told (None = at once): that a client opens is news when it does."""
    return about.client.opens_at if about.client is not None and about.kind == client_events.CLIENT_OPENED else None


def recipients_of(about: About) -> list[Recipient]:
    """Return whom the table names for this fact and who may be told now, each person once."""
    rows = TABLE.get(about.kind, ())
    found: dict[int, Recipient] = {}
    for row in () if isinstance(rows, Nobody) else rows:
        for person in row.who(about) if row.when(about) else ():
            if person.pk != about.event.actor_id or row.is_receipt:
                found[person.pk] = _also(found.get(person.pk), person, row)
    return [recipient for recipient in found.values() if may_be_told(recipient.person, about)]


def _also(before: Recipient | None, person: User, row: Telling) -> Recipient:
    by_mail, in_app = row.by_mail, row.in_app
    return Recipient(
        person, by_mail or (before is not None and before.by_mail), in_app or (before is not None and before.in_app)
    )


def may_be_told(person: User, about: About) -> bool:
    """Whether this person may hear of this fact now: rights are today's."""
    if not person.is_active:
        return False
    if about.ticket is not None and not Ticket.objects.visible_to(person).filter(pk=about.ticket.pk).exists():
        return False
    return person.is_of_firm or _may_leave_the_firm(person, about)


def _may_leave_the_firm(person: User, about: About) -> bool:
    """Whether people of a client hear of this: they see that kind of fact, work there, and the client is open."""
    if about.ticket is not None:
        return about.ticket.client.is_open() and bool(kind_of(about.kind).client_sentence)
    works_for = [row.client for row in memberships_of(person) if about.client in (None, row.client)]
    return any(client.is_open() for client in works_for)
