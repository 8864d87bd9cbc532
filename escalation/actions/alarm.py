"""The alarm of a P1 that nobody has in hand: raised and ended with the fact that makes it so, called by the clock.

Locks: the ticket before its alarm, and of several tickets the lowest number first. The caller of ``follow_alarm`` holds the
ticket.
"""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Greatest

from accounts.models import User
from escalation import alarm, events, queries
from escalation.models import Alarm
from history.recording import now_or
from tickets.actions.storing import add_event
from tickets.models import Ticket

logger = logging.getLogger(__name__)

AT_ONCE: Final = 100  # rows of one sweep; what is left comes with the next
PAUSE: Final = timedelta(minutes=1)  # until an alarm that could not be called is tried again


@transaction.atomic
def follow_alarm(ticket: Ticket, *, actor: User | None, at: datetime) -> None:
    """Raise the alarm of a ticket that is alone, end that of one that is not; twice is once.

    ticket: as the action that records the fact has it in memory. Its last fact decides: at earlier ones of the same
    action it may look as if nothing had changed yet.
    """
    why = alarm.why_quiet(ticket.status, ticket.priority, ticket.assignee_id)
    if why:
        _end(ticket, why, by=actor, at=at)
        return
    first = alarm.next_turn(at, 0, at)
    Alarm.objects.get_or_create(ticket=ticket, ended_at=None, defaults={"since": at, "next_at": first.at})


def call_due(at: datetime | None = None) -> None:
    """Call the next round of every alarm whose moment has come, in one turn with those whose moment is near.

    First calls that would follow the turn closely wait, and come together.
    """
    at = now_or(at)
    near = Alarm.objects.due(at + alarm.TOGETHER)[:AT_ONCE]
    turn = [one for one in near if one.next_at <= alarm.due_until(at, one.rounds)]
    if not any(one.next_at <= at for one in turn):
        return
    if _call_together(turn, at):
        behind = [one.pk for one in near if one not in turn]
        Alarm.objects.live().filter(pk__in=behind, rounds=0).update(next_at=at + alarm.TOGETHER)


@transaction.atomic
def _call_together(turn: Sequence[Alarm], at: datetime) -> bool:
    """Call a round of each; return whether there was any to call. One that cannot be called stops no other one.

    One transaction: its facts are told together, and so a person is called once about all of them.
    """
    has_called = False
    for due in sorted(turn, key=lambda one: one.ticket_id):
        try:
            has_called = call(due, at=at) or has_called
        except Exception:
            logger.exception("Nobody could be called about ticket %s", due.ticket_id)
            Alarm.objects.due(at).filter(pk=due.pk).update(next_at=at + PAUSE)
    return has_called


@transaction.atomic
def call(due: Alarm, *, at: datetime | None = None) -> bool:
    """Call one round of this alarm; return whether it was ours to do.

    1. Lock the ticket. 2. Ask again whether it is alone; if not, end the alarm. 3. Claim the round by a conditional
    UPDATE: of two sweepers one goes on, and nobody does before its moment. 4. Record whom the round calls; who is told of that fact is told with an alarm.
    """
    at = now_or(at)
    ticket = Ticket.objects.locked(due.ticket_id)
    why = alarm.why_quiet(ticket.status, ticket.priority, ticket.assignee_id)
    if why:
        _end(ticket, why, by=None, at=at)
        return False
    number = due.rounds + 1
    then = alarm.next_turn(due.since, number, at)
    its_own = Alarm.objects.due(alarm.due_until(at, due.rounds)).filter(pk=due.pk, rounds=due.rounds)
    claimed = its_own.update(rounds=number, next_at=then.at)
    if not claimed:
        return False
    called = alarm.call_of(number, lambda step: [person.pk for person in queries.people_at(step, ticket)])
    facts = {"round": number, "step": called.step, "people": list(called.people)}
    add_event(ticket, events.P1_CALLED, actor=None, at=at, facts=facts)
    return True


def _end(ticket: Ticket, why: str, *, by: User | None, at: datetime) -> None:
    """Of two machines one may read its clock a little earlier than the other."""
    taker_id = ticket.assignee_id if why == alarm.TAKEN else None
    Alarm.objects.live().filter(ticket=ticket).update(
        ended_at=Greatest("since", Value(at)),
        ended_by_id=taker_id or (by.pk if by else None),
        why_ended=why,
    )
