"""Picked up by exactly one, handed back, withdrawn."""

from datetime import timedelta

import pytest

from accounts.answers import NotAllowed, WrongMoment
from accounts.models import User
from escalation import actions, queries
from escalation.models import Escalation, Offer, Standing
from sites.queries import clients_served
from tests.escalation.conftest import Escalate
from tickets import actions as ticket_actions
from tickets.models import Message, Ticket, TicketEvent
from tickets.queries import conversation_of


def sees(person: User, ticket: Ticket) -> bool:
    return Ticket.objects.visible_to(person).filter(pk=ticket.pk).exists()


def kinds_after(ticket: Ticket, kind: str) -> list[str]:
    kinds = list(TicketEvent.objects.filter(ticket=ticket).order_by("pk").values_list("kind", flat=True))
    return kinds[kinds.index(kind) + 1 :]


def test_who_picks_up_has_it_and_the_fso_stays_its_face(
    offered: Escalation, ticket: Ticket, fso: User, engineer: User
) -> None:
    taken = actions.pick_up(offered, actor=engineer, at=offered.offered_at + timedelta(minutes=10))

    ticket.refresh_from_db()
    assert (taken.status, taken.picked_up_by) == (Standing.PICKED_UP, engineer)
    assert (ticket.assignee, ticket.contact) == (engineer, fso)
    assert (ticket.second_line, ticket.status) == ("picked_up", "in_progress")
    assert not Offer.objects.live().exists()
    event = TicketEvent.objects.get(ticket=ticket, kind="picked_up")
    assert (event.actor, event.details) == (engineer, {"escalation": offered.pk, "contact": fso.pk})


def test_who_comes_second_is_told_who_was_first_and_when(
    offered: Escalation, engineer: User, other_engineer: User
) -> None:
    then = offered.offered_at + timedelta(minutes=5)
    actions.pick_up(offered, actor=other_engineer, at=then)

    with pytest.raises(WrongMoment, match="Sofie picked this up 4 seconds before you"):
        actions.pick_up(offered, actor=engineer, at=then + timedelta(seconds=4))
    with pytest.raises(WrongMoment, match="Sofie picked this up just before you"):
        actions.pick_up(offered, actor=engineer, at=then)
    with pytest.raises(WrongMoment, match="Sofie picked this up 3 minutes before you"):
        actions.pick_up(offered, actor=engineer, at=then + timedelta(minutes=3))
    with pytest.raises(WrongMoment, match="Sofie has picked this up already"):
        actions.pick_up(offered, actor=engineer, at=then + timedelta(days=1))


def test_who_no_longer_sees_the_ticket_is_not_told_who_has_it(escalate: Escalate, outsider_engineer: User) -> None:
    escalation = escalate()  # to the whole team: the client has no engineer of its own
    late = User.objects.create_user("late@lumen-it.example", name="Late Comer", side="firm")
    Offer.objects.create(escalation=escalation, person=late, made_at=escalation.offered_at)
    actions.pick_up(escalation, actor=outsider_engineer)

    with pytest.raises(WrongMoment) as refusal:
        actions.pick_up(escalation, actor=late)

    assert refusal.value.message == "Somebody else picked this up before you."


def test_picking_up_twice_is_picking_up_once(offered: Escalation, ticket: Ticket, engineer: User) -> None:
    for _ in range(2):
        actions.pick_up(offered, actor=engineer)

    assert TicketEvent.objects.filter(ticket=ticket, kind="picked_up").count() == 1


def test_only_who_is_offered_it_picks_it_up(
    offered: Escalation, fso: User, desk: User, outsider_engineer: User
) -> None:
    for person in (fso, desk, outsider_engineer):
        with pytest.raises(NotAllowed):
            actions.pick_up(offered, actor=person)


def test_an_offer_to_the_team_shows_the_ticket_and_nothing_else_of_the_client(
    escalate: Escalate, ticket: Ticket, critical_ticket: Ticket, outsider_engineer: User, outsider_manager: User
) -> None:
    assert not sees(outsider_engineer, ticket)

    escalation = escalate()

    assert sees(outsider_engineer, ticket)
    assert not sees(outsider_engineer, critical_ticket)
    assert ticket.client not in clients_served(outsider_engineer)
    assert not sees(outsider_manager, ticket)

    actions.withdraw(escalation, actor=escalation.escalated_by)
    assert not sees(outsider_engineer, ticket)


def test_who_picked_up_as_one_of_the_team_reads_it_until_he_hands_it_back(
    escalate: Escalate, ticket: Ticket, outsider_engineer: User, fso: User
) -> None:
    escalation = escalate()
    actions.pick_up(escalation, actor=outsider_engineer)
    assert sees(outsider_engineer, ticket)

    actions.hand_back(escalation, done="Looked", needed_on_site="Change the cable", actor=outsider_engineer)

    assert not sees(outsider_engineer, ticket)


def test_handing_back_returns_it_to_the_fso_on_top_with_the_words(
    offered: Escalation, ticket: Ticket, fso: User, engineer: User, requester: User
) -> None:
    actions.pick_up(offered, actor=engineer)

    back = actions.hand_back(offered, done="Rebuilt the profile", needed_on_site="Restart her laptop", actor=engineer)

    ticket.refresh_from_db()
    assert (back.status, str(back.done), str(back.needed_on_site)) == (
        "handed_back", "Rebuilt the profile", "Restart her laptop",
    )  # fmt: skip
    assert (ticket.assignee, ticket.contact) == (fso, fso)
    assert (ticket.second_line, ticket.status, ticket.queue_pull) == ("handed_back", "open", 0)
    note = Message.objects.get(ticket=ticket, author=engineer)
    assert not note.is_public
    assert note.body == "Rebuilt the profile\n\nRestart her laptop", "no words in the writer's language"
    assert note not in conversation_of(ticket, reader=requester)
    event = TicketEvent.objects.get(ticket=ticket, kind="handed_back")
    assert (event.actor, event.details) == (engineer, {"escalation": offered.pk, "by": engineer.pk})


def test_only_who_has_it_hands_it_back_and_only_once(
    offered: Escalation, ticket: Ticket, fso: User, engineer: User, other_engineer: User
) -> None:
    with pytest.raises(NotAllowed):
        actions.hand_back(offered, done="x", needed_on_site="y", actor=engineer)
    actions.pick_up(offered, actor=engineer)
    for person in (fso, other_engineer):
        with pytest.raises(NotAllowed):
            actions.hand_back(offered, done="x", needed_on_site="y", actor=person)
    for _ in range(2):
        actions.hand_back(offered, done="x", needed_on_site="y", actor=engineer)

    assert TicketEvent.objects.filter(ticket=ticket, kind="handed_back").count() == 1
    assert Message.objects.filter(ticket=ticket, author=engineer).count() == 1


def test_once_the_fso_starts_again_what_was_handed_back_is_settled(
    offered: Escalation, ticket: Ticket, fso: User, engineer: User
) -> None:
    actions.pick_up(offered, actor=engineer)
    actions.hand_back(offered, done="x", needed_on_site="y", actor=engineer)

    started = ticket_actions.start(ticket, actor=fso)

    stored = Ticket.objects.get(pk=ticket.pk)
    assert (stored.second_line, stored.status, stored.queue_pull) == ("", "in_progress", 1)
    assert (started.second_line, started.version) == (stored.second_line, stored.version)


def test_withdrawing_ends_the_offers_and_leaves_the_ticket_with_its_fso(
    offered: Escalation, ticket: Ticket, fso: User, engineer: User
) -> None:
    withdrawn = actions.withdraw(offered, actor=fso)

    ticket.refresh_from_db()
    assert withdrawn.status == Standing.WITHDRAWN
    assert (ticket.second_line, ticket.assignee) == ("", fso)
    assert not queries.offered_to(engineer).exists()
    assert kinds_after(ticket, "escalated") == ["withdrawn"]
    with pytest.raises(WrongMoment, match="no longer offered"):
        actions.pick_up(offered, actor=engineer)


def test_what_was_picked_up_can_be_withdrawn_by_the_fso_and_the_desk_but_not_by_who_has_it(
    offered: Escalation, ticket: Ticket, fso: User, engineer: User, desk: User
) -> None:
    actions.pick_up(offered, actor=engineer)
    with pytest.raises(NotAllowed):
        actions.withdraw(offered, actor=engineer)

    actions.withdraw(offered, actor=desk)

    ticket.refresh_from_db()
    assert (ticket.assignee, ticket.status, ticket.second_line) == (fso, "open", "")


def test_an_ended_one_cannot_be_withdrawn(offered: Escalation, fso: User, engineer: User) -> None:
    actions.pick_up(offered, actor=engineer)
    actions.hand_back(offered, done="x", needed_on_site="y", actor=engineer)

    with pytest.raises(WrongMoment):
        actions.withdraw(offered, actor=fso)


def test_a_ticket_without_a_face_goes_back_to_who_escalated_it(
    escalate: Escalate, ticket: Ticket, engineer: User, desk: User
) -> None:
    Ticket.objects.filter(pk=ticket.pk).update(contact=None, assignee=None)
    escalation = escalate(actor=desk)
    actions.pick_up(escalation, actor=engineer)

    actions.hand_back(escalation, done="x", needed_on_site="y", actor=engineer)

    ticket.refresh_from_db()
    assert ticket.assignee == desk


def test_after_handing_back_it_can_be_escalated_anew(
    offered: Escalation, ticket: Ticket, escalate: Escalate, engineer: User
) -> None:
    actions.pick_up(offered, actor=engineer)
    actions.hand_back(offered, done="x", needed_on_site="y", actor=engineer)

    again = escalate()

    ticket.refresh_from_db()
    assert again != offered
    assert ticket.second_line == "offered"
    assert engineer in queries.people_offered(again)
