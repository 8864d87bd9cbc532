"""Waiting through the API: the same actions, the same refusals."""

from __future__ import annotations

from accounts.models import User
from tests.api.conftest import get, post
from tickets.models import Ticket


def test_it_waits_is_asked_about_and_goes_on(ticket: Ticket, fso: User, requester: User) -> None:
    address = f"tickets/{ticket.pk}/"
    assert post(fso, f"{address}wait/", {"waiting_for": "delivery", "version": ticket.version}).status_code == 422
    waits = post(fso, f"{address}wait/", {"waiting_for": "customer", "version": ticket.version}).json()
    assert (waits["status"], waits["waiting_for"]) == ("waiting", "customer")
    assert waits["allowed_actions"]["end_wait"]["allowed"] is True
    assert get(requester, address).json()["waits_for_you"] is True

    stale = post(fso, f"{address}remind/", {"version": ticket.version})
    assert stale.status_code == 409
    assert post(fso, f"{address}remind/", {"version": waits["version"]}).status_code == 200
    assert post(requester, f"{address}end-wait/", {}).status_code == 404
    assert post(fso, f"{address}end-wait/", {}).json()["status"] == "open"


def test_the_contact_approves(ticket: Ticket, fso: User, requester: User, contact: User) -> None:
    address = f"tickets/{ticket.pk}/"
    asked = {"waiting_for": "approval", "words": "400 euro", "version": ticket.version}
    assert post(fso, f"{address}wait/", asked).status_code == 200

    assert post(requester, f"{address}approve/", {}).status_code == 403
    assert post(contact, f"{address}refuse-approval/", {}).status_code == 422
    assert post(contact, f"{address}approve/", {"body": "Fine"}).status_code == 200
    assert Ticket.objects.get(pk=ticket.pk).status == "open"


def test_a_spoken_answer_counts(ticket: Ticket, fso: User) -> None:
    answered = post(fso, f"tickets/{ticket.pk}/speak/", {"where": "at_desk"})

    assert answered.status_code == 200
    assert answered.json()["responded_at"] is not None
    early = post(fso, f"tickets/{ticket.pk}/speak/", {"where": "at_desk", "spoken_at": "2020-01-01T09:00:00Z"})
    assert early.status_code == 409
