"""To take in hand: only what is unsolved, and never by inheritance."""

import pytest

from accounts import actions as people
from accounts.models import User
from sites.actions import end_assignment
from sites.models import Assignment
from tests.conftest import SignIn
from tickets import actions
from tickets.lifecycle import Status
from tickets.models import Ticket, TicketEvent


def kinds(ticket: Ticket) -> list[str]:
    return list(TicketEvent.objects.filter(ticket=ticket).order_by("pk").values_list("kind", flat=True))


def test_what_is_solved_is_not_started_but_reopened(ticket: Ticket, fso: User, sign_in: SignIn) -> None:
    actions.resolve(ticket, how="A new profile", minutes=5, actor=fso)
    before = kinds(ticket)

    with pytest.raises(actions.WrongMoment):
        actions.start(ticket, actor=fso)
    page = sign_in(fso).post(f"/tickets/{ticket.pk}/start/")

    assert page.status_code == 409
    assert kinds(ticket) == before
    assert Ticket.objects.get(pk=ticket.pk).status == Status.RESOLVED


@pytest.mark.parametrize("leaves", ["the client", "the firm"])
def test_who_inherits_the_work_of_somebody_who_leaves_has_not_started_on_it(
    leaves: str, critical_ticket: Ticket, fso: User, stand_in: User
) -> None:
    actions.start(critical_ticket, actor=fso)

    if leaves == "the client":
        end_assignment(Assignment.objects.get(person=fso), actor=None)
    else:
        people.deactivate(fso, actor=None)

    inherited = Ticket.objects.get(pk=critical_ticket.pk)
    assert (inherited.contact, inherited.assignee) == (stand_in, stand_in)
    assert (inherited.status, inherited.is_in_hand, inherited.queue_step) == (Status.OPEN, False, 0)
    assert kinds(inherited)[-2:] == ["contact_changed", "assigned"]
