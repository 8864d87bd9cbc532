"""Who is told of what: one table, one row per kind of fact.

Nobody is told of his own act (but for the receipt of what he asked for), and nobody of what he may not see: the table
proposes, :func:`may_be_told` decides, when the rows are made and again at the moment of sending.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from accounts import events as person_events
from accounts.models import Side, User
from accounts.queries import know_roles
from escalation import events as escalation_events
from history.kinds import kind_of
from notifications import events as mail_events
from notifications import topics
from notifications.about import About
from notifications.audience import (
    WELCOMES,
    always,
    assignee,
    became_critical,
    became_critical_for_the_company,
    by_the_face,
    called,
    called_before,
    client_contacts,
    colleagues,
    desk_and_administrators,
    everyone_who_serves,
    face,
    has_a_face,
    is_critical,
    is_critical_for_the_company,
    is_handed_on,
    is_p1,
    is_p1_of_the_company,
    is_still_late,
    is_still_open,
    is_still_solved,
    is_still_unanswered,
    joins_the_firm,
    nobody_has_it_yet,
    offered_before,
    offered_to,
    requester,
    the_person,
    those_not_welcomed_yet,
    unless_solved_at_a_walk_in,
    waits_for_approval,
    waits_for_the_client,
    whoever_must_act,
    works_for_an_open_client,
)
from notifications.topics import Topic
from sites import events as client_events
from tickets import events as ticket_events
from tickets.models import Ticket
from visits import events as visit_events

__all__ = ["TABLE", "WELCOMES", "Nobody", "Recipient", "Telling", "recipients_of"]


@dataclass(frozen=True)
class Telling:
    """These people are told of this kind of fact.

    topic: what people choose by: at once by mail, in the morning list, or in the product only.
    when: asked when the rows are made. still: asked again when the mail leaves.
    by_mail, in_app, by_alarm: the channels there are for it.
    is_receipt: also who acted himself is told.
    is_change: a change of state, not somebody's words: of those on one ticket the first goes at once, what follows
    within five minutes together.
    has_undo: the page offers the way back for ten seconds; until they are over nobody is told, by mail or in the product.
    breaks_quiet: goes out in quiet hours too.
    """

    who: Callable[[About], Iterable[User]]
    topic: Topic
    when: Callable[[About], bool] = always
    still: Callable[[About], bool] = always
    by_mail: bool = True
    in_app: bool = True
    by_alarm: bool = False
    is_receipt: bool = False
    is_change: bool = False
    has_undo: bool = False

    @property
    def breaks_quiet(self) -> bool:
        """Whether it goes out in quiet hours too."""
        return self.topic in topics.BREAK_QUIET


@dataclass(frozen=True)
class Nobody:
    """Nobody is told, because of ``why``."""

    why: str


def _progress(when: Callable[[About], bool] = always) -> Telling:
    return Telling(requester, topics.PROGRESS, when=when, is_change=True)


def _while(still: Callable[[About], bool], *rows: Telling) -> tuple[Telling, ...]:
    return tuple(replace(row, still=still) for row in rows)


def _of_colleagues(who: Callable[[About], Iterable[User]] = colleagues) -> Telling:
    return Telling(who, topics.CHANGES, is_change=True)


def _became_p1(before: str, after: str) -> tuple[Telling, ...]:
    """before, after: the facts that hold the two priorities."""
    return (
        replace(P1, when=became_critical(before, after)),
        replace(COMPANY, when=became_critical_for_the_company(before, after)),
    )


P1: Final = Telling(everyone_who_serves, topics.CRITICAL, when=is_critical)
COMPANY: Final = Telling(client_contacts, topics.COMPANY, when=is_critical_for_the_company)
IT_IS_IN_HAND: Final = (
    Telling(called_before, topics.IN_HAND, when=is_p1),
    Telling(everyone_who_serves, topics.CHANGES, when=is_p1, is_change=True),
)
OFFER: Final = Telling(offered_to, topics.OFFERS)
NEARLY_LATE: Final = Telling(whoever_must_act, topics.NEARLY_LATE, still=is_still_open)
LATE: Final = Telling(colleagues, topics.LATE, still=is_still_late)

TABLE: Final[Mapping[str, tuple[Telling, ...] | Nobody]] = {
    # ---- tickets ----
    ticket_events.REPORTED: (
        Telling(requester, topics.RECEIVED, in_app=False, is_receipt=True),
        P1,
        COMPANY,
        Telling(colleagues, topics.NEW),
    ),
    ticket_events.RECORDED: (
        Telling(requester, topics.RECEIVED, when=unless_solved_at_a_walk_in),
        Telling(requester, topics.RECEIVED, by_mail=False),
        P1,
        COMPANY,
        Telling(colleagues, topics.NEW),
    ),
    ticket_events.REACH_CONFIRMED: (*_became_p1("from", "to"), _of_colleagues()),
    ticket_events.CATEGORIZED: _became_p1("priority_from", "priority_to"),
    ticket_events.PRIORITY_OVERRIDDEN: (*_became_p1("from", "to"), _of_colleagues()),
    ticket_events.OPENED: Nobody("it is the shadow of another act, which is told"),
    ticket_events.STARTED: (_progress(when=by_the_face), *IT_IS_IN_HAND, _of_colleagues(face)),
    ticket_events.ASSIGNED: (Telling(assignee, topics.ASSIGNED, when=is_handed_on, is_change=True),),
    ticket_events.CONTACT_CHANGED: (_progress(when=has_a_face), _of_colleagues(face)),
    ticket_events.ANSWERED: (Telling(requester, topics.ANSWERS), _of_colleagues()),
    ticket_events.NOTED: (_of_colleagues(),),
    ticket_events.REPLIED: (Telling(colleagues, topics.WORDS), _progress()),
    ticket_events.RESOLVED: _while(
        is_still_solved,
        Telling(requester, topics.SOLVED, when=unless_solved_at_a_walk_in, is_change=True, has_undo=True),
        Telling(requester, topics.SOLVED, by_mail=False),
        Telling(client_contacts, topics.COMPANY, when=is_p1_of_the_company, by_mail=False),
        *IT_IS_IN_HAND,
        _of_colleagues(),
    ),
    ticket_events.WORKS_AGAIN: (Telling(colleagues, topics.WORDS), _progress()),
    ticket_events.CONFIRMED: (_of_colleagues(), _progress()),
    ticket_events.REOPENED: (Telling(colleagues, topics.WORDS), _progress()),
    ticket_events.TAKEN_BACK: Nobody("of the solution that it takes back nobody was told yet"),
    ticket_events.CANCELLED: (Telling(requester, topics.FINISHED, is_change=True), _of_colleagues()),
    ticket_events.CLOSED: (Telling(requester, topics.FINISHED, in_app=False, is_change=True),),
    ticket_events.RESPONSE_WARNED: (replace(NEARLY_LATE, still=is_still_unanswered),),
    ticket_events.RESOLUTION_WARNED: (NEARLY_LATE,),
    ticket_events.NEXT_WORD_WARNED: (NEARLY_LATE,),
    ticket_events.RESPONSE_LATE: (replace(LATE, still=is_still_unanswered),),
    ticket_events.RESOLUTION_LATE: (LATE,),
    ticket_events.NEXT_WORD_LATE: (LATE,),
    ticket_events.NOT_LATE_BY_PRIORITY: (_of_colleagues(),),
    ticket_events.NOT_LATE_BY_HOURS: (_of_colleagues(),),
    ticket_events.WAITED: (
        Telling(requester, topics.ANSWERS, when=waits_for_the_client),
        Telling(client_contacts, topics.ANSWERS, when=waits_for_approval),
        _progress(),
        _of_colleagues(),
    ),
    ticket_events.SPOKE: Nobody("she was there"),
    ticket_events.REMINDED: (Telling(requester, topics.ANSWERS), _of_colleagues()),
    ticket_events.WAIT_ENDED: Nobody("it is the shadow of words or of another act, which are told"),
    ticket_events.WAIT_WAS_OVER: (Telling(colleagues, topics.WAITS, is_change=True),),
    ticket_events.APPROVED: (Telling(colleagues, topics.WORDS), _progress()),
    ticket_events.APPROVAL_REFUSED: (Telling(colleagues, topics.WORDS), _progress()),
    ticket_events.CLOSED_UNANSWERED: (Telling(requester, topics.FINISHED, is_change=True), _of_colleagues()),
    # ---- escalations ----
    escalation_events.ESCALATED: (OFFER, _of_colleagues(face)),
    escalation_events.OFFERED_ANEW: (OFFER, _of_colleagues(face)),
    escalation_events.PICKED_UP: (*IT_IS_IN_HAND, _of_colleagues(face), _of_colleagues(offered_before), _progress()),
    escalation_events.HANDED_BACK: (Telling(colleagues, topics.HANDED_BACK),),
    escalation_events.WITHDRAWN: (_of_colleagues(face),),
    escalation_events.P1_CALLED: (
        Telling(called, topics.CRITICAL, when=nobody_has_it_yet, still=nobody_has_it_yet, by_alarm=True),
    ),
    escalation_events.ESCALATION_ENDED: Nobody("it is the shadow of the act that ended the ticket, which is told"),
    # ---- visits ----
    visit_events.VISIT_PLANNED: Nobody("when somebody comes stands where one asks for help"),
    # ---- people ----
    person_events.PERSON_ADDED: (Telling(the_person, topics.WELCOME, when=joins_the_firm, in_app=False),),
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
    mail_events.MAIL_REFUSED: (Telling(desk_and_administrators, topics.UNDELIVERED),),
    mail_events.MAIL_STOPPED: (Telling(desk_and_administrators, topics.UNDELIVERED),),
    mail_events.MAIL_RESUMED: Nobody("the outbox shows it"),
    mail_events.MAIL_TRIED_AGAIN: Nobody("the outbox shows it"),
    mail_events.MAIL_DISMISSED: Nobody("the outbox shows it"),
    mail_events.FACT_TRIED_AGAIN: Nobody("the outbox shows it"),
    mail_events.FACT_DISMISSED: Nobody("the outbox shows it"),
    mail_events.ADDRESS_DISMISSED: Nobody("the outbox shows it"),
    mail_events.NEWS_CHOSEN: Nobody("one's own act"),
    mail_events.QUIET_KEPT: Nobody("one's own act"),
    mail_events.QUIET_ENDED: Nobody("one's own act"),
    # ---- clients ----
    client_events.CLIENT_ADDED: Nobody("set-up"),
    client_events.CLIENT_CHANGED: Nobody("set-up"),
    client_events.CLIENT_OPENED: (Telling(those_not_welcomed_yet, topics.WELCOME, in_app=False),),
    client_events.MAIL_DOMAIN_ADDED: Nobody("set-up"),
    client_events.SITE_ADDED: Nobody("set-up"),
    client_events.SITE_CHANGED: Nobody("set-up"),
    client_events.MEMBER_ADDED: (Telling(the_person, topics.WELCOME, in_app=False),),
    client_events.MEMBER_JOINED: Nobody("one's own act"),
    client_events.MEMBER_CHANGED: Nobody("set-up"),
    client_events.MEMBER_LEFT: Nobody("who is gone is told nothing"),
    client_events.OPENING_HOURS_CHANGED: Nobody("set-up"),
    client_events.CLOSING_DAY_ADDED: Nobody("set-up"),
    client_events.CLOSING_DAY_WITHDRAWN: Nobody("set-up"),
    client_events.SERVICE_WINDOW_CHANGED: Nobody("set-up"),
    ticket_events.POLICY_SET: Nobody("set-up"),
    ticket_events.FIRM_POLICY_SET: Nobody("set-up"),
    client_events.ASSIGNMENT_STARTED: (Telling(the_person, topics.WORK, is_change=True),),
    client_events.ASSIGNMENT_ENDED: (Telling(the_person, topics.WORK, is_change=True),),
}


@dataclass(frozen=True)
class Recipient:
    """Somebody to tell: the row of the table that speaks of him first, with the channels of all rows that do."""

    person: User
    telling: Telling

    @property
    def topic(self) -> Topic:
        """The kind of news that it is for this person."""
        return self.telling.topic


def can_be_undone(kind: str) -> bool:
    """Whether the page offers the way back from facts of this kind for a few seconds, in which nobody is told."""
    return any(row.has_undo for row in _rows(kind))


def concerns_somebody(kind: str) -> bool:
    """Whether anybody may be told of facts of this kind."""
    return isinstance(TABLE.get(kind), tuple)


def not_before(about: About) -> datetime | None:
    """Return the instant (UTC) before which nobody is told (None = at once): that a client opens is news when it does."""
    return about.client.opens_at if about.client is not None and about.kind == client_events.CLIENT_OPENED else None


def recipients_of(about: About) -> list[Recipient]:
    """Return whom the table names for this fact and who may be told now, each person once."""
    found: dict[int, Recipient] = {}
    for row in _rows(about.kind):
        for person in row.who(about) if row.when(about) else ():
            if (person.pk != about.event.actor_id or row.is_receipt) and row.still(about):
                before = found.get(person.pk)
                found[person.pk] = Recipient(person, row if before is None else _also(before.telling, row))
    know_roles(recipient.person for recipient in found.values())
    return [recipient for recipient in found.values() if may_be_told(recipient.person, about)]


def is_still_news(topic_code: str, about: About) -> bool:
    """Whether a mail under this topic would still say what is so: asked when it leaves."""
    return all(row.still(about) for row in _rows(about.kind) if row.topic.code == topic_code)


def is_change(topic_code: str, kind: str) -> bool:
    """Whether a mail under this topic about this kind of fact tells of a change of state, and not what a person said."""
    return any(row.is_change for row in _rows(kind) if row.topic.code == topic_code)


def side_of(kind: str, topic: Topic) -> str:
    """Return for whom a mail under this topic about this kind of fact is: people of the firm, or of clients."""
    is_of_client = topic in topics.OF_CLIENT and kind != person_events.PERSON_ADDED
    return Side.CLIENT.value if is_of_client else Side.FIRM.value


def may_be_told(person: User, about: About) -> bool:
    """Whether this person may hear of this fact now: rights are today's."""
    return bool(those_allowed(person, [about]))


def those_allowed(person: User, facts: Iterable[About]) -> list[About]:
    """Return those of these facts that this person may hear of now, however many in the same number of queries."""
    facts = list(facts)
    if not person.is_active:
        return []
    numbers = {about.ticket.pk for about in facts if about.ticket}
    visible = (
        set(Ticket.objects.visible_to(person).filter(pk__in=numbers).values_list("pk", flat=True)) if numbers else ()
    )
    return [
        about
        for about in facts
        if (about.ticket is None or about.ticket.pk in visible)
        and (person.is_of_firm or _is_for_clients(person, about))
    ]


def _is_for_clients(person: User, about: About) -> bool:
    """Whether people of a client hear of this: they see that kind of fact, work there, and the client is open."""
    if about.ticket is not None:
        return about.ticket.client.is_open() and bool(kind_of(about.kind).client_sentence)
    return works_for_an_open_client(person, about)


def _rows(kind: str) -> tuple[Telling, ...]:
    row = TABLE.get(kind, ())
    return () if isinstance(row, Nobody) else row


def _also(before: Telling, row: Telling) -> Telling:
    return replace(
        before,
        by_mail=before.by_mail or row.by_mail,
        in_app=before.in_app or row.in_app,
        by_alarm=before.by_alarm or row.by_alarm,
    )
