"""To whom it goes, and when it is refused."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from accounts.answers import NotAllowed, WrongMoment
from accounts.models import User
from escalation import actions, queries
from escalation.models import Chain, Escalation, Level, Offer, Standing, Step
from sites.models import Client, Function
from tests.cast import person_of_firm, serves
from tests.escalation.conftest import Escalate
from tickets import actions as ticket_actions
from tickets.models import Category, QuestionKind, Ticket, TicketEvent


def people_of(escalation: Escalation) -> set[User]:
    return set(queries.people_offered(escalation))


def test_it_is_offered_to_the_engineers_of_the_client_and_stays_with_its_fso(
    offered: Escalation, ticket: Ticket, fso: User, engineer: User, other_engineer: User, outsider_engineer: User
) -> None:
    ticket.refresh_from_db()

    assert people_of(offered) == {engineer, other_engineer}
    assert (ticket.second_line, ticket.assignee, ticket.contact) == ("offered", fso, fso)
    assert (str(offered.wrong), str(offered.tried), str(offered.needed)) == (
        "No profile loads", "A new profile", "Look at the mail server",
    )  # fmt: skip
    event = TicketEvent.objects.get(ticket=ticket, kind="escalated")
    assert event.actor == fso
    assert event.details == {"escalation": offered.pk, "level": "engineers", "chain": offered.chain_id}
    assert TicketEvent.objects.filter(ticket=ticket, kind="categorized").exists()


def test_a_client_without_an_engineer_of_its_own_reaches_all_of_them(
    escalate: Escalate, outsider_engineer: User
) -> None:
    assert people_of(escalate()) == {outsider_engineer}


def test_a_question_about_renewal_goes_to_the_ict_manager_of_the_client(
    escalate: Escalate, renewal_category: Category, engineer: User, ict_manager: User, outsider_manager: User
) -> None:
    assert people_of(escalate(category=renewal_category)) == {ict_manager}


def test_a_drinks_machine_goes_to_the_desk(
    escalate: Escalate, not_it_category: Category, desk: User, engineer: User
) -> None:
    assert people_of(escalate(category=not_it_category)) == {desk}


def test_the_clients_own_chain_comes_before_the_default(
    escalate: Escalate, brewery: Client, engineer: User, ict_manager: User
) -> None:
    own = Chain.objects.create(client=brewery, kind_of_question=QuestionKind.TECHNICAL)
    Step.objects.create(chain=own, position=1, level=Level.ICT_MANAGER, minutes_to_acknowledge=15)

    escalation = escalate()

    assert escalation.chain == own
    assert people_of(escalation) == {ict_manager}


def test_a_chain_that_was_chosen_comes_before_both(
    escalate: Escalate, not_it_category: Category, desk: User, engineer: User
) -> None:
    chosen = Chain.objects.get(client=None, kind_of_question=QuestionKind.NOT_IT)

    assert people_of(escalate(chain=chosen)) == {desk}


def test_a_step_without_people_is_passed_over(escalate: Escalate, brewery: Client, ict_manager: User) -> None:
    own = Chain.objects.create(client=brewery, kind_of_question=QuestionKind.TECHNICAL)
    Step.objects.create(chain=own, position=1, level=Level.ENGINEERS)
    second = Step.objects.create(chain=own, position=2, level=Level.ICT_MANAGER)

    escalation = escalate()

    assert escalation.step == second
    assert people_of(escalation) == {ict_manager}


def test_a_chain_that_reaches_nobody_is_refused_and_nothing_changes(escalate: Escalate, ticket: Ticket) -> None:
    with pytest.raises(WrongMoment, match="Nobody is there"):
        escalate()

    ticket.refresh_from_db()
    assert ticket.category is None
    assert not Escalation.objects.exists()


def test_a_kind_of_question_without_a_chain_is_refused_with_the_reason(escalate: Escalate, engineer: User) -> None:
    Chain.objects.get(client=None, kind_of_question=QuestionKind.TECHNICAL).delete()

    with pytest.raises(WrongMoment, match="no chain for questions of the kind “technical”"):
        escalate()


def test_a_confidential_ticket_is_offered_to_people_assigned_by_name_only(
    escalate: Escalate, ticket: Ticket, brewery: Client, outsider_engineer: User
) -> None:
    Ticket.objects.filter(pk=ticket.pk).update(confidential=True)

    with pytest.raises(WrongMoment, match="confidential"):
        escalate()

    serves(outsider_engineer, brewery, Function.ENGINEER)
    assert people_of(escalate()) == {outsider_engineer}


def test_a_second_one_is_refused_while_one_is_live(offered: Escalation, escalate: Escalate, engineer: User) -> None:
    with pytest.raises(WrongMoment, match="already offered"):
        escalate()

    actions.pick_up(offered, actor=engineer)
    with pytest.raises(WrongMoment, match="Thibault Martin already has it"):
        escalate()

    with pytest.raises(IntegrityError), transaction.atomic():
        Escalation.objects.create(
            ticket=offered.ticket, chain=offered.chain, step=offered.step, wrong=offered.wrong, tried=offered.tried,
            needed=offered.needed, offered_at=offered.offered_at, acknowledge_due_at=offered.acknowledge_due_at,
        )  # fmt: skip


def test_the_same_form_twice_makes_one(escalate: Escalate, engineer: User) -> None:
    key = uuid4()

    assert escalate(once=key) == escalate(once=key)
    assert Escalation.objects.count() == 1
    assert Offer.objects.count() == 1


def test_who_does_not_work_on_the_ticket_and_a_solved_one_are_refused(
    escalate: Escalate, ticket: Ticket, engineer: User, fso: User, outsider_fso: User, administrator: User
) -> None:
    for stranger in (outsider_fso, administrator):
        with pytest.raises(NotAllowed):
            escalate(actor=stranger)

    ticket_actions.resolve(ticket, how="", minutes=1, actor=fso)
    with pytest.raises(WrongMoment, match="Reopen it first"):
        escalate()


def test_nobody_is_offered_what_he_hands_over_himself(
    escalate: Escalate, brewery: Client, outsider_engineer: User
) -> None:
    both = person_of_firm("Jana Wouters", "jana@lumen-it.example", "fso", "engineer")
    serves(both, brewery, Function.FSO)
    serves(both, brewery, Function.ENGINEER)

    assert people_of(escalate(actor=both)) == {outsider_engineer}


def test_the_time_to_pick_up_runs_in_opening_hours(offered: Escalation) -> None:
    assert offered.acknowledge_due_at > offered.offered_at
    assert not offered.is_late(offered.offered_at)
    assert offered.is_late(offered.acknowledge_due_at.replace(year=offered.acknowledge_due_at.year + 1))


@pytest.mark.parametrize(
    "wrong",
    [
        {"status": Standing.SOLVED},
        {"status": Standing.PICKED_UP},
        {"status": "lost"},
        {"picked_up_at": "2026-01-01T10:00Z"},
        {"ended_at": "2026-01-01T10:00Z"},
    ],
)
def test_the_database_refuses_what_cannot_be(offered: Escalation, wrong: dict[str, str]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Escalation.objects.filter(pk=offered.pk).update(**wrong)
