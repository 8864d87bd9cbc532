"""Who reaches what by the API, and that nothing of the firm's own reaches people of clients."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import User
from escalation import actions as escalations
from escalation.models import Chain, Escalation
from tests.api.conftest import V1, get, post
from tickets import actions
from tickets.models import Category, Ticket

NEVER = 987_654_321
OF_A_TICKET = {
    "show": "GET", "messages": "GET", "colleagues": "GET", "answer": "POST", "note": "POST", "start": "POST",
    "assign": "POST", "cancel": "POST", "resolve": "POST", "categorize": "POST", "override_priority": "POST",
    "reply": "POST", "say_it_works": "POST", "confirm": "POST", "reopen": "POST", "confirm_reach": "POST",
}  # fmt: skip
FOR_CLIENTS = {"show", "messages", "reply", "say_it_works", "confirm", "reopen", "confirm_reach"}
CANARY = "canary-0d1f"


def path(name: str, number: int) -> str:
    return reverse(f"api:tickets:{name}", args=[number]).removeprefix(V1)


def ask(person: User | None, method: str, where: str) -> Any:
    return get(person, where) if method == "GET" else post(person, where)


@pytest.fixture
def escalated(ticket: Ticket, fso: User, engineer: User, mail_category: Category, chain: Chain) -> Escalation:
    """Emma's ticket in the second line, with the firm's own words on it."""
    actions.note(ticket, body=f"{CANARY} note", actor=fso)
    actions.override_priority(ticket, priority=2, reason=f"{CANARY} why", actor=fso)
    return escalations.escalate(
        ticket, category=mail_category, wrong=f"{CANARY} a", tried=f"{CANARY} b", needed=f"{CANARY} c", actor=fso
    )


@pytest.mark.parametrize("name", OF_A_TICKET)
def test_a_ticket_that_is_not_yours_is_a_number_that_never_was(
    name: str, ticket: Ticket, outsider_requester: User, outsider_contact: User, outsider_fso: User,
    outsider_engineer: User, outsider_manager: User,
) -> None:  # fmt: skip
    method = OF_A_TICKET[name]
    for person in (outsider_requester, outsider_contact, outsider_fso, outsider_engineer, outsider_manager):
        here, never = ask(person, method, path(name, ticket.pk)), ask(person, method, path(name, NEVER))
        assert here.status_code == 404
        assert here.content == never.content
        assert dict(here.headers) == dict(never.headers)


@pytest.mark.parametrize("name", ["pick_up", "hand_back", "withdraw"])
def test_an_escalation_that_is_not_yours_never_was(
    name: str, escalated: Escalation, requester: User, outsider_fso: User, outsider_engineer: User
) -> None:
    for person in (requester, outsider_fso, outsider_engineer):
        real, never = (post(person, _escalation(name, pk)) for pk in (escalated.pk, NEVER))
        assert (real.status_code, real.content) == (404, never.content)


@pytest.mark.parametrize("name", OF_A_TICKET)
def test_each_address_exists_for_its_side_only(name: str, ticket: Ticket, requester: User, fso: User) -> None:
    method = OF_A_TICKET[name]
    there = ask(requester, method, path(name, ticket.pk))

    assert (there.status_code == 404) is (name not in FOR_CLIENTS)
    assert ask(fso, method, path(name, ticket.pk)).status_code != 404
    assert ask(None, method, path(name, ticket.pk)).status_code == 401


@pytest.mark.parametrize("where", ["queue/", "categories/", "escalations/"])
def test_lists_of_the_firm_do_not_exist_for_clients(where: str, requester: User, contact: User, fso: User) -> None:
    assert [get(person, where).status_code for person in (requester, contact, fso)] == [404, 404, 200]


def test_report_and_places_are_for_clients_and_record_for_the_firm(requester: User, fso: User) -> None:
    assert [post(person, "tickets/report/").status_code for person in (requester, fso)] == [422, 404]
    assert [get(person, "places/").status_code for person in (requester, fso)] == [200, 404]
    assert [post(person, "tickets/record/").status_code for person in (requester, fso)] == [404, 422]


@pytest.mark.parametrize("name", OF_A_TICKET)
def test_the_other_method_is_refused_in_one_shape(name: str, ticket: Ticket, fso: User) -> None:
    answer = ask(fso, "POST" if OF_A_TICKET[name] == "GET" else "GET", path(name, ticket.pk))

    assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")


def test_nothing_of_the_firm_s_own_reaches_people_of_the_client(
    escalated: Escalation, requester: User, contact: User, fso: User, engineer: User
) -> None:
    ticket = escalated.ticket
    actions.resolve(ticket, how=f"{CANARY} how", minutes=10, is_public=False, actor=fso)
    seen_by_firm = get(fso, f"tickets/{ticket.pk}/").content + get(fso, f"tickets/{ticket.pk}/messages/").content
    assert CANARY.encode() in seen_by_firm

    words = {"priority", "category", "assignee", "second_line", "impact", "urgency", "version", "due_at", "judged"}
    for person in (requester, contact):
        for where in ("tickets/", f"tickets/{ticket.pk}/", f"tickets/{ticket.pk}/messages/", "places/"):
            told = get(person, where).content.decode()
            assert CANARY not in told, where
            assert engineer.name not in told, where
            assert not {word for word in words if word in told}, where


def test_each_refusal_of_a_client_s_verb_tells_nothing_of_the_firm_s_own(
    escalated: Escalation, requester: User, contact: User
) -> None:
    for person in (requester, contact):
        for name, method in OF_A_TICKET.items():
            assert CANARY not in ask(person, method, path(name, escalated.ticket_id)).content.decode()


def test_a_client_s_filter_cannot_ask_for_what_clients_do_not_read(ticket: Ticket, requester: User) -> None:
    for name, value in {"priority": "3", "event": "noted", "late": "1", "category": "1", "status": "open"}.items():
        assert get(requester, "tickets/", **{name: value}).status_code == 400


def test_the_list_is_the_same_with_and_without_what_is_invisible(
    outsider_fso: User, outsider_requester: User, requester: User, fso: User, critical_ticket: Ticket
) -> None:
    for person in (outsider_fso, outsider_requester):
        assert get(person, "tickets/").json() == {"rows": [], "after": ""}
        assert get(person, "tickets/", rows="1").json() == {"rows": [], "after": ""}
    assert get(outsider_fso, "queue/", view="clients").json() == {"rows": [], "after": ""}


def test_a_confidential_ticket_is_its_person_s_and_not_the_contact_s(
    ticket: Ticket, requester: User, contact: User
) -> None:
    Ticket.objects.filter(pk=ticket.pk).update(confidential=True)

    assert get(requester, f"tickets/{ticket.pk}/").json()["private"] is True
    assert get(contact, f"tickets/{ticket.pk}/").status_code == 404


def test_the_client_contact_reads_and_speaks_and_a_colleague_does_not(
    ticket: Ticket, contact: User, colleague: User
) -> None:
    assert get(contact, f"tickets/{ticket.pk}/").json()["allowed_actions"]["reply"]["allowed"] is True
    assert get(colleague, f"tickets/{ticket.pk}/").status_code == 404


def test_an_address_that_is_none_answers_in_the_same_shape(fso: User) -> None:
    assert get(fso, "no/such/").json() == get(fso, f"tickets/{NEVER}/").json()
    assert get(fso, f"tickets/{2**70}/").json() == get(fso, f"tickets/{NEVER}/").json()
    assert Browser().get(V1).json()["code"] == "not_found"


def _escalation(name: str, pk: int) -> str:
    return reverse(f"api:escalation:{name}", args=[pk]).removeprefix(V1)
