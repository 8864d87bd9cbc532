"""The pages of known problems for people of the firm: forms that keep what was typed, one touch, budgets."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from sites.models import Client
from tests.budgets import queries_of, within_budget
from tests.cast import person_of_client
from tests.conftest import SignIn
from tickets import actions
from tickets.actions import Described
from tickets.models import Problem, Ticket

PART = {"HX-Request": "true"}


@pytest.fixture
def problem(brewery: Client, fso: User) -> Problem:
    return actions.note_problem(Described("Mail hangs after lunch", "Restart Outlook"), client=brewery, actor=fso)


@pytest.fixture
def ines(fso: User, sign_in: SignIn) -> Browser:
    return sign_in(fso)


def url(name: str, *numbers: int) -> str:
    return reverse(f"tickets:{name}", args=numbers)


def announce(browser: Browser, problem: Problem, **other: object) -> tuple[int, str]:
    when = timezone.localtime(timezone.now() + timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M")
    sent: dict[str, object] = {
        "version": problem.version,
        "public_en": "Mail is down.",
        "places": [f"{problem.client_id}-0"],
        "next_word_at": when,
        **other,
    }
    answer = browser.post(url("announce_problem", problem.pk), sent)
    return answer.status_code, answer.content.decode()


def test_the_ticket_offers_what_sounds_like_it_first_and_links_in_one_touch(
    problem: Problem, ticket: Ticket, fso: User, ines: Browser
) -> None:
    for what in ("Printer", "Scanner", "Phone", "Screen", "Wifi"):
        actions.note_problem(Described(what), client=problem.client, actor=fso)
    offered = ines.get(url("problems_of_ticket", ticket.pk), headers=PART).content.decode()
    assert offered.index("Mail hangs after lunch") < offered.index("Wifi")  # "Outlook" stands in what to do

    assert ines.post(url("link_problem", ticket.pk), {"problem": problem.pk}).status_code == 302

    page = ines.get(url("show", ticket.pk)).content.decode()
    assert "Mail hangs after lunch" in page
    assert "Restart Outlook" in page
    assert ines.post(url("unlink_problem", ticket.pk)).status_code == 302
    assert "Restart Outlook" not in ines.get(url("show", ticket.pk)).content.decode()


def test_this_happens_more_often_is_one_touch(ticket: Ticket, ines: Browser) -> None:
    said = ines.post(url("note_problem_from", ticket.pk), headers=PART).content.decode()

    assert f"It is noted as known problem {Problem.objects.get().pk}." in said


def test_a_confidential_ticket_is_noted_in_other_words(
    brewery: Client, requester: User, fso: User, ines: Browser
) -> None:
    secret = actions.report(actions.Report(what="Fire Jan", confidential=True), client=brewery, actor=requester)

    refused = ines.post(url("note_problem_from", secret.pk))
    assert refused.status_code == 409
    assert f"?ticket={secret.pk}" in ines.get(url("problems_of_ticket", secret.pk)).content.decode()
    sent = {"ticket": secret.pk, "client": brewery.pk, "what": "Leavers keep their rights"}
    assert ines.post(url("note_problem"), sent).status_code == 302

    secret.refresh_from_db()
    assert secret.problem == Problem.objects.get()
    assert "Fire Jan" not in secret.problem.what


def test_an_empty_form_says_what_to_write_and_a_refused_one_keeps_it(problem: Problem, ines: Browser) -> None:
    status, page = announce(ines, problem, public_en="", places=[], next_word_at="2020-01-01T10:00")
    assert status == 422
    for said in ("in one language at least", "to whom it is announced", "still to come"):
        assert said in page

    status, page = announce(ines, problem, version=99, public_en="Typed before")
    assert status == 409
    assert "Typed before" in page
    assert "while you were writing" in page
    assert f'value="{problem.client_id}-0"' in page
    assert not Problem.objects.get().public_words

    assert announce(ines, problem)[0] == 302
    assert Problem.objects.get().public_words == "Mail is down."


def test_nobody_announces_where_he_does_not_serve(problem: Problem, garage: Client, ines: Browser) -> None:
    assert announce(ines, problem, places=[f"{garage.pk}-0"])[0] == 422
    assert announce(ines, problem, places=["0-0"])[0] == 422


def test_solving_shows_what_stays_open(
    problem: Problem, brewery: Client, requester: User, ticket: Ticket, engineer: User, fso: User, sign_in: SignIn
) -> None:
    secret = actions.report(actions.Report(what="Secret", confidential=True), client=brewery, actor=requester)
    for one in (ticket, secret):
        actions.link_problem(one, problem, actor=fso)
    engineer.language = "en"
    engineer.save(update_fields=["language"])
    sent = {"version": problem.version, "public_en": "Mail works."}

    page = sign_in(engineer).post(url("solve_problem", problem.pk), sent).content.decode()

    assert "It is solved, and 1 ticket with it." in page
    assert "1 ticket that you may not see" in page
    assert "Secret" not in page


def test_the_list_is_of_the_reader_and_by_weight(
    problem: Problem, garage: Client, ticket: Ticket, fso: User, outsider_fso: User, ines: Browser
) -> None:
    heavy = actions.note_problem(Described("Wifi falls away"), client=problem.client, actor=fso)
    actions.link_problem(ticket, heavy, actor=fso)
    actions.note_problem(Described("Theirs alone"), client=garage, actor=outsider_fso)

    page = ines.get(url("problems")).content.decode()

    assert page.index("Wifi falls away") < page.index("Mail hangs after lunch")
    assert "Theirs alone" not in page
    assert ines.get(url("problems"), {"client": garage.pk}).status_code == 404
    assert ines.get(url("problems"), {"who": "me"}).status_code == 400
    assert "Wifi" not in ines.get(url("problems"), {"gone": "1"}).content.decode()


def test_a_call_is_hung_on_what_is_known_in_one_touch(
    problem: Problem, brewery: Client, requester: User, ines: Browser
) -> None:
    asked = {"client": str(brewery.pk), "what": "outlook again"}
    assert "Mail hangs after lunch" in ines.get(url("record_problems"), asked, headers=PART).content.decode()
    assert "Mail hangs" not in ines.get(url("record_problems"), {**asked, "what": "toner"}).content.decode()
    sent = {**asked, "do": "solved", "q": "Emma", "person": requester.pk, "channel": "walk_in", "type": "incident"}

    assert ines.post(url("record"), {**sent, "problem": problem.pk, "minutes": 5}).status_code == 302

    recorded = Ticket.objects.get()
    assert (recorded.problem, recorded.status) == (problem, "resolved")


def test_a_call_is_hung_on_no_problem_of_another_client(
    brewery: Client, garage: Client, requester: User, outsider_fso: User, ines: Browser
) -> None:
    theirs = actions.note_problem(Described("Theirs"), client=garage, actor=outsider_fso)
    sent = {"do": "keep", "client": brewery.pk, "q": "Emma", "person": requester.pk, "channel": "phone"}

    answer = ines.post(url("record"), {**sent, "what": "x", "type": "incident", "problem": theirs.pk})

    assert answer.status_code == 422
    assert not Ticket.objects.exists()


def test_the_list_keeps_its_budget(brewery: Client, fso: User, ines: Browser) -> None:
    def add_rows(count: int) -> None:
        for number in range(count):
            asks = person_of_client(f"Person {number}", None, brewery)
            told = actions.report(actions.Report(what=f"Thing {number}"), client=brewery, actor=asks)
            actions.note_problem_from(told, actor=fso)

    within_budget("tickets:problems", ines, url("problems"), add_rows, at_most=6)


def test_the_page_keeps_its_budget(
    problem: Problem, brewery: Client, fso: User, requester: User, ines: Browser
) -> None:
    def add_rows(count: int) -> None:
        for number in range(count):
            told = actions.report(actions.Report(what=f"Thing {number}"), client=brewery, actor=requester)
            actions.link_problem(told, problem, actor=fso)

    within_budget("tickets:problem", ines, url("problem", problem.pk), add_rows, at_most=14)


def test_what_is_announced_costs_the_start_page_one_query_more(
    problem: Problem, ines: Browser, requester: User, sign_in: SignIn
) -> None:
    emma = sign_in(requester)
    before = queries_of(emma, "/")

    announce(ines, problem)

    assert len(queries_of(emma, "/")) == len(before) + 1
