"""An example of every mail, for who wants to see what people get: invented people, nothing of the database.

The words of mails are written by the code that writes real ones; only what would be loaded is made up here.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts import events as person_events
from accounts.models import PersonEvent, Side, User
from escalation import alarm
from escalation import events as escalation_events
from history.models import Event
from notifications import events as mail_events
from notifications import my_day, topics
from notifications.about import About
from notifications.composing import Fact, letter_on, list_of
from notifications.letters import Letter
from notifications.models import Delivery
from notifications.passages import Passage, carries_words
from notifications.recipients import TABLE, Nobody, Telling, side_of
from notifications.sentences import sentence_of_event
from notifications.topics import Topic
from sites import events as client_events
from sites.models import Client, ClientEvent, Site
from tickets import events as ticket_events
from tickets.lifecycle import Status
from tickets.models import Impact, Problem, ProblemEvent, Ticket, TicketEvent, Urgency
from tickets.models.problem import PUBLIC_LANGUAGES
from visits.models import Visit

FIRM, CLIENT = Side.FIRM.value, Side.CLIENT.value
ZONE: Final = "Europe/Brussels"
MESSAGE_ID: Final = "<example@example.invalid>"


@dataclass(frozen=True)
class Example:
    """One mail that people of one side may get. name: what it is, for addresses; unique within its side."""

    side: str
    name: str
    write: Callable[[User], Letter]


def examples() -> list[Example]:
    """Return an example of every mail there is: of each kind of fact that is mailed, and of each list; by side and name."""
    found: dict[tuple[str, str], Example] = {}
    for kind, row in TABLE.items():
        for telling in () if isinstance(row, Nobody) else row:
            if telling.by_mail:
                example = _of_fact(kind, telling)
                found.setdefault((example.side, example.name), example)
    for example in LISTS:
        found[example.side, example.name] = example
    return sorted(found.values(), key=lambda one: (one.side, one.name))


def letter_of(example: Example, language: str) -> Letter:
    """Write this example in this language. No query."""
    with translation.override(language), timezone.override(ZONE):
        cast = _Cast(language)
        return example.write(cast.marleen if example.side == FIRM else cast.emma)


def _of_fact(kind: str, telling: Telling) -> Example:
    topic, side = telling.topic, side_of(kind, telling.topic)
    name = f"{topic.words_of}-{kind}" if topic.words_of else kind
    if topic is topics.CRITICAL and name != escalation_events.P1_CALLED:
        name = f"{name}-p1"

    def write(reader: User) -> Letter:
        cast = _Cast(reader.language)
        lead = cast.fact(kind, topic, reader)
        return letter_on(lead, reader=reader, message_id=MESSAGE_ID, coming=cast.visit if side == CLIENT else None)

    return Example(side, name, write)


# ---- lists, and mails that say little ----


def _several(reader: User) -> Letter:
    cast = _Cast(reader.language)
    facts = [cast.fact(ticket_events.REPORTED, topics.NEW, reader, number=1042 + more) for more in range(33)]
    return list_of(facts, purpose=Delivery.Purpose.SEVERAL, reader=reader, message_id=MESSAGE_ID)


def _several_received(reader: User) -> Letter:
    cast = _Cast(reader.language)
    facts = [cast.fact(ticket_events.REPORTED, topics.RECEIVED, reader, number=1042 + more) for more in range(3)]
    return list_of(facts, purpose=Delivery.Purpose.SEVERAL, reader=reader, message_id=MESSAGE_ID)


def _morning_list(reader: User) -> Letter:
    cast = _Cast(reader.language)
    kinds = (ticket_events.STARTED, ticket_events.NOTED, ticket_events.RESOLVED)
    facts = [cast.fact(kind, topics.CHANGES, reader) for kind in kinds]
    facts.append(cast.fact(ticket_events.NOTED, topics.CHANGES, reader, number=1043, confidential=True))
    facts.append(cast.fact(ticket_events.REPORTED, topics.NEW, reader, number=1044))
    return list_of(facts, purpose=Delivery.Purpose.MORNING_LIST, reader=reader, message_id=MESSAGE_ID)


def _my_day(reader: User) -> Letter:
    cast = _Cast(reader.language)
    later = Visit(site=cast.other_site, fso=cast.ines, starts_at=cast.at(14), ends_at=cast.at(16))
    day = my_day.Day(
        stops=[
            my_day.Stop(cast.visit, cast.bart, [cast.ticket(), cast.ticket(1043, confidential=True)], 2),
            my_day.Stop(later, None, [], 0),
        ],
        criticals=[cast.ticket(1045, priority=1)],
        elsewhere=[cast.ticket(1046)],
        open_elsewhere=3,
    )
    return my_day.letter_of(day, reader=reader, message_id=MESSAGE_ID)


def _confidential(kind: str, topic: Topic) -> Callable[[User], Letter]:
    def write(reader: User) -> Letter:
        fact = _Cast(reader.language).fact(kind, topic, reader, confidential=True)
        return letter_on(fact, reader=reader, message_id=MESSAGE_ID)

    return write


def _with_more(reader: User) -> Letter:
    """What happened besides, in the same mail."""
    cast = _Cast(reader.language)
    lead, before, after = (
        cast.fact(kind, topic, reader)
        for kind, topic in (
            (ticket_events.ANSWERED, topics.ANSWERS),
            (ticket_events.STARTED, topics.PROGRESS),
            (escalation_events.PICKED_UP, topics.PROGRESS),
        )
    )
    return letter_on(lead, [before, after], reader=reader, message_id=MESSAGE_ID, coming=cast.visit)


LISTS: Final = (
    Example(FIRM, "several", _several),
    Example(CLIENT, "several", _several_received),
    Example(FIRM, "morning_list", _morning_list),
    Example(FIRM, "my_day", _my_day),
    Example(FIRM, "confidential", _confidential(ticket_events.REPLIED, topics.WORDS)),
    Example(CLIENT, "confidential", _confidential(ticket_events.ANSWERED, topics.ANSWERS)),
    Example(CLIENT, "answered-and-more", _with_more),
)


# ---- who and what the examples are about ----

_NOBODY: Final = 0  # no row has this number

# The facts of each kind that is mailed, as the registry of kinds wants them; people by their number in the cast.
_INES, _EMMA, _THIBAULT, _MARLEEN, _BART, _KATRIEN = range(-1, -7, -1)
_FACTS: Final[Mapping[str, Mapping[str, Any]]] = {
    ticket_events.REPORTED: {"priority": 3},
    ticket_events.RECORDED: {"priority": 3, "requester": _EMMA, "channel": "phone"},
    ticket_events.REACH_CONFIRMED: {"impact": 1, "from": 2, "to": 1},
    ticket_events.ASSIGNED: {"from": _INES, "to": _MARLEEN},
    ticket_events.CONTACT_CHANGED: {"from": _MARLEEN, "to": _INES},
    ticket_events.ANSWERED: {"message": _NOBODY},
    ticket_events.NOTED: {"message": _NOBODY},
    ticket_events.REPLIED: {"message": _NOBODY},
    ticket_events.CATEGORIZED: {"from": None, "to": _NOBODY, "priority_from": 2, "priority_to": 1},
    ticket_events.PRIORITY_OVERRIDDEN: {"from": 2, "to": 1},
    ticket_events.RESOLVED: {"minutes": 15, "on_the_spot": False, "is_public": True, "from": "in_progress"},
    **{kind: {"clock": clock, "minutes": 480, "since": ""} for (clock, _turn), kind in ticket_events.TURNS.items()},
    ticket_events.WAITED: {"for": "customer", "until": "2026-11-27T16:00:00+00:00", "visit": None},
    ticket_events.WAIT_WAS_OVER: {"for": "customer"},
    ticket_events.PROBLEM_ANNOUNCED: {"next_word": "2026-11-26T10:00:00+00:00", "places": []},
    ticket_events.PROBLEM_NEXT_WORD: {"next_word": "2026-11-26T10:00:00+00:00"},
    escalation_events.ESCALATED: {"escalation": _NOBODY, "level": "engineers", "chain": _NOBODY},
    escalation_events.OFFERED_ANEW: {"escalation": _NOBODY, "level": "engineers"},
    escalation_events.PICKED_UP: {"escalation": _NOBODY, "contact": _INES},
    escalation_events.HANDED_BACK: {"escalation": _NOBODY, "by": _THIBAULT},
    escalation_events.WITHDRAWN: {"escalation": _NOBODY},
    escalation_events.P1_CALLED: {"round": 1, "step": alarm.DESK, "people": [_MARLEEN]},
    client_events.CLIENT_OPENED: {"opens_at": ""},
    client_events.MEMBER_ADDED: {"person": _EMMA, "standing": "requester"},
    client_events.ASSIGNMENT_STARTED: {"person": _MARLEEN, "function": "fso"},
    client_events.ASSIGNMENT_ENDED: {"person": _MARLEEN, "function": "fso"},
}
_LEAVES_IT: Final[Mapping[str, str]] = {
    ticket_events.RESOLVED: Status.RESOLVED,
    ticket_events.CANCELLED: Status.CANCELLED,
    ticket_events.CLOSED: Status.CLOSED,
    ticket_events.CLOSED_UNANSWERED: Status.CLOSED,
}
_BY_CLIENTS: Final = frozenset(
    {
        ticket_events.REPORTED,
        ticket_events.REPLIED,
        ticket_events.REOPENED,
        ticket_events.CONFIRMED,
        ticket_events.WORKS_AGAIN,
        ticket_events.APPROVED,
        ticket_events.APPROVAL_REFUSED,
    }
)
_BY_ITSELF: Final = frozenset(
    {
        ticket_events.WAIT_WAS_OVER,
        ticket_events.CLOSED,
        *ticket_events.TURNS.values(),
        escalation_events.OFFERED_ANEW,
        escalation_events.P1_CALLED,
        mail_events.MAIL_REFUSED,
        mail_events.MAIL_STOPPED,
    }
)
_OF_CLIENT: Final = frozenset(
    {
        client_events.CLIENT_OPENED,
        client_events.MEMBER_ADDED,
        client_events.ASSIGNMENT_STARTED,
        client_events.ASSIGNMENT_ENDED,
    }
)
_OF_PROBLEM: Final = frozenset(
    {ticket_events.PROBLEM_ANNOUNCED, ticket_events.PROBLEM_NEXT_WORD, ticket_events.PROBLEM_GONE}
)
_OF_PERSON: Final = frozenset({person_events.PERSON_ADDED, mail_events.MAIL_REFUSED, mail_events.MAIL_STOPPED})


class _Cast:
    """The people and things of the examples, which no row of the database knows."""

    def __init__(self, language: str) -> None:
        def person(number: int, name: str, side: str) -> User:
            address = f"{name.split(' ', maxsplit=1)[0].lower()}@example.com".replace("è", "e")
            return User(
                pk=number,
                name=name,
                side=side,
                language=language,
                time_zone=ZONE,
                email=address,
                phone="+32 470 00 00 00",
            )

        self.ines = person(_INES, "Inès Vercammen", FIRM)
        self.emma = person(_EMMA, "Emma Claes", CLIENT)
        self.thibault = person(_THIBAULT, "Thibault Martin", FIRM)
        self.marleen = person(_MARLEEN, "Marleen Peeters", FIRM)
        self.bart = person(_BART, "Bart Goossens", CLIENT)
        self.katrien = person(_KATRIEN, "Katrien Aerts", FIRM)
        self.brewery = Client(pk=_NOBODY, name="Brouwerij Hopveld")
        self.site = Site(pk=_NOBODY, client=self.brewery, name="Aalst", address="Stationsstraat 1, 9300 Aalst")
        self.other_site = Site(pk=_NOBODY, client=self.brewery, name="Ninove", address="Kaai 3, 9400 Ninove")
        self.visit = Visit(site=self.site, fso=self.ines, starts_at=self.at(9), ends_at=self.at(12))
        self.names = {one.pk: one.name for one in (self.ines, self.emma, self.thibault, self.marleen, self.katrien)}

    @staticmethod
    def at(hour: int) -> datetime:
        """This hour of tomorrow."""
        tomorrow = timezone.localtime(timezone=ZoneInfo(ZONE)) + timedelta(days=1)
        return tomorrow.replace(hour=hour, minute=0, second=0, microsecond=0)

    def ticket(
        self, number: int = 1042, *, priority: int = 3, confidential: bool = False, status: str = Status.OPEN
    ) -> Ticket:
        """A ticket as it is stored, but nowhere."""
        return Ticket(
            pk=number,
            client=self.brewery,
            site=self.site,
            requester=self.emma,
            contact=self.ines,
            title=_("No order can be entered") if priority == 1 else _("The scanner sends nothing"),
            impact=Impact.COMPANY if priority == 1 else Impact.PERSON,
            urgency=Urgency.STOPPED if priority == 1 else Urgency.DIFFICULT,
            priority=priority,
            confidential=confidential,
            status=status,
            opened_at=timezone.now(),
            respond_due_at=self.at(10),
        )

    def problem(self, *, is_gone: bool) -> Problem:
        """A known problem as it is stored, but nowhere."""
        words = _("Mail works again.") if is_gone else _("Mail is down at your place. We know it and are on it.")
        return Problem(
            pk=_NOBODY,
            client=self.brewery,
            what=words,
            state=Problem.State.GONE if is_gone else Problem.State.KNOWN,
            next_word_at=None if is_gone else self.at(11),
            **{f"public_{code}": words for code in PUBLIC_LANGUAGES},
        )

    def fact(self, kind: str, topic: Topic, reader: User, *, number: int = 1042, confidential: bool = False) -> Fact:
        """A fact of this kind, with what its reader reads of it."""
        about = self._about(kind, topic, number, confidential=confidential)
        sentence = sentence_of_event(about.event, self.names, reader)
        passages = () if confidential else _passages(kind, topic, reader)
        by = self.thibault if kind == escalation_events.HANDED_BACK else None
        return Fact(about, topic, sentence, passages, by)

    def _about(self, kind: str, topic: Topic, number: int, *, confidential: bool) -> About:
        facts = {
            "kind": kind,
            "actor": self._who_does(kind, topic),
            "occurred_at": timezone.now(),
            "details": dict(_FACTS.get(kind, {})),
        }
        event: Event
        if kind in _OF_PERSON:
            person = self.marleen if kind == person_events.PERSON_ADDED else self.emma
            event = PersonEvent(person=person, **facts)
            return About(event, person=person)
        if kind in _OF_PROBLEM:
            problem = self.problem(is_gone=kind == ticket_events.PROBLEM_GONE)
            return About(ProblemEvent(problem=problem, **facts), client=self.brewery, problem=problem)
        if kind in _OF_CLIENT:
            event = ClientEvent(client=self.brewery, **facts)
            return About(event, client=self.brewery, person=self.emma)
        is_critical = topic in (topics.CRITICAL, topics.COMPANY)
        ticket = self.ticket(
            number,
            priority=1 if is_critical else 3,
            confidential=confidential,
            status=_LEAVES_IT.get(kind, Status.OPEN),
        )
        event = TicketEvent(ticket=ticket, **facts)
        return About(event, ticket, self.brewery)

    def _who_does(self, kind: str, topic: Topic) -> User | None:
        if kind in _BY_ITSELF:
            return None
        if kind in _BY_CLIENTS:
            return self.bart if topic is topics.PROGRESS else self.emma  # nobody is told of his own act
        if kind in _OF_CLIENT | _OF_PERSON:
            return self.katrien
        by_engineer = {escalation_events.PICKED_UP, escalation_events.HANDED_BACK}
        return self.thibault if kind in by_engineer else self.ines


def _passages(kind: str, topic: Topic, reader: User) -> Sequence[Passage]:
    """What stands in a mail of this kind, where such mails carry words."""
    if not carries_words(kind, topic, reader):
        return ()
    handover = (
        Passage(_("It cannot reach its folder."), _("What is wrong")),
        Passage(_("A restart, another folder."), _("What was tried")),
        Passage(_("A look at the server."), _("What is needed")),
    )
    handed_back = (
        Passage(_("The server lets it in again."), _("What was done")),
        Passage(_("Scan a page with her."), _("What is still needed on site")),
    )
    refusal = (Passage("550 5.1.1 <emma@example.com>: User unknown", _("What the server said")),)
    known = (Passage(_("Mail is down at your place. We know it and are on it.")),)
    by_us = (Passage(_("The folder it sends to was full.\nPlease scan a page.")),)
    by_her = (Passage(_("It says that it cannot reach the folder.\nI tried twice.")),)
    said: dict[str, Sequence[Passage]] = {
        escalation_events.ESCALATED: handover,
        escalation_events.OFFERED_ANEW: handover,
        escalation_events.HANDED_BACK: handed_back,
        mail_events.MAIL_REFUSED: refusal,
        mail_events.MAIL_STOPPED: refusal,
        ticket_events.ANSWERED: by_us,
        ticket_events.NOTED: by_us,
        ticket_events.RESOLVED: by_us,
        ticket_events.CANCELLED: (Passage(_("She asked twice.")),),
        ticket_events.PROBLEM_ANNOUNCED: known,
        ticket_events.PROBLEM_NEXT_WORD: known,
        ticket_events.PROBLEM_GONE: (Passage(_("Mail works again.")),),
    }
    if topic is topics.CHANGES:
        said[ticket_events.PRIORITY_OVERRIDDEN] = (Passage(_("Nobody there can work.")),)
    return said.get(kind, by_her)
