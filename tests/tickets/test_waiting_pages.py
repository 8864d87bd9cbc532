"""Waiting through the pages: the form, the choice beside Send, the taps, and what the client's people read and decide."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client as Browser
from django.utils import timezone

from accounts.models import User
from sites.models import Site
from tickets import actions
from tickets.models import Ticket, TicketEvent
from visits.models import Visit

SignIn = Callable[[User], Browser]


def now(ticket: Ticket) -> Ticket:
    return Ticket.objects.get(pk=ticket.pk)


def day(ahead: int) -> str:
    return (timezone.localdate() + timedelta(days=ahead)).isoformat()


@pytest.fixture
def visit(ticket: Ticket, brewery_site: Site, fso: User) -> Visit:
    """The day after tomorrow, at the place of the ticket."""
    Ticket.objects.filter(pk=ticket.pk).update(site=brewery_site)
    starts = timezone.now() + timedelta(days=2)
    return Visit.objects.create(site=brewery_site, fso=fso, starts_at=starts, ends_at=starts + timedelta(hours=2))


@pytest.mark.parametrize("waiting_for", ["customer", "approval", "supplier", "delivery", "visit", "ourselves"])
def test_each_wait_is_chosen_in_the_form_and_read_by_the_client_in_plain_words(
    waiting_for: str, ticket: Ticket, visit: Visit, fso: User, requester: User, contact: User, sign_in: SignIn
) -> None:
    sent = {"waiting_for": waiting_for, "version": str(now(ticket).version), "words": "A roll, 20 euro"}
    sent |= {"day": day(6)} if waiting_for in ("delivery", "ourselves") else {}
    sent |= {"visit": str(visit.pk)} if waiting_for == "visit" else {}
    browser = sign_in(fso)
    assert str(visit.pk) in browser.get(f"/tickets/{ticket.pk}/?do=wait").content.decode()

    assert browser.post(f"/tickets/{ticket.pk}/wait/", sent).status_code == 302

    assert now(ticket).waiting_for == waiting_for
    assert "comes back by itself" in browser.get(f"/tickets/{ticket.pk}/").content.decode()
    words = {
        "customer": "We need your answer",
        "approval": "Waiting for your company&#x27;s approval",
        "supplier": "Waiting for the supplier",
        "delivery": "On order",
        "visit": "Planned for ",
        "ourselves": "Looked at later, on ",
    }
    seen = sign_in(requester).get(f"/tickets/{ticket.pk}/").content.decode()
    assert words[waiting_for].replace("&#x27;", "'") in seen.replace("&#x27;", "'")
    assert "closed" not in seen.lower()
    assert ("A roll, 20 euro" in seen) is (waiting_for == "approval"), "what we note for us, clients never read"


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({}, "waiting_for"),
        ({"waiting_for": "delivery"}, "day"),
        ({"waiting_for": "ourselves", "day": "2020-01-01"}, "day"),
        ({"waiting_for": "visit"}, "visit"),
        ({"waiting_for": "approval"}, "words"),
    ],
)
def test_what_is_missing_is_asked_for_at_its_field(
    sent: dict[str, str], field: str, ticket: Ticket, fso: User, sign_in: SignIn
) -> None:
    shown = sign_in(fso).post(f"/tickets/{ticket.pk}/wait/", {**sent, "version": str(ticket.version)})

    assert (shown.status_code, list(shown.context["form"].errors)) == (422, [field])
    assert now(ticket).status == "new"


def test_beside_send_one_choice_waits_for_the_answer_and_a_second_tab_is_told(
    ticket: Ticket, fso: User, requester: User, sign_in: SignIn
) -> None:
    browser = sign_in(fso)
    page = browser.get(f"/tickets/{ticket.pk}/")
    assert '<option value="" selected>' in page.content.decode(), "nothing is preset to wait"
    form = {
        "body": "Which roll?",
        "then": "customer",
        "version": str(page.context["write"]["version"].value()),
        "once": str(page.context["write"]["once"].value()),
    }
    for _ in range(2):
        assert browser.post(f"/tickets/{ticket.pk}/answer/", form).status_code == 302

    assert now(ticket).waiting_for == "customer"
    assert list(TicketEvent.objects.filter(ticket=ticket).values_list("kind", flat=True).order_by("pk")) == [
        "reported",
        "opened",
        "answered",
        "waited",
    ]
    actions.reply(ticket, body="The long one.", actor=requester)
    late = browser.post(f"/tickets/{ticket.pk}/answer/", {**form, "body": "And the ink?", "once": ""})

    assert late.status_code == 409
    assert "And the ink?" in late.content.decode()
    assert now(ticket).status == "open"


def test_a_wait_that_is_over_offers_what_to_do(ticket: Ticket, fso: User, requester: User, sign_in: SignIn) -> None:
    actions.wait(ticket, waiting_for="customer", actor=fso, at=timezone.now() - timedelta(days=30))
    actions.sweep()
    browser = sign_in(fso)
    page = browser.get(f"/tickets/{ticket.pk}/").content.decode()
    assert all(f'id="{tap}"' in page for tap in ("remind", "wait-on"))
    assert 'id="close-unanswered"' not in page, "only after the second silence"
    row = next(iter(browser.get("/queue/?view=clients").context["rows"]))
    assert row.why.startswith("The wait is over")

    assert browser.post(f"/tickets/{ticket.pk}/remind/", {"version": str(now(ticket).version)}).status_code == 302
    assert now(ticket).status == "waiting"
    Ticket.objects.filter(pk=ticket.pk).update(waiting_until=timezone.now(), moves_at=timezone.now())
    actions.sweep()
    browser.post(f"/tickets/{ticket.pk}/close-unanswered/", {"version": str(now(ticket).version)})
    assert now(ticket).is_unanswered

    hers = sign_in(requester)
    assert "because no answer came" in hers.get(f"/tickets/{ticket.pk}/").content.decode()
    assert hers.post(f"/tickets/{ticket.pk}/reply/", {"body": "Here I am"}).status_code == 302
    assert now(ticket).status == "open"


def test_the_contact_finds_two_buttons_and_nobody_else_does(
    ticket: Ticket, fso: User, requester: User, contact: User, sign_in: SignIn
) -> None:
    actions.wait(ticket, waiting_for="approval", words="A new printer, 400 euro", actor=fso)
    address = f"/tickets/{ticket.pk}/refuse-approval/"
    assert 'id="refuse"' not in sign_in(requester).get(f"/tickets/{ticket.pk}/").content.decode()
    browser = sign_in(contact)
    page = browser.get(f"/tickets/{ticket.pk}/").content.decode()
    assert 'id="refuse"' in page
    assert "A new printer, 400 euro" in page

    assert sign_in(requester).post(address, {"body": "No"}).status_code == 403
    assert browser.post(address, {"body": ""}).status_code == 422
    assert browser.post(address, {"body": "Too dear"}).status_code == 302

    assert now(ticket).status == "open"
    assert "Too dear" in sign_in(requester).get(f"/tickets/{ticket.pk}/").content.decode()
