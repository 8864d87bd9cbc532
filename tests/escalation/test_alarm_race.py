"""Two sweepers at once, or one beside somebody who takes the ticket, on a real database: each round is called once."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from threading import Barrier

import pytest
from django.db import connection, connections
from django.utils import timezone

from accounts.models import User
from escalation import actions
from escalation.models import Alarm
from notifications.models import Pending
from sites.models import Client
from tests.cast import person_of_firm
from tickets import actions as tickets
from tickets.models import Impact, Ticket, TicketEvent, Urgency

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 8


@pytest.fixture(autouse=True)
def leave_no_connection() -> Iterator[None]:
    yield
    connections.close_all()


def at_once(*acts: Callable[[], object]) -> None:
    """Let these acts begin at the same moment, each on a connection of its own; raise what any of them raised."""
    start = Barrier(len(acts))

    def act(one: Callable[[], object]) -> None:
        try:
            start.wait(timeout=60)
            one()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        for done in [pool.submit(act, one) for one in acts]:
            done.result(timeout=120)


def test_of_sweepers_that_run_at_once_one_calls_each_round(critical_ticket: Ticket, desk: User) -> None:
    now = timezone.now() + timedelta(minutes=10)

    for number in range(ROUNDS):
        at = now + number * timedelta(minutes=5)
        at_once(*[partial(actions.call_due, at)] * 4)

    calls = TicketEvent.objects.filter(ticket=critical_ticket, kind="p1_called").order_by("pk")
    assert [call.details["round"] for call in calls] == list(range(1, ROUNDS + 1))
    assert Alarm.objects.get(ticket=critical_ticket).rounds == ROUNDS


def test_a_sweeper_that_read_the_alarm_before_another_called_it_calls_nobody(
    critical_ticket: Ticket, desk: User
) -> None:
    now = timezone.now() + timedelta(minutes=10)
    as_read = Alarm.objects.get(ticket=critical_ticket)
    assert actions.call(Alarm.objects.get(pk=as_read.pk), at=now)

    assert not actions.call(as_read, at=now)
    assert not actions.call(as_read, at=now + timedelta(hours=1)), "its rounds have changed, so it is read anew"
    assert TicketEvent.objects.filter(ticket=critical_ticket, kind="p1_called").count() == 1


def test_taken_while_the_sweeper_runs_it_is_called_before_or_not_at_all(
    critical_ticket: Ticket, desk: User, fso: User
) -> None:
    for number in range(ROUNDS):
        taker = person_of_firm(f"Taker {number}", f"taker-{number}@lumen-it.example", "desk")
        ticket = tickets.assign(critical_ticket, to=desk if number % 2 else fso, actor=fso)
        alarm = Alarm.objects.live().get(ticket=ticket)
        due = alarm.next_at
        before = TicketEvent.objects.filter(ticket=ticket, kind="p1_called").count()

        at_once(partial(actions.call_due, due), partial(tickets.start, ticket, actor=taker))

        alarm.refresh_from_db()
        called = TicketEvent.objects.filter(ticket=ticket, kind="p1_called").count() - before
        assert alarm.ended_at is not None
        assert (alarm.why_ended, alarm.ended_by) == ("taken", taker)
        assert called == alarm.rounds
        assert called in {0, 1}
        tickets.assign(ticket, to=desk, actor=fso)


def test_of_sweepers_that_run_at_once_one_calls_a_turn_of_many_and_all_of_it_is_told_together(
    brewery: Client, requester: User, fso: User, desk: User
) -> None:
    """The longest due has the highest number here: tickets are locked by number, whatever is due first."""
    told = tickets.Report(what="The server is down", impact=Impact.COMPANY, urgency=Urgency.STOPPED)
    now = timezone.now()
    alone = [
        tickets.report(told, client=brewery, actor=requester, at=now - number * timedelta(seconds=1))
        for number in range(6)
    ]

    for number in range(4):
        at_once(*[partial(actions.call_due, now + (10 + 5 * number) * timedelta(minutes=1))] * 4)

    calls = TicketEvent.objects.filter(kind="p1_called").order_by("ticket", "pk")
    assert [(call.ticket_id, call.details["round"]) for call in calls] == [
        (ticket.pk, number) for ticket in alone for number in range(1, 5)
    ]
    batches = Pending.objects.filter(event_table="tickets.ticketevent", event_number__in=[call.pk for call in calls])
    assert batches.values("batch").distinct().count() == 4
