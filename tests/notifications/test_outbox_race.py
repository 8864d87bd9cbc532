"""Two people look after one row at the same moment, or one beside a worker, on a real database: one wins."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import pytest
from django.db import connection, connections

from accounts.answers import WrongMoment
from accounts.models import PersonEvent, User
from notifications import actions
from notifications.models import Delivery, Pending
from tests.notifications.outbox_rows import fact_set_aside, refused_mail
from tickets.models import Ticket

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 5
TENDED = ["mail_tried_again", "mail_dismissed", "fact_tried_again", "fact_dismissed"]


@pytest.fixture(autouse=True)
def leave_no_connection() -> Iterator[None]:
    yield
    connections.close_all()


def at_once(*acts: Callable[[], None]) -> list[str]:
    """Let these acts begin at the same moment, each on a connection of its own; return the refusals in words."""
    start = Barrier(len(acts))

    def act(one: Callable[[], None]) -> str:
        try:
            start.wait(timeout=60)
            one()
        except WrongMoment as refusal:
            return str(refusal.message)
        else:
            return ""
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [done.result(timeout=120) for done in [pool.submit(act, one) for one in acts]]


def test_of_two_who_tend_one_mail_one_wins_and_the_other_reads_who(
    ticket: Ticket, requester: User, desk: User, administrator: User
) -> None:
    for _ in range(ROUNDS):
        mail = refused_mail(requester, ticket)

        said = at_once(
            partial(actions.try_again, mail, actor=desk), partial(actions.dismiss, mail, actor=administrator)
        )

        event = PersonEvent.objects.get(kind__in=TENDED, details__mail=mail.pk)
        state = Delivery.objects.get(pk=mail.pk).state
        if event.actor == desk:
            assert (said, state) == (["", "Marleen Peeters has already tried this again."], "waiting")
        else:
            assert (said, state) == (["Katrien Aerts has already dismissed this.", ""], "dismissed")


def test_of_two_who_tend_one_fact_one_wins_and_the_other_reads_who(desk: User, administrator: User) -> None:
    for number in range(ROUNDS):
        fact = fact_set_aside(number)

        said = at_once(
            partial(actions.try_fact_again, fact, actor=desk), partial(actions.dismiss_fact, fact, actor=administrator)
        )

        event = PersonEvent.objects.get(kind__in=TENDED, details__number=number)
        assert event.actor
        assert sorted(said)[0] == ""
        assert sorted(said)[1].startswith(f"{event.actor.name} has already")
        assert (Pending.objects.get(pk=fact.pk).done_at is not None) == (event.kind == "fact_dismissed")


def test_two_double_clicks_of_one_person_are_one(ticket: Ticket, requester: User, desk: User) -> None:
    mail = refused_mail(requester, ticket)

    assert at_once(*[partial(actions.try_again, mail, actor=desk)] * 4) == [""] * 4

    assert PersonEvent.objects.filter(kind="mail_tried_again").count() == 1
