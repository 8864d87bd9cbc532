import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import InterfaceError, OperationalError, connection, transaction
from django.utils import timezone

from accounts.models import User
from notifications import messages
from notifications.about import Key, about_all, key_of
from notifications.actions.claiming import claim, in_hand, mine
from notifications.actions.refusing import forget_refusals, note_refusal
from notifications.alarm_call import send_alarm
from notifications.channels import NotSent, send_mail
from notifications.faults import in_short
from notifications.habits import habits_of, refused_among
from notifications.messages import Told
from notifications.models import Delivery, Notification
from notifications.pauses import GIVE_UP_AFTER, pause
from notifications.recipients import is_still_news, those_allowed
from notifications.topics import BREAK_QUIET, BY_CODE, CRITICAL, IN_APP, MY_DAY, UNDELIVERED, concerns

logger = logging.getLogger(__name__)

FRESH: Final = timedelta(seconds=1)  # rights that were asked so lately are not asked again
TRIES_TO_WRITE: Final = 3  # a mail that cannot be written is set aside after so many

STATE: Final = Delivery.State


@dataclass(frozen=True)
class Fresh:
    """What a mail that was claimed when it was made will say, as its maker knows it.

    asked_at: when the reader's rights were asked (UTC). was_refused: whether the address refused mail lately.
    """

    told: Sequence[Told]
    asked_at: datetime
    was_refused: bool


def send_new(delivery: Delivery, fresh: Fresh) -> None:
    """Send a mail that this worker has just made, and claimed with it; nothing is asked a second time within FRESH."""
    now = timezone.now()
    if timedelta() <= now - fresh.asked_at <= FRESH:
        _try(delivery, fresh)
    elif claim(delivery, now):  # the mails before it took long, and so the claim begins anew
        _try(delivery, None)


def send(delivery: Delivery) -> bool:
    """Send one mail or alarm, to who may still be told; answer whether it was ours to do.

    The claim comes first: of two workers one sends. A mail that a worker sent and did not live to note goes out again
    when the claim ends, with the same message id.
    """
    if not claim(delivery, timezone.now()):
        return False
    _try(delivery, None)
    return True


def _try(delivery: Delivery, fresh: Fresh | None) -> None:
    """Send it, or note why not. Whatever is wrong with this mail, those behind it go on."""
    try:
        with in_hand(delivery):
            _send(delivery, fresh)
    except NotSent as problem:
        _note_not_sent(delivery, problem)
    except (OperationalError, InterfaceError):
        if not connection.is_usable():
            raise  # the database is away
        logger.exception("Mail %s waits: the database would not answer", delivery.pk)  # until its claim ends
    except Exception as problem:
        if delivery.write_failures == 0:
            logger.exception("Mail %s could not be written", delivery.pk)
        _note_not_written(delivery, in_short(problem))


def _send(delivery: Delivery, fresh: Fresh | None) -> None:
    if fresh is None:  # whoever was read with the mail may be gone, or have another address and other roles
        delivery.person = User.objects.get(pk=delivery.person_id)
    person, told = delivery.person, fresh.told if fresh else _still_to_tell(delivery)
    is_day = delivery.purpose == Delivery.Purpose.MY_DAY  # read when it leaves, not made of facts
    if not told and not (is_day and _wants_day(person)):
        _end(delivery, STATE.WITHDRAWN)
    elif fresh is None and (until := _quiet_until(delivery, told)) is not None:
        _try_again(delivery, delivery.last_error, until)
    elif delivery.purpose == Delivery.Purpose.ALARM:
        send_alarm(person, *[one.about for one in told], key=delivery.message_id)
        _end(delivery, STATE.SENT, address=person.phone)
    elif not person.email:
        _end(delivery, STATE.WITHDRAWN)
    else:
        _mail(delivery, str(person.email), told, fresh)


def _wants_day(person: User) -> bool:
    return (
        person.is_active and concerns(MY_DAY, person) and habits_of([person], [MY_DAY]).choice(person, MY_DAY) != IN_APP
    )


def _quiet_until(delivery: Delivery, told: Sequence[Told]) -> datetime | None:
    """Return when the reader's quiet hours end, if they hold this mail now: one that was tried before may come up at night."""
    if not told or any(one.topic in BREAK_QUIET or (one.about.ticket and one.about.ticket.is_critical) for one in told):
        return None
    now = timezone.now()
    until = habits_of([delivery.person], []).after_quiet(delivery.person, now)
    return until if until > now else None


def _mail(delivery: Delivery, address: str, told: Sequence[Told], fresh: Fresh | None) -> None:
    refused = {} if fresh and not fresh.was_refused else refused_among([address])
    if refused.get(address):
        _end(delivery, STATE.REFUSED, address=address)
        return
    mail = messages.write(delivery, [one for one in told if not one.is_read], reader=delivery.person)
    if mail is None:
        _end(delivery, STATE.READ if told else STATE.WITHDRAWN)
        return
    send_mail(mail)
    _end(delivery, STATE.SENT, address=address)
    if refused:
        forget_refusals(address)


def _still_to_tell(delivery: Delivery) -> list[Told]:
    """Return what this mail may still say: allowed today, and still so; with whether it was read in the product."""
    rows = list(delivery.notifications.order_by("pk"))
    facts = about_all(key_of(row) for row in rows)
    allowed = those_allowed(delivery.person, facts.values())
    habits = habits_of([delivery.person], [BY_CODE[row.topic] for row in rows])
    read = _read_in_the_product(delivery, rows)
    return [
        Told(fact, topic, topic is not CRITICAL and key_of(row) in read)
        for row in rows
        if (fact := facts.get(key_of(row))) in allowed
        and is_still_news(row.topic, fact)
        and concerns(BY_CODE[row.topic], delivery.person)
        and habits.choice(delivery.person, topic := BY_CODE[row.topic]) != IN_APP  # stopped meanwhile
    ]


def _read_in_the_product(delivery: Delivery, rows: Sequence[Notification]) -> set[Key]:
    """Return those of these facts that the person has read on a page."""
    twins = Notification.objects.filter(
        person=delivery.person_id,
        channel=Notification.Channel.IN_APP,
        event_table__in={row.event_table for row in rows},
        event_number__in=[row.event_number for row in rows],
        read_at__isnull=False,
    )
    return {key_of(row) for row in twins}


def _note_not_sent(delivery: Delivery, problem: NotSent) -> None:
    now = timezone.now()
    is_alarm = delivery.purpose == Delivery.Purpose.ALARM
    address = delivery.person.phone if is_alarm else delivery.person.email or ""
    first_tried_at = delivery.first_tried_at or now
    if problem.permanent:
        with transaction.atomic():  # a refusal that is noted is counted
            ended = _end(delivery, STATE.REFUSED, address=address, last_error=problem.words)
            if ended and problem.of_address:
                note_refusal(delivery.person, problem.words, at=now, is_about_mail=_is_about_mail(delivery))
    elif now - first_tried_at >= GIVE_UP_AFTER:
        _end(delivery, STATE.GIVEN_UP, address=address, last_error=problem.words)
    else:
        _try_again(delivery, problem.words, min(now + pause(delivery.attempts), first_tried_at + GIVE_UP_AFTER))


def _is_about_mail(delivery: Delivery) -> bool:
    return not delivery.notifications.exclude(topic=UNDELIVERED.code).exists()


def _note_not_written(delivery: Delivery, words: str) -> None:
    failures = delivery.write_failures + 1
    mine(delivery).update(write_failures=failures)
    if failures >= TRIES_TO_WRITE:
        _end(delivery, STATE.SET_ASIDE, last_error=words)
    else:
        _try_again(delivery, words, timezone.now() + pause(failures))


def _try_again(delivery: Delivery, words: str, due: datetime) -> None:
    mine(delivery).update(due_at=due, last_error=words)


def _end(delivery: Delivery, state: str, *, address: str = "", last_error: str = "") -> bool:
    ended = mine(delivery).update(state=state, ended_at=timezone.now(), address=address, last_error=last_error)
    return ended == 1
