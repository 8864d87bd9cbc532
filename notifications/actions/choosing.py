"""What a person chooses to hear, how, and when not: everybody for himself; twice is once."""

from collections.abc import Mapping
from datetime import datetime, time

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions.storing import add_event, locked
from accounts.models import User
from history.recording import now_or
from notifications import events, permissions
from notifications.habits import habits_of
from notifications.models import Preference, QuietHours
from notifications.topics import BY_CODE, IN_APP, OF_CLIENT, OF_FIRM, Topic, why_not


@transaction.atomic
def settle(
    person: User,
    choices: Mapping[str, str],
    quiet: tuple[time, time] | None,
    *,
    actor: User | None,
    at: datetime | None = None,
) -> None:
    """Let news come as chosen (see ``choose``), and mails wait between these times (None = never): all of it, or nothing.

    Raises NotAllowed for anybody else, ValidationError by topic or by the time that cannot be.
    """
    choose(person, choices, actor=actor, at=at)
    if quiet is None:
        hear_always(person, actor=actor, at=at)
    else:
        keep_quiet(person, starts=quiet[0], ends=quiet[1], actor=actor, at=at)


@transaction.atomic
def choose(person: User, choices: Mapping[str, str], *, actor: User | None, at: datetime | None = None) -> None:
    """Let these kinds of news come to this person as chosen (code of the topic -> code of Preference.Choice).

    Records one fact per kind that changes. Raises NotAllowed for anybody else, ValidationError by topic for what is not
    offered; then nothing is changed.
    """
    person, at = locked(person), now_or(at)
    permissions.can_choose_news(actor, person).enforce()
    topics = _offered(person, choices)
    habits = habits_of([person], topics)
    for topic in topics:
        choice = choices[topic.code]
        if choice != habits.choice(person, topic):
            Preference.objects.update_or_create(
                person=person, topic=topic.code, defaults={"choice": choice, "changed_at": at}
            )
            facts = {"topic": topic.code, "choice": str(choice)}
            add_event(person, events.NEWS_CHOSEN, actor=actor, at=at, facts=facts)


def stop(person: User, topic: Topic, *, actor: User | None, at: datetime | None = None) -> None:
    """Send this person no more mail about this kind of news.

    Raises NotAllowed for anybody else, ValidationError for what always comes by mail.
    """
    choose(person, {topic.code: IN_APP}, actor=actor, at=at)


@transaction.atomic
def keep_quiet(person: User, *, starts: time, ends: time, actor: User | None, at: datetime | None = None) -> None:
    """Let mails to this person wait each day between these times of his own zone; past midnight is one span too.

    Raises NotAllowed for anybody else, ValidationError for a span of no length.
    """
    person, at = locked(person), now_or(at)
    permissions.can_choose_news(actor, person).enforce()
    if starts == ends:
        raise ValidationError({"quiet_ends": _("Write another time than the one from which it is quiet.")})
    before = QuietHours.objects.filter(person=person).first()
    if before is not None and (before.starts, before.ends) == (starts, ends):
        return
    QuietHours.objects.update_or_create(person=person, defaults={"starts": starts, "ends": ends, "changed_at": at})
    facts = {"starts": f"{starts:%H:%M}", "ends": f"{ends:%H:%M}"}
    add_event(person, events.QUIET_KEPT, actor=actor, at=at, facts=facts)


@transaction.atomic
def hear_always(person: User, *, actor: User | None, at: datetime | None = None) -> None:
    """Let mails to this person wait for no hours any more.

    Raises NotAllowed for anybody else.
    """
    person = locked(person)
    permissions.can_choose_news(actor, person).enforce()
    gone, _rows = QuietHours.objects.filter(person=person).delete()
    if gone:
        add_event(person, events.QUIET_ENDED, actor=actor, at=now_or(at))


def _offered(person: User, choices: Mapping[str, str]) -> list[Topic]:
    """Return these kinds of news, or raise ValidationError for each that is not of this person's side or not offered so."""
    side = OF_FIRM if person.is_of_firm else OF_CLIENT
    topics = {code: BY_CODE.get(code) for code in choices}
    refused = {
        code: why_not(topic)
        for code, topic in topics.items()
        if topic is None or topic not in side or choices[code] not in topic.choices(person)
    }
    if refused:
        raise ValidationError(refused)
    return [topic for topic in topics.values() if topic is not None]
