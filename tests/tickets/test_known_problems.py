"""Known problems among ourselves: noted, linked, changed, weighed; who may, and twice is once."""

from __future__ import annotations

import uuid

import pytest
from django.http import Http404

from accounts.models import User
from sites.models import Client
from tests.cast import person_of_client
from tickets import actions, problems
from tickets.actions import Described, NotAllowed, WrongMoment
from tickets.models import Problem, ProblemEvent, Ticket, TicketEvent


def test_what_happens_more_often_is_noted_from_a_ticket_in_one_touch(ticket: Ticket, fso: User) -> None:
    noted = actions.note_problem_from(ticket, actor=fso)
    again = actions.note_problem_from(ticket, actor=fso)

    problem = Problem.objects.get()
    assert noted.problem == again.problem == problem
    assert (problem.what, problem.client, problem.state) == (ticket.title, ticket.client, "seen")
    assert list(ProblemEvent.objects.values_list("kind", flat=True)) == ["problem_noted"]
    linked = TicketEvent.objects.get(ticket=ticket, kind="problem_linked")
    assert linked.details == {"problem": problem.pk}


def test_the_title_of_a_confidential_ticket_becomes_no_problem(brewery: Client, requester: User, fso: User) -> None:
    secret = actions.report(actions.Report(what="Fire Jan", confidential=True), client=brewery, actor=requester)

    with pytest.raises(WrongMoment, match="in words of your own"):
        actions.note_problem_from(secret, actor=fso)

    assert not Problem.objects.exists()


def test_a_form_sent_twice_notes_one_problem(brewery: Client, fso: User) -> None:
    key = uuid.uuid4()

    first = actions.note_problem(Described("Mail hangs"), client=brewery, actor=fso, once=key)
    second = actions.note_problem(Described("Mail hangs"), client=brewery, actor=fso, once=key)

    assert first == second
    assert Problem.objects.count() == 1


def test_a_ticket_hangs_on_no_problem_of_another_client(ticket: Ticket, garage: Client, desk: User) -> None:
    theirs = actions.note_problem(Described("Scanner"), client=garage, actor=desk)

    with pytest.raises(NotAllowed, match="another client"):
        actions.link_problem(ticket, theirs, actor=desk)


def test_one_of_no_client_alone_takes_tickets_of_any(ticket: Ticket, fso: User, outsider_fso: User) -> None:
    general = actions.note_problem(Described("The cloud is slow"), client=None, actor=outsider_fso)

    linked = actions.link_problem(ticket, general, actor=fso)
    assert linked.problem == general
    unlinked = actions.unlink_problem(linked, actor=fso)
    assert unlinked.problem is None
    assert [row.kind for row in TicketEvent.objects.filter(kind__startswith="problem").order_by("pk")] == [
        "problem_linked",
        "problem_unlinked",
    ]


def test_who_does_not_serve_the_client_does_not_find_its_problems(
    brewery: Client, fso: User, outsider_fso: User, requester: User
) -> None:
    problem = actions.note_problem(Described("Mail hangs"), client=brewery, actor=fso)

    for person in (outsider_fso, requester):
        with pytest.raises(Http404):
            problems.problem_for(person, problem.pk)
    with pytest.raises(NotAllowed):
        actions.change_problem(problem, Described("Mine"), actor=outsider_fso)
    assert problems.problem_for(fso, problem.pk) == problem


def test_each_change_is_one_fact_and_a_stale_one_is_refused(brewery: Client, fso: User) -> None:
    problem = actions.note_problem(Described("Mail hangs"), client=brewery, actor=fso)
    told = Described("Mail hangs", "Restart Outlook", fso, "known")

    changed = actions.change_problem(problem, told, version=problem.version, actor=fso)
    same = actions.change_problem(problem, told, version=problem.version, actor=fso)

    assert same.version == changed.version == problem.version + 1
    kinds = ["problem_noted", "problem_changed", "problem_owned", "problem_moved"]
    assert list(ProblemEvent.objects.order_by("pk").values_list("kind", flat=True)) == kinds
    with pytest.raises(WrongMoment, match="while you were writing"):
        actions.change_problem(problem, Described("Other"), version=problem.version, actor=fso)
    with pytest.raises(WrongMoment, match="everybody who has it is told"):
        actions.change_problem(problem, Described("Mail hangs", state="gone"), actor=fso)


def test_the_weight_counts_each_person_once_and_all_minutes(
    brewery: Client, requester: User, colleague: User, fso: User
) -> None:
    light = actions.note_problem(Described("Light"), client=brewery, actor=fso)
    heavy = actions.note_problem(Described("Heavy"), client=brewery, actor=fso)
    for person, minutes in ((requester, 10), (requester, 5), (colleague, 7)):
        told = actions.Report(what="It hangs")
        hanging = actions.link_problem(actions.report(told, client=brewery, actor=person), heavy, actor=fso)
        actions.resolve(hanging, how="Restarted", minutes=minutes, actor=fso)

    found = list(problems.problems_by_weight(fso))

    assert found == [heavy, light]
    weights = [(vars(one)["people_count"], vars(one)["tickets_count"], vars(one)["minutes"]) for one in found]
    assert weights == [(2, 3, 22), (0, 0, 0)]


def test_a_confidential_ticket_is_counted_and_not_named(brewery: Client, requester: User, fso: User) -> None:
    other = person_of_client("Noor Peeters", "noor@hopveld.example", brewery)
    secret = actions.report(actions.Report(what="Secret", confidential=True), client=brewery, actor=other)
    problem = actions.note_problem(Described("Rights are lost"), client=brewery, actor=fso)
    actions.link_problem(secret, problem, actor=secret.contact)
    actions.hand_over_contact(secret, to=None, actor=None)
    actions.hand_over_work(secret, actor=None)

    assert not problems.tickets_on(problem, reader=fso).exists()
    assert problems.unseen_on(problem, reader=fso) == 1
    assert vars(problems.problem_for(fso, problem.pk))["tickets_count"] == 1


def test_what_is_gone_takes_no_ticket_until_it_is_back(ticket: Ticket, brewery: Client, fso: User) -> None:
    problem = actions.note_problem(Described("Mail hangs"), client=brewery, actor=fso)
    gone = actions.solve_problem(problem, words={}, actor=fso).problem
    assert gone.is_gone

    with pytest.raises(WrongMoment, match="gone"):
        actions.link_problem(ticket, problem, actor=fso)

    actions.bring_back(problem, actor=fso)
    assert actions.bring_back(problem, actor=fso).state == "known"
    assert actions.link_problem(ticket, problem, actor=fso).problem == problem
