"""The foot of a mail: why its reader gets it, where to choose, and the links that stop its like."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.models import User
from notifications.about import About
from notifications.stop_links import stop_url
from notifications.topics import COMPANY, CRITICAL, KNOWN, OFFERS, UNDELIVERED, WELCOME, WORK, Topic


@dataclass(frozen=True)
class Stop:
    """A link that stops one kind of news by mail; words: what it does, a sentence without its full stop."""

    words: str | Promise
    url: str


@dataclass(frozen=True)
class Foot:
    """What stands below a mail.

    why: why its reader gets it. choose_url: "" where there is nothing to choose. always: why mails of this kind always come ("" = they can be stopped, or nothing is said).
    """

    why: str
    choose_url: str
    always: str | Promise = ""
    stops: Sequence[Stop] = ()
    stops_all: bool = False

    @property
    def one_press(self) -> str:
        """Where one press stops all that this mail is about ("" = it is about more, or about what always comes)."""
        return self.stops[0].url if self.stops_all and len(self.stops) == 1 else ""


def foot_of(
    topics: Iterable[Topic], reader: User, *, why: str, is_confidential: bool = False, holds_more: bool = False
) -> Foot:
    """Return the foot of a mail that tells news of these kinds; the first one leads.

    Of a confidential ticket nothing is said that would tell what happened, so its kinds of news are not given here.
    holds_more: the mail tells besides what is not to be said.
    """
    told = list(dict.fromkeys(topics))
    stoppable = [topic for topic in told if can_be_stopped(topic, reader)]
    return Foot(
        why=why,
        choose_url="" if WELCOME in told else f"{settings.BASE_URL}{reverse('accounts:me')}#news",
        always="" if is_confidential or WELCOME in told else told[0].why_locked,
        stops=[Stop(topic.stop, stop_url(reader, topic.code)) for topic in stoppable],
        stops_all=len(stoppable) == len(told) and not holds_more,
    )


def can_be_stopped(topic: Topic, reader: User) -> bool:
    """Whether mail about this kind of news carries a stop link: not about one's own open request, nor what one must act on."""
    return not topic.is_locked and (reader.is_of_firm or not topic.is_own)


def why_of(topic: Topic, about: About, reader: User) -> str:
    """Return in words why this person gets mail about this fact; the same for all facts of a confidential ticket."""
    if topic is KNOWN:
        return _("You get this because you said that you have this too.")
    if topic is WELCOME or (about.ticket is None and topic is not UNDELIVERED and topic is not WORK):
        return _("You get this because somebody added you.")
    if about.ticket is None:
        return {
            UNDELIVERED.code: _("You get this because you see to it that mail arrives."),
            WORK.code: _("You get this because it is about what you work on."),
        }[topic.code]
    if reader.is_of_firm:
        return _of_colleague(topic, is_confidential=about.ticket.confidential)
    if topic is COMPANY:
        return _("You get this because you are the contact person of %(client)s.") % {
            "client": about.ticket.client.name
        }
    return _("You get this because you asked for help. The number of your request is %(number)s.") % {
        "number": about.ticket.pk
    }


def why_of_list(reader: User) -> str:
    """Return in words why this person gets a mail about several tickets."""
    if reader.is_of_firm:
        return _("You get this because you serve these clients or these tickets are with you.")
    return _("You get this because you asked for help.")


def _of_colleague(topic: Topic, *, is_confidential: bool) -> str:
    if topic is OFFERS and not is_confidential:
        return _("You get this because the ticket is offered to you.")
    if topic is CRITICAL and not is_confidential:
        return _("You get this because you are there when this client stands still.")
    return _("You get this because you serve this client or this ticket is with you.")
