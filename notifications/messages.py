"""What a mail says: what is loaded for it, in the reader's language and time zone; composing.py puts it together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils import timezone, translation

from accounts.models import User
from accounts.queries import face_for
from escalation.events import ESCALATED, HANDED_BACK, OFFERED_ANEW
from escalation.models import Escalation
from notifications import my_day
from notifications.about import About
from notifications.composing import Fact, letter_on, list_of, tells_who_comes, thing_of, who_writes
from notifications.letters import Letter
from notifications.models import Delivery
from notifications.passages import passages_for
from notifications.recipients import is_change
from notifications.sentences import names_in, sentence_of_event
from notifications.topics import WELCOME, Topic
from visits.models import Visit
from visits.queries import coming_visits


@dataclass(frozen=True)
class Told:
    """One fact that a mail tells, under which topic, and whether its reader has read it on a page meanwhile."""

    about: About
    topic: Topic
    is_read: bool = False


def write(delivery: Delivery, told: Sequence[Told], *, reader: User) -> Letter | None:
    """Write the mail that tells these facts: about one ticket, or a list of several, or the day of an FSO as it is now.

    None when there is nothing to say.
    """
    with translation.override(reader.language), timezone.override(reader.time_zone):
        if delivery.purpose == Delivery.Purpose.MY_DAY and delivery.day is not None:
            day = my_day.day_of(reader, delivery.day, timezone.now())
            return my_day.letter_of(day, reader=reader, message_id=delivery.message_id) if day is not None else None
        if not told:
            return None
        is_morning = delivery.purpose == Delivery.Purpose.MORNING_LIST
        if not is_morning and _is_about_one(told):
            return _about_one(told, reader, delivery.message_id)
        purpose = Delivery.Purpose.MORNING_LIST if is_morning else Delivery.Purpose.SEVERAL
        facts = _facts(told, reader, with_words=not is_morning)
        return list_of(facts, purpose=purpose, reader=reader, message_id=delivery.message_id)


def letter_about(lead: Told, *, reader: User, message_id: str, others: Sequence[Told] = ()) -> Letter:
    """Write the mail that tells this reader of this fact, and of others about the same: text and HTML say the same.

    The reader must have an address. Links start with BASE_URL, never with what a request said.
    """
    first, *more = _facts([lead, *others], reader)
    writes = who_writes(lead.about, reader)
    photo = face_for(reader, writes.pk) if writes is not None else None
    return letter_on(
        replace(first, by=_handed_back_by(lead.about), until=_offered_until(lead.about)),
        more,
        reader=reader,
        message_id=message_id,
        face=bytes(photo.picture) if photo is not None else None,
        coming=_coming_to(lead.about, reader),
    )


def _is_about_one(told: Sequence[Told]) -> bool:
    """Whether all that is told is about one ticket, client or person, be it that others were read or are gone meanwhile.

    That one can sign in is one thing, however many clients one works for.
    """
    return len({thing_of(one.about) for one in told}) == 1 or any(one.topic is WELCOME for one in told)


def _about_one(told: Sequence[Told], reader: User, message_id: str) -> Letter:
    """The latest words of a person, or what one must act on, lead, else the latest fact; the others are a line each."""
    lead = next((one for one in reversed(told) if _leads(one)), told[-1])
    others = [one for one in told if one is not lead]
    return letter_about(lead, reader=reader, message_id=message_id, others=others)


def _leads(one: Told) -> bool:
    return one.topic.is_locked or not is_change(one.topic.code, one.about.kind)


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
        )
        for one in told
    ]


def _handed_back_by(about: About) -> User | None:
    if about.kind != HANDED_BACK:
        return None
    return User.objects.get_queryset().filter(pk=about.facts["by"]).first()


def _offered_until(about: About) -> datetime | None:
    """Until when an offer wants an answer; None for what is no offer."""
    if about.kind not in (ESCALATED, OFFERED_ANEW):
        return None
    return Escalation.objects.values_list("acknowledge_due_at", flat=True).get(pk=about.facts["escalation"])


def _coming_to(about: About, reader: User) -> Visit | None:
    """The next visit at the place of this request, where the mail tells of it."""
    if about.ticket is None or about.ticket.site is None or not tells_who_comes(about, reader):
        return None
    now = timezone.now()
    return next((visit for visit in coming_visits(about.ticket.site)[:2] if visit.starts_at > now), None)
