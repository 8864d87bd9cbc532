"""Tokens: shown once, stored as digests, refused at their next use when a right is lost."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from knox.models import AuthToken

from accounts import actions as accounts
from accounts.models import PersonEvent, User
from accounts.queries import code_of
from sites import actions as sites
from sites.models import Assignment, Membership
from tests.api.conftest import V1, bearer, get, post, secret_of
from tickets.models import Ticket


def read(secret: str, ticket: Ticket) -> int:
    return Browser().get(f"{V1}tickets/{ticket.pk}/", headers=bearer(secret)).status_code


def test_a_token_is_made_in_the_browser_shown_once_and_stored_as_a_digest(ticket: Ticket, fso: User) -> None:
    made = post(fso, "tokens/make/")

    secret = made.json()["secret"]
    assert made.status_code == 201
    assert len(secret) == 64
    assert made["Cache-Control"] == "private, no-store"
    assert read(secret, ticket) == 200
    stored = AuthToken.objects.get(user=fso)
    assert secret not in str(vars(stored))
    assert PersonEvent.objects.get(person=fso).kind == "token_made"


def test_the_list_tells_no_secret_and_nothing_of_others(fso: User, stand_in: User) -> None:
    secret, other = secret_of(fso), secret_of(stand_in)
    token = AuthToken.objects.get(user=fso)

    listed = get(fso, "tokens/")

    assert [row["code"] for row in listed.json()["rows"]] == [code_of(token)]
    for told in (secret, other, token.digest, token.token_key, secret[:15]):
        assert told not in listed.content.decode()


def test_a_token_makes_and_revokes_no_token(fso: User) -> None:
    secret = secret_of(fso)
    code = code_of(AuthToken.objects.get(user=fso))

    for path in ("tokens/make/", f"tokens/{code}/revoke/"):
        answer = Browser().post(V1 + path, "{}", content_type="application/json", headers=bearer(secret))
        assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")
    assert AuthToken.objects.filter(user=fso).count() == 1


def test_a_revoked_token_is_refused_and_only_its_person_revokes_it(ticket: Ticket, fso: User, stand_in: User) -> None:
    secret = secret_of(fso)
    code = code_of(AuthToken.objects.get(user=fso))

    assert post(stand_in, f"tokens/{code}/revoke/").status_code == 404
    assert post(stand_in, f"tokens/{code}/revoke/").content == post(stand_in, "tokens/never-was/revoke/").content
    assert read(secret, ticket) == 200
    assert post(fso, f"tokens/{code}/revoke/").json() == {"rows": []}
    assert read(secret, ticket) == 401
    assert post(fso, f"tokens/{code}/revoke/").status_code == 404
    kinds = PersonEvent.objects.filter(person=fso).order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["token_made", "token_revoked"]


def test_the_eleventh_token_waits_until_one_is_revoked(fso: User) -> None:
    for _number in range(10):
        secret_of(fso)

    answer = post(fso, "tokens/make/")

    assert (answer.status_code, answer.json()["message"]) == (409, "You have ten tokens. Revoke one first.")


def test_making_tokens_is_throttled(fso: User) -> None:
    answers = []
    for _number in range(11):
        answers.append(post(fso, "tokens/make/").status_code)
        AuthToken.objects.filter(user=fso).delete()

    assert answers == [201] * 10 + [429]


def test_rights_of_a_token_are_those_of_today(ticket: Ticket, fso: User, requester: User, stand_in: User) -> None:
    of_fso, of_requester, of_stand_in = secret_of(fso), secret_of(requester), secret_of(stand_in)
    assert [read(secret, ticket) for secret in (of_fso, of_requester, of_stand_in)] == [200, 200, 200]

    sites.end_assignment(Assignment.objects.get(person=fso), actor=None)
    sites.end_membership(Membership.objects.get(person=requester), actor=None)
    accounts.deactivate(stand_in, actor=None)

    assert read(of_fso, ticket) == 404
    assert read(of_requester, ticket) in (401, 404)
    assert read(of_stand_in, ticket) == 401


def test_a_token_that_outlived_its_person_s_deactivation_is_refused(ticket: Ticket, fso: User) -> None:
    secret = secret_of(fso)
    User.objects.filter(pk=fso.pk).update(is_active=False)  # the row of the token stands

    assert read(secret, ticket) == 401


def test_a_demanded_second_factor_is_no_way_around_by_token(ticket: Ticket, fso: User) -> None:
    secret = secret_of(fso)
    accounts.demand_second_factor(fso, demanded=True, actor=None)

    answer = Browser().get(f"{V1}tickets/{ticket.pk}/", headers=bearer(secret))

    assert (answer.status_code, answer.json()["code"]) == (403, "second_factor")


def test_an_expired_token_is_refused_without_writing(ticket: Ticket, fso: User) -> None:
    secret = secret_of(fso)

    with time_machine.travel(timezone.now() + timedelta(days=91)), CaptureQueriesContext(connection) as made:
        assert read(secret, ticket) == 401
    assert {query["sql"].split(" ", 1)[0] for query in made.captured_queries} <= {"SELECT"}
    assert AuthToken.objects.filter(user=fso).exists()


@pytest.mark.parametrize(
    "header",
    [
        "Bearer",
        "Bearer a b",
        "Bearer wrong",
        "Bearer " + "f" * 64,
        "Bearer \xff\xfe",
        "Bearer " + "x" * 8000,
        "Token x",
    ],
)
def test_a_wrong_token_opens_nothing(header: str, ticket: Ticket) -> None:
    answer = Browser().get(f"{V1}tickets/{ticket.pk}/", headers={"Authorization": header})

    assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")
    assert answer["WWW-Authenticate"] == "Bearer"


def test_a_token_in_the_address_opens_nothing(ticket: Ticket, fso: User) -> None:
    secret = secret_of(fso)

    for name in ("token", "access_token", "authorization", "key"):
        assert Browser().get(f"{V1}tickets/{ticket.pk}/", {name: secret}).status_code == 401


def test_nobody_guesses_for_long(ticket: Ticket) -> None:
    answers = {Browser().get(f"{V1}queue/", headers=bearer(f"{number:064x}")).status_code for number in range(122)}

    assert answers == {401, 429}


def test_the_sentences_for_a_token_are_in_the_language_of_its_person(ticket: Ticket, engineer: User) -> None:
    answer = Browser().get(f"{V1}tickets/{ticket.pk}/", headers=bearer(secret_of(engineer)))

    assert answer["Content-Language"] == "fr"


def test_a_change_from_a_browser_session_needs_its_csrf_token(ticket: Ticket, fso: User) -> None:
    browser = Browser(enforce_csrf_checks=True)
    browser.force_login(fso)

    answer = browser.post(f"{V1}tickets/{ticket.pk}/start/", "{}", content_type="application/json")

    assert (answer.status_code, answer.json()["code"]) == (403, "csrf")
    assert Ticket.objects.get(pk=ticket.pk).status == "new"


def test_a_change_with_a_token_needs_none(ticket: Ticket, fso: User) -> None:
    browser = Browser(enforce_csrf_checks=True)
    answer = browser.post(
        f"{V1}tickets/{ticket.pk}/start/", "{}", content_type="application/json", headers=bearer(secret_of(fso))
    )

    assert answer.json()["status"] == "in_progress"
