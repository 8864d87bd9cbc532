"""The escalation follows its ticket and the people: solved, cancelled, taken over; deactivated, unassigned."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import PersonEvent, RoleHeld, User
from escalation import actions, queries
from escalation.models import Escalation, Standing
from history import kinds
from history.recording import record
from sites import actions as sites
from sites.models import Assignment, Client, ClientEvent
from tests.escalation.conftest import Escalate
from tests.escalation.test_taking import sees
from tickets import actions as ticket_actions
from tickets.models import Ticket, TicketEvent


def stands(escalation: Escalation) -> str:
    return Escalation.objects.get(pk=escalation.pk).status


def deactivated(person: User, by: User) -> None:
    User.objects.filter(pk=person.pk).update(is_active=False)
    record(PersonEvent(person=person, kind="person_deactivated", actor=by, occurred_at=timezone.now()))


def unassigned(person: User, client: Client, by: User) -> None:
    row = Assignment.objects.get(person=person, client=client)
    row.ends_at = timezone.now()
    row.save()
    known = {"person": person.pk, "function": row.function}
    facts = {name: known.get(name) for name in kinds.kind_of("assignment_ended").facts}
    event = ClientEvent(client=client, kind="assignment_ended", actor=by, occurred_at=row.ends_at, details=facts)
    record(event)


def test_solving_ends_what_was_picked_up_as_solved(
    escalate: Escalate, ticket: Ticket, outsider_engineer: User, requester: User
) -> None:
    escalation = escalate()
    actions.pick_up(escalation, actor=outsider_engineer)

    solved = ticket_actions.resolve(ticket, how="A new profile", minutes=5, actor=outsider_engineer)

    ticket.refresh_from_db()
    assert stands(escalation) == Standing.SOLVED
    assert (ticket.second_line, ticket.status, solved.second_line) == ("", "resolved", "")
    event = TicketEvent.objects.get(ticket=ticket, kind="escalation_ended")
    assert event.details == {"escalation": escalation.pk, "outcome": "solved"}
    assert sees(outsider_engineer, ticket), "found not solved, it is his again"

    ticket_actions.confirm(ticket, actor=requester)
    assert not sees(outsider_engineer, ticket)


def test_solved_while_nobody_had_it_is_withdrawn(
    escalate: Escalate, ticket: Ticket, outsider_engineer: User, requester: User
) -> None:
    escalation = escalate()

    ticket_actions.say_it_works(ticket, actor=requester)

    assert stands(escalation) == Standing.WITHDRAWN
    assert not sees(outsider_engineer, ticket)


def test_cancelling_ends_it_as_withdrawn(
    escalate: Escalate, ticket: Ticket, outsider_engineer: User, fso: User
) -> None:
    escalation = escalate()
    actions.pick_up(escalation, actor=outsider_engineer)

    ticket_actions.cancel(ticket, reason="Not needed", actor=fso)

    assert stands(escalation) == Standing.WITHDRAWN
    assert not sees(outsider_engineer, ticket)


def test_closing_it_unanswered_ends_it_as_withdrawn(
    escalate: Escalate, ticket: Ticket, outsider_engineer: User, fso: User
) -> None:
    escalation = escalate()
    actions.pick_up(escalation, actor=outsider_engineer)
    at = timezone.now()
    for _ in range(2):
        waits = ticket_actions.answer_and_wait(ticket, body="Which roll is in it?", actor=fso, at=at)
        assert waits.waiting_until is not None
        at = waits.waiting_until + timedelta(hours=1)
        ticket_actions.sweep(at)

    ticket_actions.close_unanswered(ticket, actor=fso, at=at)

    assert stands(escalation) == Standing.WITHDRAWN
    assert not Ticket.objects.visible_to(outsider_engineer, at).filter(pk=ticket.pk).exists()
    assert Ticket.objects.get(pk=ticket.pk).second_line == ""


def test_a_colleague_who_takes_the_ticket_ends_it(
    offered: Escalation, ticket: Ticket, fso: User, engineer: User
) -> None:
    actions.pick_up(offered, actor=engineer)

    after = ticket_actions.assign(ticket, to=fso, actor=fso)

    stored = Ticket.objects.get(pk=ticket.pk)
    assert stands(offered) == Standing.WITHDRAWN
    assert (stored.assignee, stored.second_line) == (fso, "")
    assert (after.second_line, after.version) == (stored.second_line, stored.version)


def test_given_to_its_face_by_who_has_it_it_is_handed_back(
    offered: Escalation, ticket: Ticket, fso: User, engineer: User
) -> None:
    actions.pick_up(offered, actor=engineer)

    ticket_actions.assign(ticket, to=fso, actor=engineer)

    stored = Ticket.objects.get(pk=ticket.pk)
    assert stands(offered) == Standing.HANDED_BACK
    assert (stored.assignee, stored.second_line) == (fso, "handed_back")


def test_giving_an_offered_ticket_to_another_fso_leaves_the_offer(
    offered: Escalation, ticket: Ticket, fso: User, stand_in: User
) -> None:
    ticket_actions.assign(ticket, to=stand_in, actor=fso)

    assert stands(offered) == Standing.OFFERED
    assert Ticket.objects.get(pk=ticket.pk).second_line == "offered"


def test_who_is_deactivated_is_no_longer_offered_anything(
    offered: Escalation, engineer: User, other_engineer: User, administrator: User
) -> None:
    deactivated(engineer, administrator)

    assert set(queries.people_offered(offered)) == {other_engineer}
    assert stands(offered) == Standing.OFFERED


def test_what_the_last_one_leaves_is_offered_anew(
    escalate: Escalate, ticket: Ticket, engineer: User, outsider_engineer: User, administrator: User
) -> None:
    escalation = escalate()
    assert set(queries.people_offered(escalation)) == {engineer}

    deactivated(engineer, administrator)

    assert set(queries.people_offered(escalation)) == {outsider_engineer}
    assert TicketEvent.objects.filter(ticket=ticket, kind="offered_anew").exists()


def test_what_reaches_nobody_any_longer_is_withdrawn(
    escalate: Escalate, ticket: Ticket, engineer: User, fso: User, administrator: User
) -> None:
    escalation = escalate()

    deactivated(engineer, administrator)

    ticket.refresh_from_db()
    assert stands(escalation) == Standing.WITHDRAWN
    assert (ticket.second_line, ticket.assignee) == ("", fso)


def test_what_somebody_had_who_leaves_goes_back_to_the_fso(
    offered: Escalation, ticket: Ticket, engineer: User, fso: User, administrator: User
) -> None:
    actions.pick_up(offered, actor=engineer)

    deactivated(engineer, administrator)

    ticket.refresh_from_db()
    assert stands(offered) == Standing.HANDED_BACK
    assert (ticket.second_line, ticket.assignee) == ("handed_back", fso)


def test_an_assignment_that_ends_takes_its_offers_and_its_sight_with_it(
    offered: Escalation, ticket: Ticket, brewery: Client, engineer: User, other_engineer: User, administrator: User
) -> None:
    unassigned(engineer, brewery, administrator)

    assert set(queries.people_offered(offered)) == {other_engineer}
    assert not sees(engineer, ticket)


def test_another_function_that_ends_leaves_the_offer(
    offered: Escalation, brewery: Client, engineer: User, ict_manager: User, administrator: User
) -> None:
    unassigned(ict_manager, brewery, administrator)

    assert engineer in queries.people_offered(offered)


def test_a_role_that_is_taken_takes_its_offers_with_it(
    offered: Escalation, engineer: User, other_engineer: User, administrator: User
) -> None:
    RoleHeld.objects.filter(user=engineer).delete()
    facts = {"given": [], "taken": ["engineer"]}
    now = timezone.now() + timedelta(seconds=1)
    record(PersonEvent(person=engineer, kind="roles_changed", actor=administrator, occurred_at=now, details=facts))

    assert set(queries.people_offered(offered)) == {other_engineer}


def test_who_solved_it_reads_no_more_once_it_is_somebody_elses(
    escalate: Escalate, ticket: Ticket, outsider_engineer: User, requester: User, fso: User
) -> None:
    actions.pick_up(escalate(), actor=outsider_engineer)
    ticket_actions.resolve(ticket, how="A new profile", minutes=5, actor=outsider_engineer)
    ticket_actions.reopen(ticket, reason="The same window", actor=requester)
    assert sees(outsider_engineer, ticket), "it is his again"

    ticket_actions.start(ticket, actor=fso)

    assert not sees(outsider_engineer, ticket)


def test_who_holds_it_again_reads_on_when_it_is_given_to_him(
    escalate: Escalate, ticket: Ticket, outsider_engineer: User, requester: User
) -> None:
    actions.pick_up(escalate(), actor=outsider_engineer)
    ticket_actions.resolve(ticket, how="A new profile", minutes=5, actor=outsider_engineer)
    ticket_actions.reopen(ticket, reason="The same window", actor=requester)

    ticket_actions.start(ticket, actor=outsider_engineer)

    assert sees(outsider_engineer, ticket)


def test_what_was_handed_back_stays_on_top_for_the_next_face(
    offered: Escalation, ticket: Ticket, engineer: User, fso: User, stand_in: User, administrator: User
) -> None:
    actions.pick_up(offered, actor=engineer)
    actions.hand_back(offered, done="x", needed_on_site="y", actor=engineer)

    sites.end_assignment(Assignment.objects.get(person=fso), actor=administrator)

    ticket.refresh_from_db()
    assert (ticket.assignee, ticket.second_line, ticket.queue_pull) == (stand_in, "handed_back", 0)
