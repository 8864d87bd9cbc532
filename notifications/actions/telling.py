"""The outbox at work. Safe to run twice and side by side: who notes a fact as told writes its rows in the same transaction,
and each mail is claimed before it is sent."""

import logging
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Final
from uuid import UUID

from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import F
from django.utils import timezone

from notifications import pace
from notifications.about import About, Key, about, about_all, key_of
from notifications.actions.gathering import News, rows_for
from notifications.actions.sending import Fresh, send, send_new
from notifications.faults import in_short
from notifications.habits import Habits, habits_of
from notifications.messages import Told
from notifications.models import Delivery, Notification, Pending
from notifications.recipients import not_before, recipients_of

logger = logging.getLogger(__name__)

AT_ONCE: Final = 50  # rows looked up in one go
BUDGET: Final = timedelta(seconds=60)  # what is left after that is for the next run
LATE: Final = timedelta(milliseconds=60)  # a transaction that waited so long has others behind it
LOOKED_AHEAD: Final = 40  # facts in the line
SHARE: Final = 4  # threads of a worker: each leaves the others their part of the line, for a server that takes its time
HELD: Final = timedelta(seconds=30)  # for who tells them together; after that they are the sweeper's
TRIES: Final = 3  # to work out who is told of a fact, before it is set aside
PAUSE: Final = timedelta(minutes=1)  # after a first try that failed; each further one waits five times as long


class _ToldByAnother(Exception):
    """Another worker noted these facts as told in the meantime."""


def tell(batch: UUID) -> None:
    """Tell the facts of one transaction: make the rows, send what goes at once. Twice is once.

    When many wait, those behind are told along with it: together they cost half. What a slow server leaves no time for is
    due again when its claim ends.
    """
    now = timezone.now()
    enough = now + BUDGET
    facts = list(Pending.objects.of(batch))
    if not facts or _wait_for_undo(facts):
        return
    if now - facts[0].created_at > LATE:
        facts = _with_those_behind(facts, now)
    for delivery, fresh in takewhile(lambda _one: timezone.now() < enough, _tell(facts)):
        send_new(delivery, fresh)


def tell_due() -> None:
    """Tell what is due: facts that no woken worker told, and mails that had to wait or did not leave."""
    enough = timezone.now() + BUDGET
    busy = True

    def in_time(_row: object) -> bool:
        """Asked before each row: fifty mails to a slow server would outlive the worker, in the middle of one."""
        return timezone.now() < enough

    while busy and timezone.now() < enough:
        busy = False
        batches = dict.fromkeys(Pending.objects.due(timezone.now()).values_list("batch", flat=True)[:AT_ONCE])
        for batch in takewhile(in_time, batches):
            for delivery, fresh in _tell(list(Pending.objects.of(batch).filter(due_at__lte=timezone.now()))):
                send_new(delivery, fresh)
            busy = True
        mails = Delivery.objects.due(timezone.now())[:AT_ONCE]
        for delivery in takewhile(in_time, list(mails)):
            busy = send(delivery) or busy


def _tell(facts: Sequence[Pending]) -> list[tuple[Delivery, Fresh]]:
    """Make the rows of these facts of one transaction; return the mails of theirs that go at once, claimed by us."""
    now = timezone.now()
    news: list[News] = []
    told: list[Pending] = []
    known = _about_together(facts)
    for fact in facts:
        try:
            found = known.get(key_of(fact)) or about(fact.event_table, fact.event_number)
            if found is None or not _postponed(fact, found, now):
                for_whom = recipients_of(found) if found else []
                news += [News(fact.event_table, found, one, now, fact.batch) for one in for_whom] if found else []
                told.append(fact)
        except (OperationalError, InterfaceError) as problem:
            _wait([fact], problem, now)
        except Exception as problem:
            _note_problem(fact, problem, now)
    try:
        return _write(told, news, now)
    except _ToldByAnother:
        left = list(Pending.objects.waiting().filter(pk__in=[fact.pk for fact in told]).order_by("pk"))
        return _tell(left) if 0 < len(left) < len(told) else []
    except (OperationalError, InterfaceError) as problem:
        _wait(told, problem, now)
        return []
    except Exception as problem:
        return _one_by_one(told, problem, now)


@transaction.atomic
def _write(facts: Sequence[Pending], news: Sequence[News], now: datetime) -> list[tuple[Delivery, Fresh]]:
    """Note the facts as told, with the rows of everybody: all or nothing, so that a worker that dies leaves none half told."""
    if not facts:
        return []
    told = Pending.objects.waiting().filter(pk__in=[fact.pk for fact in facts]).update(done_at=now)
    if told != len(facts):
        raise _ToldByAnother
    if not news:
        return []
    habits = habits_of({one.recipient.person for one in news}, {one.recipient.topic for one in news})
    batches: dict[UUID, list[News]] = defaultdict(list)
    for one in news:
        batches[one.batch].append(one)
    rows = [row for together in batches.values() for row in rows_for(together, habits, now)]
    Notification.objects.bulk_create([row for _one, row in rows])
    return _at_once(rows, habits, now)


def _at_once(rows: Sequence[tuple[News, Notification]], habits: Habits, now: datetime) -> list[tuple[Delivery, Fresh]]:
    mails: dict[int, tuple[Delivery, list[Told]]] = {}
    for one, row in rows:
        if row.delivery is not None and row.delivery.attempts:  # claimed when it was made, which only we can have done
            mails.setdefault(row.delivery.pk, (row.delivery, []))[1].append(one.told)
    return [(mail, Fresh(told, now, str(mail.person.email) in habits.refused)) for mail, told in mails.values()]


@transaction.atomic
def _with_those_behind(facts: Sequence[Pending], now: datetime) -> list[Pending]:
    """Take these facts and our share of the line, each transaction as a whole; none that another worker has taken.

    As many mails wait for the end of their claim when a worker dies.
    """
    behind = Pending.objects.in_line().filter(pk__gt=facts[-1].pk, created_at__lt=now - LATE)
    line = list(behind.values_list("batch", flat=True)[:LOOKED_AHEAD])
    batches = {facts[0].batch, *line[: len(line) // SHARE]}
    # In one order everywhere, so that two workers wait for each other and do not share a transaction. Whoever waited sees in
    # the row itself that it was taken meanwhile: PostgreSQL asks no other row again.
    locked = Pending.objects.in_line().filter(batch__in=batches).order_by("pk").select_for_update()
    taken = [fact for fact in locked if fact.due_at <= fact.created_at + pace.GRACE]
    Pending.objects.filter(pk__in=[fact.pk for fact in taken]).update(due_at=now + HELD)
    return taken


def _about_together(facts: Sequence[Pending]) -> dict[Key, About]:
    """Load what these facts are about in one go; nothing when one of them cannot be read, which is then asked for by itself."""
    if len(facts) < 2:
        return {}
    try:
        return about_all(key_of(fact) for fact in facts)
    except Exception:
        logger.warning("One of these facts cannot be read: %s", [str(fact) for fact in facts])
        return {}


def _one_by_one(facts: Sequence[Pending], problem: Exception, now: datetime) -> list[tuple[Delivery, Fresh]]:
    """Keep one fact that cannot be told from holding up those of the same transaction."""
    if len(facts) == 1:
        _note_problem(facts[0], problem, now)
        return []
    return [mail for fact in facts for mail in _tell([fact])]


def _wait_for_undo(facts: Sequence[Pending]) -> bool:
    """Leave a transaction that may be taken back to the sweeper, as a whole: what belongs together is told together."""
    until = max((fact.due_at for fact in facts), default=None)
    if until is None or all(fact.due_at <= fact.created_at + pace.GRACE for fact in facts):
        return False
    Pending.objects.waiting().filter(pk__in=[fact.pk for fact in facts]).update(due_at=until)
    return until > timezone.now()


def _postponed(fact: Pending, found: About, now: datetime) -> bool:
    later = not_before(found)
    if later is None or later <= now:
        return False
    Pending.objects.waiting().filter(pk=fact.pk).update(due_at=later)
    return True


def _wait(facts: Sequence[Pending], problem: Exception, now: datetime) -> None:
    """Look at these facts again in a while. Raises what happened when the database is away: then nothing can be told now."""
    if not connection.is_usable():
        raise problem
    logger.error("The database would not answer for %s yet", [str(fact) for fact in facts], exc_info=problem)
    Pending.objects.waiting().filter(pk__in=[fact.pk for fact in facts]).update(due_at=now + PAUSE)


def _note_problem(fact: Pending, problem: Exception, now: datetime) -> None:
    """Try again later, and set it aside with the reason in the end; whatever is wrong with it, those behind it go on."""
    if fact.attempts == 0:
        logger.error("Nobody could be told of %s yet", fact, exc_info=problem)
    is_last = fact.attempts + 1 >= TRIES
    Pending.objects.waiting().filter(pk=fact.pk, attempts=fact.attempts).update(
        attempts=F("attempts") + 1,
        due_at=now + PAUSE * 5**fact.attempts,
        set_aside_at=now if is_last else None,
        last_error=in_short(problem),
    )
