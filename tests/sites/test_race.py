"""Two act at once, on a real database: nobody fails, and no rule breaks between them."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections

from accounts import actions as people
from accounts.models import User
from history.recording import event_recorded
from tests.cast import person_of_firm
from tickets import actions
from tickets.models import Message, Ticket

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def leave_no_connection() -> Iterator[None]:
    yield
    connections.close_all()


def at_once(*acts: Callable[[], object]) -> list[Exception | None]:
    """Let each act in a thread of its own; return what each raised."""

    def told(act: Callable[[], object]) -> Exception | None:
        try:
            act()
        except Exception as problem:
            return problem
        finally:
            connection.close()
        return None

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(told, acts))


def test_two_administrators_who_deactivate_each_other_leave_one(administrator: User) -> None:
    other = person_of_firm("Lieve Aerts", "lieve@lumen-it.example", "administrator")
    start = Barrier(2)

    def deactivate(person: User) -> None:
        start.wait(timeout=60)
        people.deactivate(person, actor=None)

    problems = at_once(lambda: deactivate(administrator), lambda: deactivate(other))

    assert [type(problem) for problem in problems if problem] == [people.WrongMoment]
    assert User.objects.with_role("administrator").count() == 1


def test_who_is_deactivated_while_he_answers_blocks_nobody(ticket: Ticket, fso: User, stand_in: User) -> None:
    locked = Barrier(2)

    def meet(**_: object) -> None:
        """Both have locked their first row: his, and the ticket's."""
        if not locked.broken and connection.in_atomic_block:
            try:
                locked.wait(timeout=2)
            except Exception:
                locked.abort()

    event_recorded.connect(meet, dispatch_uid="meet")
    try:
        problems = at_once(
            lambda: people.deactivate(fso, actor=None),
            lambda: actions.answer(ticket, body="I look at it.", actor=fso),
        )
    finally:
        event_recorded.disconnect(dispatch_uid="meet")

    assert problems == [None, None]
    assert Message.objects.filter(ticket=ticket, author=fso).count() == 1
    assert Ticket.objects.get(pk=ticket.pk).contact == stand_in
