"""Somebody of the firm who is only offered a ticket sees that ticket, and nothing else of that client."""

from __future__ import annotations

import json

import pytest
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import User
from escalation.models import Offer
from sites.models import Assignment, Function
from tests.access.stage import NEVER, Stage, all_addresses, without_what_changes
from tests.cast import serves
from tickets import actions as tickets
from tickets.models import Impact, Message, Ticket, TicketEvent, Urgency

# What an offer opens: the ticket as it is read, and the answer to the offer. All else of that client never was.
OPENED = {
    "tickets:show", "tickets:clock", "tickets:earlier", "tickets:sent", "api:tickets:show", "api:tickets:messages", "api:tickets:colleagues",
    "escalation:panel", "escalation:escalate", "escalation:pick_up", "escalation:hand_back", "escalation:withdraw",
    "api:escalation:pick_up", "api:escalation:hand_back", "api:escalation:withdraw", "accounts:photo",
}  # fmt: skip


@pytest.fixture
def offered(stage: Stage) -> User:
    """The engineer of the brewery, of whom only the offer is left."""
    engineer = stage.people["engineer"]
    Assignment.objects.filter(person=engineer).delete()
    serves(engineer, stage.garage, Function.ENGINEER)
    assert Offer.objects.filter(person=engineer, ended_at__isnull=True).exists()
    return engineer


@pytest.fixture
def neighbour(stage: Stage) -> Ticket:
    """Another ticket of the same person of the same client."""
    told = tickets.Report(what="canary-neighbour", impact=Impact.PERSON, urgency=Urgency.DIFFICULT)
    return tickets.report(told, client=stage.brewery, actor=stage.people["requester"])


def test_an_offer_opens_the_ticket_and_changes_nothing_on_it(stage: Stage, offered: User, neighbour: Ticket) -> None:
    assert stage.answer("engineer", "GET", reverse("tickets:show", args=[stage.ticket.pk])).status_code == 200
    browser = stage.browser("engineer")

    def rows() -> tuple[int, int, int]:
        ticket = Ticket.objects.get(pk=stage.ticket.pk)
        return ticket.version, TicketEvent.objects.count(), Message.objects.count()

    before = rows()
    for address in all_addresses().values():
        if "number" in address.parameters:
            for sent in ({}, {"body": "words", "reason": "words", "minutes": "5", "what": "words", "impact": "1"}):
                browser.post(address.path(stage), sent)
                browser.post(address.path(stage), json.dumps(sent), content_type="application/json")
    assert rows() == before


def test_nothing_else_of_that_client_exists(stage: Stage, offered: User, neighbour: Ticket) -> None:
    for address in all_addresses().values():
        if not address.ids:
            continue
        other = address.path(stage) if address.name not in OPENED else ""
        if "number" in address.ids:
            other = address.path(stage, number=neighbour.pk)
        if not other:
            continue
        never = address.path(stage, **dict.fromkeys(address.ids, NEVER))
        for method in ("GET", "POST"):
            one, none = (stage.answer("engineer", method, path) for path in (other, never))
            if address.name in OPENED and "number" not in address.ids:
                continue
            assert one.status_code == none.status_code, f"{method} {other}"
            assert without_what_changes(one.content).replace(other.encode(), b"") == without_what_changes(
                none.content
            ).replace(never.encode(), b""), f"{method} {other}"


@pytest.mark.parametrize("query", ["", "?q=canary-neighbour", "?q=Hopveld", "?view=all", "?status=open"])
def test_no_list_count_or_suggestion_shows_more_than_the_ticket(
    query: str, stage: Stage, offered: User, neighbour: Ticket
) -> None:
    browser = Browser()
    browser.force_login(offered)
    for address in all_addresses().values():
        if address.parameters:
            continue
        said = browser.get(reverse(address.name) + query).content.decode(errors="replace")
        without_own_words = said.replace(query.removeprefix("?q="), "") if query.startswith("?q=") else said
        assert "canary-neighbour" not in without_own_words, address.name
        assert str(neighbour.pk) not in said or address.name in {"api:schema"}, address.name
    people = browser.get(reverse("tickets:record_people"), {"client": str(stage.brewery.pk), "q": "Bart"})
    assert people.status_code == 404
    numbers = browser.get(reverse("tickets:list"), {"numbers": f"{stage.ticket.pk},{neighbour.pk}"}).content.decode()
    assert f"/tickets/{stage.ticket.pk}/" in numbers
    assert f"/tickets/{neighbour.pk}/" not in numbers
