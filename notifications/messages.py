"""What a mail says: what is loaded for it, in the reader's language and time zone; composing.py puts it together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils import timezone, translation

from accounts.models import User
from accounts.queries import face_for
from notifications.about import About
from notifications.composing import Fact, is_hidden, letter_on, list_of, who_writes
from notifications.letters import Letter
from notifications.models import Delivery
from notifications.passages import passages_for
from notifications.sentences import names_in, sentence_of_event
from notifications.topics import Topic
from tickets.lifecycle import ENDED_STATUSES
from visits.models import Visit
from visits.queries import coming_visits


@dataclass(frozen=True)
class Told:
    """One fact that a mail tells, under which topic, and whether its reader has read it on a page meanwhile."""

    about: About
    topic: Topic
    is_read: bool = False


def write(delivery: Delivery, told: Sequence[Told], *, reader: User) -> Letter | None:
    """Write the mail that tells these facts: about one ticket, or a list of several; None when there is nothing to say."""
    if not told:
        return None
    with translation.override(reader.language), timezone.override(reader.time_zone):
        if delivery.purpose == Delivery.Purpose.NEWS or _is_about_one(delivery, told):
            return _about_one(told, reader, delivery.message_id)
        facts = _facts(told, reader, with_words=False)
        return list_of(facts, purpose=delivery.purpose, reader=reader, message_id=delivery.message_id)


def letter_about(lead: Told, *, reader: User, message_id: str, others: Sequence[Told] = ()) -> Letter:
    """Write the mail that tells this reader of this fact, and of others about the same: text and HTML say the same.

    The reader must have an address. Links start with BASE_URL, never with what a request said.
    """
    first, *more = _facts([lead, *others], reader)
    writes = who_writes(lead.about, reader)
    photo = face_for(reader, writes.pk) if writes is not None else None
    return letter_on(
        first,
        more,
        reader=reader,
        message_id=message_id,
        face=bytes(photo.picture) if photo is not None else None,
        coming=_coming_to(lead.about, reader),
    )


def _is_about_one(delivery: Delivery, told: Sequence[Told]) -> bool:
    """Whether of several tickets that were told together one is left to tell: the others were read, or are gone."""
    tickets = {one.about.ticket for one in told}
    return delivery.purpose == Delivery.Purpose.SEVERAL and len(tickets) == 1 and None not in tickets


def _about_one(told: Sequence[Told], reader: User, message_id: str) -> Letter:
    """The latest words of a person lead, else the latest fact; what else happened stands below in a line each."""
    lead = next((one for one in reversed(told) if not one.topic.words_of), told[-1])
    others = [one for one in told if one is not lead]
    return letter_about(lead, reader=reader, message_id=message_id, others=others)


def _facts(told: Iterable[Told], reader: User, *, with_words: bool = True) -> list[Fact]:
    """Load what is said about these facts; their people in one query."""
    told = list(told)
    names = names_in(one.about.event for one in told)
    return [
        Fact(
            one.about,
            one.topic,
            sentence_of_event(one.about.event, names, reader),
            passages_for(reader, one.about, one.topic) if with_words else (),
            _handed_back_by(one.about),
        )
        for one in told
    ]


def _handed_back_by(about: About) -> User | None:
    number = about.facts.get("by")
    return User.objects.get_queryset().filter(pk=number).first() if isinstance(number, int) else about.event.actor


def _coming_to(about: About, reader: User) -> Visit | None:
    """The next visit at the place of this request, for people of the client while it is not ended."""
    ticket = about.ticket
    if reader.is_of_firm or ticket is None or ticket.site is None or is_hidden(about):
        return None
    if ticket.status in ENDED_STATUSES:
        return None
    now = timezone.now()
    return next((visit for visit in coming_visits(ticket.site)[:2] if visit.starts_at > now), None)
