"""Lists of the API: the pages' filter and order, pages without counting, a budget of queries."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import User
from sites.models import Client
from tests.api.conftest import V1, get
from tests.budgets import within_budget
from tests.cast import person_of_client
from tests.conftest import SignIn
from tickets import actions, tabs
from tickets.models import Impact, Ticket, Urgency


@pytest.fixture
def fill(brewery: Client, fso: User) -> Callable[[int], None]:
    """Return a function that adds so many tickets of the brewery, of all priorities, each of another person."""

    def add_rows(count: int) -> None:
        for number in range(count):
            person = person_of_client(f"Person {number}", f"p{number}-{count}@hopveld.example", brewery)
            told = actions.Report(
                what=f"Thing {number}", impact=Impact(number % 3 + 1), urgency=Urgency(number // 3 % 3 + 1)
            )
            actions.report(told, client=brewery, actor=person)

    return add_rows


def everything(person: User, where: str, **query: str) -> list[int]:
    """Return the numbers of all pages, three rows each."""
    found: list[int] = []
    after = ""
    while True:
        page: Any = get(person, where, rows="3", **query, **({"after": after} if after else {})).json()
        found += [row["number"] for row in page["rows"]]
        after = page["after"]
        if not after:
            return found


def test_the_queue_stands_in_the_order_of_the_page(fill: Callable[[int], None], fso: User) -> None:
    fill(20)

    for tab in ("mine", "clients", "unassigned", "with-engineers"):
        expected = list(tabs.under(tabs.chosen(tab, fso), fso).values_list("pk", flat=True))
        assert everything(fso, "queue/", view=tab) == expected
    assert len(everything(fso, "queue/", view="clients")) == 20


def test_the_list_of_the_firm_is_the_filter_of_the_page_newest_first(
    fill: Callable[[int], None], fso: User, sign_in: SignIn
) -> None:
    fill(12)
    browser = sign_in(fso)

    for query in ({}, {"priority": "1"}, {"status": "open"}, {"q": "Thing 1"}, {"late": "1"}, {"category": "none"}):
        page = browser.get("/tickets/", {**query, "rows": "100"})
        shown = [row.ticket.pk for row in page.context["rows"]]
        assert everything(fso, "tickets/", **query) == shown
    assert everything(fso, "tickets/") == list(Ticket.objects.order_by("-pk").values_list("pk", flat=True))


def test_the_list_of_a_client_contact_is_that_of_his_page(
    fill: Callable[[int], None], fso: User, contact: User, sign_in: SignIn
) -> None:
    fill(8)
    actions.resolve(Ticket.objects.earliest("pk"), how="", minutes=1, actor=fso)

    page = sign_in(contact).get("/tickets/")

    assert everything(contact, "tickets/") == [row.pk for row in page.context["rows"]]


def test_messages_come_in_pages_oldest_first(ticket: Ticket, fso: User, requester: User) -> None:
    for number in range(7):
        actions.answer(ticket, body=f"Answer {number}", actor=fso)
        actions.note(ticket, body=f"Note {number}", actor=fso)

    said: list[str] = []
    after = ""
    while True:
        query = {"after": after} if after else {}
        page = get(requester, f"tickets/{ticket.pk}/messages/", rows="2", **query).json()
        said += [row["body"] for row in page["rows"]]
        after = page["after"]
        if not after:
            break
    assert said == ["Outlook does not open", *(f"Answer {number}" for number in range(7))]


def test_instants_are_in_utc_whatever_the_reader_s_zone(ticket: Ticket, fso: User) -> None:
    told = get(fso, f"tickets/{ticket.pk}/").json()

    assert told["opened_at"].endswith("Z")
    assert told["opened_at"][:19] == ticket.opened_at.isoformat()[:19]


@pytest.mark.parametrize("who", ["fso", "desk"])
def test_the_queue_keeps_its_budget(
    who: str, fill: Callable[[int], None], fso: User, desk: User, sign_in: SignIn
) -> None:
    browser = sign_in({"fso": fso, "desk": desk}[who])

    within_budget(f"api:tickets:queue {who}", browser, f"{V1}queue/", fill, at_most=6, view="clients", rows="100")


def test_the_list_keeps_its_budget(fill: Callable[[int], None], fso: User, sign_in: SignIn) -> None:
    within_budget("api:tickets:list firm", sign_in(fso), f"{V1}tickets/", fill, at_most=6, rows="100")


def test_the_list_of_a_client_keeps_its_budget(fill: Callable[[int], None], contact: User, sign_in: SignIn) -> None:
    within_budget("api:tickets:list client", sign_in(contact), f"{V1}tickets/", fill, at_most=6, rows="100")


@pytest.mark.parametrize("who", ["firm", "client"])
def test_reading_one_keeps_its_budget(who: str, ticket: Ticket, fso: User, requester: User, sign_in: SignIn) -> None:
    def add_rows(count: int) -> None:
        for number in range(count):
            actions.answer(ticket, body=f"Answer {number}", actor=fso)

    browser = sign_in({"firm": fso, "client": requester}[who])
    within_budget(f"api:tickets:show {who}", browser, f"{V1}tickets/{ticket.pk}/", add_rows, at_most=8)
    within_budget(
        f"api:tickets:messages {who}", browser, f"{V1}tickets/{ticket.pk}/messages/", add_rows, at_most=6, rows="100"
    )
