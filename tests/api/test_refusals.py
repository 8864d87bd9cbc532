"""The API refuses as the pages do, in one shape, and is not brought down by what it is sent."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client as Browser

from accounts.models import User
from escalation import actions as escalations
from escalation.models import Chain
from sites.models import Assignment, Client, Site
from tests.api.conftest import V1, get, post
from tests.conftest import SignIn
from tickets import actions
from tickets.models import Category, Message, Ticket

# Verb: what the page's form sends, what the API sends, for a refusal that both know.
WRONG = {
    "answer": ({"body": "  "}, {"body": "  "}),
    "note": ({"body": "x" * 102_401}, {"body": "x" * 102_401}),
    "assign": ({"to": "0", "version": "1"}, {"to": 0, "version": 1}),
    "resolve": ({"minutes": "15", "is_public": "yes", "where": "remote"}, {"minutes": 15}),
    "categorize": ({"category": "0", "version": "1"}, {"category": 0, "version": 1}),
    "cancel": ({"reason": "x" * 501}, {"reason": "x" * 501}),
    "override-priority": (
        {"priority": "9", "reason": "x", "version": "1"},
        {"priority": 9, "reason": "x", "version": 1},
    ),
}


@pytest.mark.parametrize("verb", WRONG)
def test_what_a_page_s_form_refuses_the_api_refuses(
    verb: str, ticket: Ticket, fso: User, administrator: User, sign_in: SignIn
) -> None:
    form, body = WRONG[verb]

    page = sign_in(fso).post(f"/tickets/{ticket.pk}/{verb}/", form)
    answer = post(fso, f"tickets/{ticket.pk}/{verb}/", body)

    assert (page.status_code, answer.status_code, answer.json()["code"]) == (422, 422, "invalid")
    (field,) = answer.json()["fields"]
    assert page.context[_form_of(verb)].errors.keys() == {field}
    assert Ticket.objects.get(pk=ticket.pk).version == ticket.version


def _form_of(verb: str) -> str:
    return "write" if verb in {"answer", "note"} else "form"


@pytest.mark.parametrize("verb", ["start", "answer", "note", "cancel", "resolve"])
def test_who_may_not_reads_why_on_page_and_api(verb: str, ticket: Ticket, administrator: User, sign_in: SignIn) -> None:
    body = {
        "start": {}, "answer": {"body": "x"}, "note": {"body": "x"}, "cancel": {"reason": "x"}, "resolve": {"minutes": 1},
    }[verb]  # fmt: skip
    form = {"body": "x", "reason": "x", "minutes": "1", "is_public": "yes", "where": "remote"}

    page = sign_in(administrator).post(f"/tickets/{ticket.pk}/{verb}/", form)
    answer = post(administrator, f"tickets/{ticket.pk}/{verb}/", body)

    assert (page.status_code, answer.status_code, answer.json()["code"]) == (403, 403, "not_allowed")
    assert answer.json()["message"] == "Only people who serve this client work on its tickets."
    read = get(administrator, f"tickets/{ticket.pk}/").json()
    assert read["allowed_actions"][verb] == {"allowed": False, "reason": answer.json()["message"]}


def test_at_the_wrong_moment_the_api_says_what_is_so(ticket: Ticket, fso: User, sign_in: SignIn) -> None:
    actions.cancel(ticket, reason="Twice", actor=fso)

    page = sign_in(fso).post(f"/tickets/{ticket.pk}/start/")
    answer = post(fso, f"tickets/{ticket.pk}/start/")

    assert (page.status_code, answer.status_code, answer.json()["code"]) == (409, 409, "wrong_moment")
    assert answer.json()["message"] in page.content.decode()


def test_a_change_of_what_somebody_else_changed_is_refused_as_stale(
    ticket: Ticket, fso: User, stand_in: User, mail_category: Category
) -> None:
    seen = get(fso, f"tickets/{ticket.pk}/").json()["version"]
    post(stand_in, f"tickets/{ticket.pk}/start/")

    answer = post(fso, f"tickets/{ticket.pk}/categorize/", {"category": mail_category.pk, "version": seen})

    assert (answer.status_code, answer.json()["code"]) == (409, "stale")


def test_a_second_escalation_reads_who_has_it(
    ticket: Ticket, fso: User, mail_category: Category, engineer: User, chain: Chain
) -> None:
    said = {"category": mail_category.pk, "wrong": "a", "tried": "b", "needed": "c"}
    made = post(fso, f"tickets/{ticket.pk}/escalate/", {**said, "once": str(uuid4())})
    again = post(fso, f"tickets/{ticket.pk}/escalate/", said)

    assert (made.status_code, again.status_code) == (201, 409)
    panel = get(fso, f"tickets/{ticket.pk}/escalations/").json()
    assert panel["live"]["id"] == made.json()["id"]
    assert [person["name"] for person in panel["offered_to"]] == ["Thibault Martin"]
    assert panel["allowed_actions"]["withdraw"]["allowed"] is True
    assert panel["allowed_actions"]["escalate"] == {"allowed": False, "reason": again.json()["message"]}
    assert post(fso, f"escalations/{made.json()['id']}/withdraw/").json()["status"] == "withdrawn"


def test_what_is_no_longer_yours_after_a_change_is_answered_with_nothing(
    ticket: Ticket, fso: User, outsider_engineer: User, mail_category: Category, engineer: User, chain: Chain
) -> None:
    escalation = escalations.escalate(ticket, category=mail_category, wrong="a", tried="b", needed="c", actor=fso)
    assert post(engineer, f"escalations/{escalation.pk}/pick-up/").status_code == 200
    # He reads it only because he has it: his assignment ended meanwhile.
    Assignment.objects.filter(person=engineer).delete()

    answer = post(engineer, f"escalations/{escalation.pk}/hand-back/", {"done": "x", "needed_on_site": "y"})

    assert (answer.status_code, answer.content) == (204, b"")


def test_the_same_report_twice_is_one(requester: User, fso: User, brewery: Client) -> None:
    told = {"what": "Printer", "urgency": 2, "once": str(uuid4())}

    first, second = post(requester, "tickets/report/", told), post(requester, "tickets/report/", told)

    assert first.json()["number"] == second.json()["number"]
    assert Ticket.objects.count() == 1


def test_the_same_answer_twice_is_one(ticket: Ticket, fso: User) -> None:
    said = {"body": "Hello", "once": str(uuid4())}
    for _number in range(2):
        assert post(fso, f"tickets/{ticket.pk}/answer/", said).status_code == 200

    assert Message.objects.filter(ticket=ticket, author=fso).count() == 1


def test_a_report_asks_what_the_form_asks(requester: User, brewery: Client, brewery_site: Site) -> None:
    assert list(post(requester, "tickets/report/", {"what": "Printer"}).json()["fields"]) == ["urgency"]
    assert list(post(requester, "tickets/report/", {}).json()["fields"]) == ["what"]
    past = post(requester, "tickets/report/", {"type": "request", "what": "Laptop", "wanted_on": "2020-01-01"})
    assert list(past.json()["fields"]) == ["wanted_on"]
    elsewhere = post(requester, "tickets/report/", {"type": "question", "what": "Why?", "where": "0-0"})
    assert list(elsewhere.json()["fields"]) == ["where"]


def test_the_place_is_chosen_where_there_are_several(requester: User, brewery: Client, fso: User) -> None:
    Site.objects.create(client=brewery, name="Ninove", address="x", region="")
    codes = {row["place"]: row["code"] for row in get(requester, "places/").json()["rows"]}

    assert list(post(requester, "tickets/report/", {"type": "question", "what": "?"}).json()["fields"]) == ["where"]
    made = post(requester, "tickets/report/", {"type": "question", "what": "a", "where": codes["Ninove"]})
    assert made.json()["place"] == "Ninove"


def test_a_call_is_recorded_for_a_known_person_and_for_a_new_one_and_solved_on_the_spot(
    brewery: Client, requester: User, fso: User
) -> None:
    told: dict[str, Any] = {"client": brewery.pk, "channel": "phone", "what": "Printer jams"}

    known = post(fso, "tickets/record/", {**told, "person": requester.pk})
    new = post(fso, "tickets/record/", {**told, "name": "Jef De Smet", "minutes": 4, "once": str(uuid4())})

    assert known.json()["requester"]["name"] == "Emma Claes"
    assert (new.json()["requester"]["name"], new.json()["status"]) == ("Jef De Smet", "resolved")


def test_nobody_is_recorded_across_clients(
    brewery: Client, garage: Client, outsider_requester: User, requester: User, fso: User, administrator: User
) -> None:
    told: dict[str, Any] = {"channel": "phone", "what": "Printer jams"}

    across = post(fso, "tickets/record/", {**told, "client": brewery.pk, "person": outsider_requester.pk})
    never = post(fso, "tickets/record/", {**told, "client": brewery.pk, "person": 987654321})
    other = post(fso, "tickets/record/", {**told, "client": garage.pk, "name": "x"})

    assert across.status_code == never.status_code == other.status_code == 422
    assert across.content.replace(str(outsider_requester.pk).encode(), b"") == never.content.replace(b"987654321", b"")
    assert list(other.json()["fields"]) == ["client"]
    assert post(administrator, "tickets/record/", {**told, "client": brewery.pk, "name": "x"}).status_code == 403
    assert Ticket.objects.count() == 0


# ---- what nobody should send ----

BODIES = {
    "no JSON": b"{",
    "a list": b"[1]",
    "a text": b'"x"',
    "a number": b"7",
    "nothing": b"null",
    "not a number": b'{"body": NaN}',
    "deep lists": b'{"body": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "deep objects": b'{"a":' * 50_000 + b"1" + b"}" * 50_000,
    "a huge number": b'{"to": ' + b"9" * 4000 + b', "version": 1}',
    "a number too long to read": b'{"to": ' + b"9" * 100_000 + b"}",
    "half of UTF-8": b'{"body": "\xff"}',
    "NUL": b'{"body": "a\x00b"}',
    "an escaped NUL": b'{"body": "a\\u0000b"}',
    "half a pair": b'{"body": "\\ud800"}',
    "half a pair as a name": b'{"\\ud800": 1}',
    "an object for a text": b'{"body": {"$ne": 1}}',
    "an unknown field": b'{"body": "x", "is_public": true, "__class__": 1}',
    "too much": b'{"body": "' + b"x" * 3_000_000 + b'"}',
}


@pytest.mark.parametrize("kind", ["application/json", "application/json; charset=utf-8", "*/*", "APPLICATION/JSON"])
@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES.keys())
@pytest.mark.parametrize("verb", ["answer", "assign"])
def test_odd_bodies_are_refused_and_change_nothing(
    verb: str, body: bytes, kind: str, ticket: Ticket, fso: User, sign_in: SignIn
) -> None:
    answer = sign_in(fso).post(f"{V1}tickets/{ticket.pk}/{verb}/", body, content_type=kind)

    assert answer.status_code in ((400, 415) if kind == "*/*" else (400, 422)), answer.content[:300]
    assert answer.json().keys() == {"code", "message", "fields"}
    assert answer.json()["message"]
    assert len(answer.content) < 5000
    assert Ticket.objects.get(pk=ticket.pk).version == ticket.version


def test_a_form_is_no_json(ticket: Ticket, fso: User, sign_in: SignIn) -> None:
    answer = sign_in(fso).post(f"{V1}tickets/{ticket.pk}/answer/", {"body": "x"})

    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported_media_type")


def test_only_json_is_answered(ticket: Ticket, fso: User, sign_in: SignIn) -> None:
    page = sign_in(fso).get(f"{V1}tickets/{ticket.pk}/", headers={"Accept": "text/html"})

    assert (page.status_code, page.json()["code"]) == (406, "not_acceptable")
    assert page["Content-Type"] == "application/json"


@pytest.mark.parametrize(
    ("where", "query"),
    [
        ("tickets/", "order=title"), ("tickets/", "expand=client"), ("tickets/", "rows=101"), ("tickets/", "rows=0"),
        ("tickets/", "rows=-1"), ("tickets/", "after=x"), ("tickets/", "after=1&after=2"), ("tickets/", "client__name=x"),
        ("tickets/", "format=api"), ("tickets/", "priority=9"), ("tickets/", "client=" + "9" * 30), ("tickets/", "q=%00"),
        ("queue/", "view=call-back"), ("queue/", "view=nonsense"), ("queue/", "after=1.2"), ("queue/", "shown=3"),
        ("escalations/", "x=1"), ("categories/", "x=1"), ("tokens/", "x=1"), ("schema/", "version=2"),
    ],
)  # fmt: skip
def test_an_unknown_or_malformed_parameter_is_refused(where: str, query: str, ticket: Ticket, desk: User) -> None:
    browser = Browser()
    browser.force_login(desk)

    answer = browser.get(f"{V1}{where}?{query}")

    assert (answer.status_code, answer.json()["code"]) == (400, "malformed")


def test_a_parameter_on_a_verb_is_refused_too(ticket: Ticket, fso: User) -> None:
    assert post(fso, f"tickets/{ticket.pk}/start/?force=1").status_code == 400


def test_sentences_are_in_the_person_s_language(ticket: Ticket, colleague: User, engineer: User) -> None:
    assert [get(person, "tickets/987654321/")["Content-Language"] for person in (engineer, colleague)] == ["fr", "nl"]
    body = post(engineer, f"tickets/{ticket.pk}/answer/", {}).json()
    assert body["fields"]["body"] == ["Ce champ est obligatoire."]


def test_our_own_fault_is_answered_in_the_same_shape(fso: User, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_arguments: object, **_named: object) -> None:
        raise RuntimeError("a secret of ours")

    monkeypatch.setattr("tickets.queries.categories", broken)
    browser = Browser(raise_request_exception=False)
    browser.force_login(fso)

    answer = browser.get(f"{V1}categories/")

    assert (answer.status_code, answer.json()["code"]) == (500, "failed")
    assert b"secret" not in answer.content
    assert json.loads(answer.content)["message"]
