"""The words that a mail carries: what a person wrote, never more than its reader may read on the page."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Side, User
from escalation import events as escalation_events
from escalation.models import Escalation
from notifications import events as mail_events
from notifications.about import About
from notifications.letters import one_line
from notifications.topics import CHANGES, COMPANY, Topic
from tickets import events as ticket_events
from tickets.lifecycle import WaitingFor
from tickets.models import Message

LONGEST: Final = 10_000  # characters; the page has the rest
Written = Callable[[About], "list[Passage]"]


@dataclass(frozen=True)
class Passage:
    """A piece of text somebody wrote, under a heading of ours ("" = none). most: how many characters of it a mail shows."""

    text: str
    heading: str | Promise = ""
    most: int = LONGEST

    @property
    def is_cut(self) -> bool:
        """Whether the page holds more of it."""
        return len(self.text) > self.most

    @property
    def shown(self) -> str:
        """The text, at most so many characters of it."""
        return self.text[: self.most]


def passages_for(reader: User, about: About, topic: Topic) -> list[Passage]:
    """Return what was written, as far as this reader may read it; nothing of a confidential ticket."""
    if about.ticket is not None and about.ticket.confidential:
        return []
    written = _writing_for(about.kind, topic, reader)
    return [passage for passage in written(about) if passage.text.strip()] if written else []


def carries_words(kind: str, topic: Topic, reader: User) -> bool:
    """Whether a mail under this topic about this kind of fact carries what somebody wrote."""
    return _writing_for(kind, topic, reader) is not None


def _writing_for(kind: str, topic: Topic, reader: User) -> Written | None:
    if topic is COMPANY:
        return _first_words  # the contact person reads what a colleague told us
    written = (OF_FIRM if reader.is_of_firm else OF_CLIENT).get(kind)
    # Who hears of each change has read the first words long ago.
    return None if topic is CHANGES and written is _first_words else written


def _first_words(about: About) -> list[Passage]:
    said = Message.objects.filter(ticket=about.ticket, is_public=True).order_by("written_at", "pk").first()
    return [Passage(said.body)] if said else []


def _message(about: About) -> list[Passage]:
    """The public message that the fact points to: what became internal or was erased is not there."""
    said = Message.objects.filter(ticket=about.ticket, pk=about.facts["message"], is_public=True).first()
    return [Passage(said.body)] if said else []


def _note(about: About) -> list[Passage]:
    """The words among ourselves that the fact points to."""
    said = Message.objects.filter(ticket=about.ticket, pk=about.facts["message"], is_public=False).first()
    return [Passage(said.body)] if said else []


def _public_solution(about: About) -> list[Passage]:
    ticket = about.ticket
    is_public = about.facts["is_public"] and ticket is not None and ticket.solution_is_public
    return _words(about) if is_public else []


def _what_is_asked(about: About) -> list[Passage]:
    """What is to be approved; of any other wait the words are among ourselves."""
    return _words(about) if about.facts["for"] == WaitingFor.APPROVAL else []


def _last_answer(about: About) -> list[Passage]:
    """The last that the firm wrote to the client: the question."""
    said = Message.objects.filter(ticket=about.ticket, is_public=True, author__side=Side.FIRM)
    last = said.order_by("-written_at", "-pk").first()
    return [Passage(last.body)] if last else []


def _words(about: About, heading: str | Promise = "") -> list[Passage]:
    return [Passage(about.event.words.text, heading)] if about.event.words else []


def _of_the_problem(about: About) -> list[Passage]:
    """The public words of a known problem in the reader's language, as they are now: never what we write among ourselves."""
    return [Passage(about.problem.public_words)] if about.problem else []


def _of_the_server(about: About) -> list[Passage]:
    heading = _("What the server said")
    return [Passage(one_line(said.text, LONGEST), heading) for said in _words(about)]


def _handover(about: About) -> list[Passage]:
    escalation = _escalation(about)
    return [
        Passage(escalation.wrong.text, _("What is wrong")),
        Passage(escalation.tried.text, _("What was tried")),
        Passage(escalation.needed.text, _("What is needed")),
    ]


def _handed_back(about: About) -> list[Passage]:
    escalation = _escalation(about)
    said = [(escalation.done, _("What was done")), (escalation.needed_on_site, _("What is still needed on site"))]
    return [Passage(words.text, heading) for words, heading in said if words]


def _escalation(about: About) -> Escalation:
    return Escalation.objects.select_related("wrong", "tried", "needed", "done", "needed_on_site").get(
        pk=about.facts["escalation"]
    )


OF_CLIENT: Final[Mapping[str, Written]] = {
    ticket_events.REPORTED: _first_words,
    ticket_events.RECORDED: _first_words,
    ticket_events.ANSWERED: _message,
    ticket_events.RESOLVED: _public_solution,
    ticket_events.WAITED: _what_is_asked,
    ticket_events.REMINDED: _last_answer,
    ticket_events.PROBLEM_ANNOUNCED: _of_the_problem,
    ticket_events.PROBLEM_NEXT_WORD: _of_the_problem,
    ticket_events.PROBLEM_GONE: _of_the_problem,
}
OF_FIRM: Final[Mapping[str, Written]] = {
    ticket_events.REPORTED: _first_words,
    ticket_events.RECORDED: _first_words,
    ticket_events.REACH_CONFIRMED: _first_words,
    ticket_events.CATEGORIZED: _first_words,
    ticket_events.PRIORITY_OVERRIDDEN: _words,
    ticket_events.ASSIGNED: _first_words,
    ticket_events.REPLIED: _message,
    ticket_events.ANSWERED: _message,
    ticket_events.NOTED: _note,
    ticket_events.RESOLVED: _words,
    ticket_events.CANCELLED: _words,
    ticket_events.REOPENED: _words,
    ticket_events.WAITED: _words,
    ticket_events.APPROVED: _words,
    ticket_events.APPROVAL_REFUSED: _words,
    escalation_events.ESCALATED: _handover,
    escalation_events.OFFERED_ANEW: _handover,
    escalation_events.P1_CALLED: _first_words,
    escalation_events.HANDED_BACK: _handed_back,
    mail_events.MAIL_REFUSED: _of_the_server,
    mail_events.MAIL_STOPPED: _of_the_server,
}
