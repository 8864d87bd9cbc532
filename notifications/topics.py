"""The kinds of news that people can choose about: how each comes by itself, and which cannot be switched off, and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import Role, User
from notifications.models import Preference

AT_ONCE, MORNING, IN_APP = Preference.Choice.AT_ONCE, Preference.Choice.MORNING, Preference.Choice.IN_APP


@dataclass(frozen=True)
class Topic:
    """One kind of news.

    words: what a person reads beside the choice, as the end of "I want to hear ...".
    name: what such a mail is called in a list, in a word or two.
    stop: what the link says that stops such mails, a sentence without its full stop; every one that can be stopped has it.
    default: how it comes to who has chosen nothing.
    why_locked: why it always comes at once by mail; empty = a person may choose.
    may_wait: whether it may come in the morning list, which is for people of the firm.
    roles: who gets it at all (empty = everybody of that side).
    is_own: it is about one's own open ticket, so that its mail needs no stop link.
    words_of: the name of the mail that tells it, when that is not the mail of the kind of fact.
    """

    code: str
    words: str | Promise
    name: str | Promise
    stop: str | Promise = ""
    default: str = AT_ONCE
    why_locked: str | Promise = ""
    may_wait: bool = True
    roles: frozenset[str] = frozenset()
    is_own: bool = False
    words_of: str = ""

    @property
    def is_locked(self) -> bool:
        """Whether it always comes at once by mail."""
        return bool(self.why_locked)

    def choices(self, person: User) -> list[str]:
        """Return the codes of what this person may choose, the most disturbing first."""
        if self.is_locked:
            return [AT_ONCE]
        return [AT_ONCE, MORNING, IN_APP] if self.may_wait and person.is_of_firm else [AT_ONCE, IN_APP]


# ---- people of the clients ----

RECEIVED: Final = Topic(
    "received",
    _("that we received what you asked"),
    name=pgettext_lazy("kind of mail", "Received"),
    stop=_("No more mails that say that we received what you asked"),
    is_own=True,
)
ANSWERS: Final = Topic(
    "answers",
    _("when somebody answers you"),
    name=pgettext_lazy("kind of mail", "Answer"),
    why_locked=_("Somebody may need your answer to go on."),
    is_own=True,
)
SOLVED: Final = Topic(
    "solved",
    _("when your request is solved"),
    name=pgettext_lazy("kind of mail", "Solved"),
    why_locked=_("You decide whether it really is solved."),
    is_own=True,
)
PROGRESS: Final = Topic(
    "progress",
    _("who works on your request, and when"),
    name=pgettext_lazy("kind of mail", "Progress"),
    stop=_("No more mails that say who works on your request, and when"),
    default=IN_APP,
    words_of="changed",
)
FINISHED: Final = Topic(
    "finished",
    _("when your request is finished or stopped"),
    name=pgettext_lazy("kind of mail", "Finished"),
    stop=_("No more mails when your request is finished or stopped"),
)
COMPANY: Final = Topic(
    "company",
    _("when your whole company has an urgent problem"),
    name=pgettext_lazy("kind of mail", "Urgent problem of the company"),
    stop=_("No more mails when your whole company has an urgent problem"),
    words_of="company_critical",
)
KNOWN: Final = Topic(
    "known",
    _("about a known problem that you have too"),
    name=pgettext_lazy("kind of mail", "Known problem"),
    stop=_("No more mails about a known problem that you have too"),
    is_own=True,
)
WELCOME: Final = Topic(
    "welcome",
    _("that you can sign in"),
    name=pgettext_lazy("kind of mail", "Welcome"),
    why_locked=_("It says how you come in."),
    is_own=True,
)

# ---- people of the firm ----

CRITICAL: Final = Topic(
    "critical",
    _("when a client stands still (P1)"),
    name=pgettext_lazy("kind of mail", "P1"),
    why_locked=_("Somebody must act at once."),
)
IN_HAND: Final = Topic(
    "in_hand",
    _("when somebody has a P1 that you were called about"),
    name=pgettext_lazy("kind of mail", "P1 in hand"),
    stop=_("No more mails when somebody has a P1 that I was called about"),
    words_of="changed",
)
OFFERS: Final = Topic(
    "offers",
    _("when a ticket is offered to you"),
    name=pgettext_lazy("kind of mail", "Offer"),
    why_locked=_("The time to answer an offer runs."),
    roles=frozenset({Role.ENGINEER, Role.ICT_MANAGER, Role.DESK}),
)
HANDED_BACK: Final = Topic(
    "handed_back",
    _("when a ticket is handed back to you"),
    name=pgettext_lazy("kind of mail", "Handed back"),
    why_locked=_("The client waits for you again."),
)
WORDS: Final = Topic(
    "words",
    _("when a client writes about a ticket of yours"),
    name=pgettext_lazy("kind of mail", "Words of the client"),
    stop=_("No more mails when a client writes about a ticket of yours"),
)
NEW: Final = Topic(
    "new",
    _("when a ticket is new at your clients"),
    name=pgettext_lazy("kind of mail", "New ticket"),
    stop=_("No more mails when a ticket is new at your clients"),
)
ASSIGNED: Final = Topic(
    "assigned",
    _("when a ticket is given to you"),
    name=pgettext_lazy("kind of mail", "Given to somebody"),
    stop=_("No more mails when a ticket is given to you"),
)
LATE: Final = Topic(
    "late",
    _("when a ticket of yours is late"),
    name=pgettext_lazy("kind of mail", "Late"),
    why_locked=_("A promise to the client is broken while nobody acts."),
    words_of="late",
)
NEARLY_LATE: Final = Topic(
    "nearly_late",
    _("when three quarters of the time for a ticket of yours are used"),
    name=pgettext_lazy("kind of mail", "Nearly late"),
    stop=_("No more mails when three quarters of the time for a ticket of mine are used"),
    default=IN_APP,
    words_of="nearly_late",
)
WAITS: Final = Topic(
    "waits",
    _("when a wait of a ticket of yours is over"),
    name=pgettext_lazy("kind of mail", "Wait that is over"),
    stop=_("No more mails when a wait of a ticket of mine is over"),
    default=IN_APP,
    words_of="changed",
)
CHANGES: Final = Topic(
    "changes",
    _("what colleagues change on tickets of yours"),
    name=pgettext_lazy("kind of mail", "Changes by colleagues"),
    stop=_("No more mails that say what colleagues change on tickets of yours"),
    default=IN_APP,
    words_of="changed",
)
MY_DAY: Final = Topic(
    "my_day",
    _("my day, 90 minutes before the first visit"),
    name=pgettext_lazy("kind of mail", "My day"),
    stop=_("No more mails with your day before the first visit"),
    may_wait=False,
    roles=frozenset({Role.FSO}),
)
UNDELIVERED: Final = Topic(
    "undelivered",
    _("when mail to somebody does not arrive"),
    name=pgettext_lazy("kind of mail", "Mail that does not arrive"),
    stop=_("No more mails when mail to somebody does not arrive"),
    roles=frozenset({Role.DESK, Role.ADMINISTRATOR}),
)
WORK: Final = Topic(
    "work",
    _("when you are given clients to work for"),
    name=pgettext_lazy("kind of mail", "Clients to work for"),
    stop=_("No more mails when you are given clients to work for"),
    default=IN_APP,
    words_of="changed",
)

OF_CLIENT: Final = (RECEIVED, ANSWERS, SOLVED, PROGRESS, FINISHED, KNOWN, COMPANY, WELCOME)
OF_FIRM: Final = (
    CRITICAL,
    IN_HAND,
    OFFERS,
    HANDED_BACK,
    WORDS,
    NEW,
    ASSIGNED,
    LATE,
    NEARLY_LATE,
    WAITS,
    CHANGES,
    MY_DAY,
    UNDELIVERED,
    WORK,
    WELCOME,
)
BY_CODE: Final = {topic.code: topic for topic in (*OF_CLIENT, *OF_FIRM)}


BREAK_QUIET: Final = (CRITICAL, OFFERS)
"""What goes out in quiet hours too: a P1, and offers, whose time runs."""


def concerns(topic: Topic, person: User) -> bool:
    """Whether this person hears of it at all: some news is for who holds a role."""
    return not topic.roles or person.has_role(*topic.roles)


def topics_for(person: User) -> Iterable[Topic]:
    """Yield what this person may hear of, in the order of the page."""
    for topic in OF_FIRM if person.is_of_firm else OF_CLIENT:
        if topic is not WELCOME and concerns(topic, person):
            yield topic


def why_not(topic: Topic | None) -> str:
    """Return in words why this kind of news (None: there is none under that code) does not come as somebody wished."""
    if topic is not None and topic.is_locked:
        return gettext("This always comes by mail, at once. %(why)s") % {"why": topic.why_locked}
    return gettext("Choose one of what is offered here.")
