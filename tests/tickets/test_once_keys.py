"""A one-time key is chosen by who sends it: it opens nothing, and loses no words."""

from __future__ import annotations

from uuid import uuid4

from accounts.models import User
from escalation.models import Escalation
from sites.models import Client
from tests.api.conftest import post
from tickets import actions
from tickets.models import Impact, Message, Ticket, Urgency

REPORT = {"what": "The screen is black", "type": "incident", "urgency": 2, "impact": 3}


def test_a_key_of_a_reply_does_not_stand_for_a_request(ticket: Ticket, requester: User, garage: Client) -> None:
    """The number of a message is often that of another client's ticket."""
    key = str(uuid4())
    assert post(requester, f"tickets/{ticket.pk}/reply/", {"body": "Still so", "once": key}).status_code == 200

    made = post(requester, "tickets/report/", {**REPORT, "once": key})

    assert (made.status_code, made.json()["title"]) == (201, "The screen is black")
    assert Ticket.objects.filter(requester=requester).count() == 2


def test_a_key_used_on_one_ticket_loses_no_words_on_another(
    ticket: Ticket, requester: User, fso: User, brewery: Client
) -> None:
    key = uuid4()
    told = actions.Report(what="The printer jams", impact=Impact.PERSON, urgency=Urgency.DIFFICULT)
    other = actions.report(told, client=brewery, actor=requester)

    for one in (ticket, other):
        for _twice in range(2):
            actions.answer(one, body="On my way", actor=fso, once=key)

    for one in (ticket, other):
        assert Message.objects.filter(ticket=one, author=fso).count() == 1


def test_a_key_of_a_message_does_not_stand_for_an_escalation(
    ticket: Ticket, fso: User, engineer: User, mail_category: object
) -> None:
    key = str(uuid4())
    assert post(fso, f"tickets/{ticket.pk}/answer/", {"body": "Looking", "once": key}).status_code == 200
    assert not Escalation.objects.exists()
    body = {"category": mail_category.pk, "wrong": "a", "tried": "b", "needed": "c", "once": key}  # type: ignore[attr-defined]
    assert post(fso, f"tickets/{ticket.pk}/escalate/", body).status_code in {201, 409}
