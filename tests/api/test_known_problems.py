"""Known problems through the API: the same acts as on the pages, each side its own words."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from accounts.models import User
from sites.models import Client
from tests.api.conftest import get, post
from tickets.models import Problem, Ticket

SECRET = "canary: the switch"


def test_from_noting_to_solving(
    brewery: Client, ticket: Ticket, fso: User, colleague: User, outsider_fso: User, outsider_requester: User
) -> None:
    noted = post(fso, "problems/note/", {"client": brewery.pk, "what": SECRET, "workaround": SECRET})
    assert noted.status_code == 201
    here = f"problems/{noted.json()['number']}/"
    assert get(outsider_fso, here).status_code == 404
    assert post(fso, f"tickets/{ticket.pk}/link-problem/", {"problem": noted.json()["number"]}).status_code == 200
    assert get(fso, f"tickets/{ticket.pk}/").json()["problem"] == noted.json()["number"]
    assert get(fso, "problems/").json()["rows"][0]["people"] == 1

    told = {
        "version": noted.json()["version"],
        "en": "Mail is down.",
        "places": [{"client": brewery.pk, "site": None}],
        "next_word_at": (timezone.now() + timedelta(hours=1)).isoformat(),
    }
    announced = post(fso, f"{here}announce/", told)
    assert announced.status_code == 200, announced.json()
    assert announced.json()["state"] == "known"

    (read,) = get(colleague, "known/").json()["rows"]
    assert read["words"] == "Mail is down."
    assert read.keys() == {"number", "words", "next_word_at", "is_mine"}
    assert get(outsider_requester, "known/").json()["rows"] == []
    assert post(outsider_requester, f"{here}mine-too/", {}).status_code == 404
    assert post(colleague, f"{here}mine-too/", {}).json()["rows"][0]["is_mine"] is True
    assert get(fso, here).json()["people"] == 2

    refused = post(fso, f"{here}solve/", {"version": announced.json()["version"]})
    assert refused.status_code == 422
    assert "now that it is solved" in str(refused.json()["fields"])
    solved = post(fso, f"{here}solve/", {"version": announced.json()["version"], "en": "Mail works."})
    assert solved.json() == {"solved": [ticket.pk], "refused": [], "unseen": 0}
    assert Problem.objects.get().is_gone
    assert get(colleague, "known/").json()["rows"] == []


def test_a_moment_that_has_passed_and_another_clients_place_are_refused(
    brewery: Client, garage: Client, fso: User
) -> None:
    number = post(fso, "problems/note/", {"client": brewery.pk, "what": "Mail"}).json()["number"]
    told = {
        "version": 0,
        "en": "Mail is down.",
        "places": [{"client": garage.pk}],
        "next_word_at": "2020-01-01T10:00:00Z",
    }

    refused = post(fso, f"problems/{number}/announce/", told)

    assert refused.status_code == 422
    assert refused.json()["fields"].keys() >= {"next_word_at", "places"}
