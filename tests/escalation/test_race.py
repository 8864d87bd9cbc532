"""Many press "pick up" at once, on a real database: exactly one has it."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections

from accounts.answers import WrongMoment
from accounts.models import User
from escalation import actions
from escalation.models import Escalation, Offer, Standing
from tests.cast import person_of_firm, serves
from tests.escalation.conftest import Escalate
from tickets.models import Ticket, TicketEvent

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def leave_no_connection() -> Iterator[None]:
    yield
    connections.close_all()


def press(escalation: Escalation, people: list[User], at_once: int) -> list[str]:
    """Let these people press, so many at the same moment; return what each was told ("" = he has it)."""
    start = Barrier(at_once)

    def pressed(person: User) -> str:
        try:
            start.wait(timeout=60)
            actions.pick_up(escalation, actor=User.objects.get(pk=person.pk))
        except WrongMoment as refusal:
            return str(refusal.message)
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(at_once) as pool:
        return list(pool.map(pressed, people))


def test_of_two_who_press_at_once_one_has_it_and_the_other_is_told_who(
    offered: Escalation, ticket: Ticket, engineer: User, other_engineer: User
) -> None:
    told = press(offered, [engineer, other_engineer], 2)

    taken = Escalation.objects.select_related("picked_up_by").get(pk=offered.pk)
    winner = taken.picked_up_by
    assert taken.status == Standing.PICKED_UP
    assert winner is not None
    assert winner == [engineer, other_engineer][told.index("")]
    (loser,) = [words for words in told if words]
    assert loser.startswith(f"{winner.first_name} picked this up")
    assert Ticket.objects.get(pk=ticket.pk).assignee == winner


def test_of_a_hundred_who_press_ten_at_a_time_one_has_it(escalate: Escalate, ticket: Ticket, brewery: object) -> None:
    people = [person_of_firm(f"Engineer {n}", f"engineer-{n}@lumen-it.example", "engineer") for n in range(100)]
    for person in people:
        serves(person, ticket.client, "engineer")
    escalation = escalate()
    assert Offer.objects.live().count() == 100

    told = press(escalation, people, 10)

    assert told.count("") == 1
    assert len([words for words in told if "picked this up" in words]) == 99
    assert TicketEvent.objects.filter(ticket=ticket, kind="picked_up").count() == 1
    assert not Offer.objects.live().exists()
