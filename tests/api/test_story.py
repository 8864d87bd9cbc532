"""The story by the API alone: no rule of it lives in a page."""

from __future__ import annotations

from accounts.models import User
from escalation.models import Chain
from sites.models import Client
from tests.api.conftest import get, post
from tickets.models import Category, Ticket, TicketEvent


def test_the_story_runs_without_a_page(
    brewery: Client, requester: User, fso: User, engineer: User, other_engineer: User, mail_category: Category,
    chain: Chain,
) -> None:  # fmt: skip
    told = post(requester, "tickets/report/", {"what": "Outlook does not open", "impact": 3, "urgency": 2})
    assert told.status_code == 201, told.content
    number = told.json()["number"]
    assert told["Location"] == f"/api/v1/tickets/{number}/"
    assert told.json()["state"] == "received"
    assert told.json()["looked_after_by"] == "Inès Vercammen"

    (row,) = get(fso, "queue/").json()["rows"]
    assert (row["number"], row["reason"][:24]) == (number, "The first answer is due ")

    read = get(fso, f"tickets/{number}/").json()
    assert read["allowed_actions"]["start"] == {"allowed": True, "reason": ""}
    assert post(fso, f"tickets/{number}/start/").json()["assignee"]["name"] == "Inès Vercammen"
    assert post(fso, f"tickets/{number}/answer/", {"body": "I look at it."}).status_code == 200

    handover = {"category": mail_category.pk, "wrong": "No profile loads", "tried": "A new one", "needed": "Look at it"}
    offered = post(fso, f"tickets/{number}/escalate/", handover)
    assert (offered.status_code, offered.json()["status"]) == (201, "offered")
    key = offered.json()["id"]
    (mine,) = get(engineer, "escalations/").json()["offered"]
    assert mine["wrong"] == "No profile loads"

    assert post(engineer, f"escalations/{key}/pick-up/").json()["picked_up_by"]["name"] == "Thibault Martin"
    second = post(other_engineer, f"escalations/{key}/pick-up/")
    assert (second.status_code, second.json()["code"]) == (409, "wrong_moment")
    assert "Thibault" in second.json()["message"]
    assert get(requester, f"tickets/{number}/").json()["with_a_specialist"] is True

    back = post(engineer, f"escalations/{key}/hand-back/", {"done": "Server side is fine", "needed_on_site": "Reboot"})
    assert back.json()["status"] == "handed_back"
    solved = post(fso, f"tickets/{number}/resolve/", {"minutes": 15, "how": "Restarted the profile service"})
    assert solved.json()["status"] == "resolved"
    assert get(requester, f"tickets/{number}/").json()["solution"] == "Restarted the profile service"

    assert post(requester, f"tickets/{number}/reopen/", {"reason": "It is back"}).json()["state"] == "received"
    assert post(requester, f"tickets/{number}/say-it-works/").json()["state"] == "solved"
    assert post(requester, f"tickets/{number}/confirm/").json()["state"] == "finished"

    kinds = list(TicketEvent.objects.filter(ticket=number).order_by("pk").values_list("kind", flat=True))
    assert [kind for kind in kinds if kind not in {"opened", "assigned", "settled"}] == [
        "reported", "started", "answered", "categorized", "escalated", "picked_up", "noted", "handed_back", "resolved",
        "reopened", "works_again", "confirmed",
    ]  # fmt: skip
    assert Ticket.objects.get(pk=number).channel == "api"
