"""Promises that hold for all addresses at once; SECURITY: what is invisible, rights of today, planted secrets."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
import time_machine
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client as Browser
from django.urls import reverse
from knox.models import AuthToken

from accounts import actions as people
from sites import actions as sites
from sites.models import Assignment, Membership
from tests.access import stage as making
from tests.access.matrix import EXEMPT, expected
from tests.access.stage import CANARY, NEVER, ROLES, Address, Stage, all_addresses, without_what_changes

EVERY_METHOD = ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS")
OUTSIDERS = [role for role in ROLES if role.startswith("outsider")]


def with_ids() -> list[Address]:
    return [address for address in all_addresses().values() if address.ids]


def without_ids() -> list[Address]:
    return [address for address in all_addresses().values() if not address.parameters and address.name not in EXEMPT]


def alike(one: tuple[HttpResponse, str], other: tuple[HttpResponse, str]) -> bool:
    """Whether two answers are the same bytes, in body and headers, but for the path that was asked for."""

    def plain(answer: HttpResponse, path: str) -> tuple[int, bytes, list[tuple[str, str]]]:
        body = without_what_changes(answer.content).replace(path.encode(), b"PATH")
        kept = sorted(
            (name, value.replace(path, "PATH"))
            for name, value in answer.headers.items()
            if name not in {"Content-Length", "Set-Cookie"}
        )
        return answer.status_code, body, kept

    return plain(*one) == plain(*other)


# ---- what you may not see gives the answer of a number that never was ----


@pytest.mark.parametrize("role", [*OUTSIDERS, "anonymous"])
def test_what_is_invisible_gives_the_bytes_of_a_number_that_never_was(role: str, stage: Stage) -> None:
    for address in with_ids():
        rows = expected().get((address.name, "GET"), {}), expected().get((address.name, "POST"), {})
        if any(statuses.get(role) == 200 for statuses in rows):
            continue  # he may see it: a face of the firm, for the firm
        real = address.path(stage)
        never = address.path(stage, **dict.fromkeys(address.ids, NEVER))
        for method in EVERY_METHOD:
            for headers in ({}, {"HTTP_HX_REQUEST": "true"}):
                cache.clear()
                invisible = stage.answer(role, method, real, **headers)
                nothing = stage.answer(role, method, never, **headers)
                assert alike((invisible, real), (nothing, never)), f"{method} {real} as {role} {headers}"


CROSS_PARENT: dict[str, str] = {}
"""Address with two ids -> the test that asks for the child of another parent."""


def test_an_address_with_two_ids_has_a_test_with_another_parent() -> None:
    lacking = [address.name for address in with_ids() if len(address.ids) > 1 and address.name not in CROSS_PARENT]
    assert not lacking, f"Write a test with the child of another parent, and name it in CROSS_PARENT: {lacking}"


# ---- lists, counts and searches do not confirm what is invisible ----


@pytest.mark.parametrize("role", OUTSIDERS)
@time_machine.travel(datetime(2026, 11, 24, 10, 0, tzinfo=UTC), tick=False)
def test_every_page_without_a_number_is_the_same_with_and_without_the_other_client(role: str, db: None) -> None:
    making.chains()
    about = making.category()
    _garage, theirs = making.outsiders()
    browser = Browser()
    browser.force_login(theirs[role])

    def pages() -> dict[str, tuple[int, bytes]]:
        seen = {}
        for address in without_ids():
            cache.clear()
            for query in ("", "?q=Outlook", "?q=Hopveld", "?view=all"):
                answer = browser.get(reverse(address.name) + query)
                seen[address.name + query] = (answer.status_code, without_what_changes(answer.content))
        return seen

    without = pages()
    making.insiders(about)
    with_it = pages()

    assert [name for name in without if without[name] != with_it[name]] == []


# ---- words of the firm reach no client person ----


@pytest.mark.parametrize("role", ["requester", "contact", "outsider_requester", "outsider_contact", "anonymous"])
def test_words_of_the_firm_stand_in_no_byte_that_a_client_person_gets(role: str, stage: Stage) -> None:
    inside = stage.answer("fso", "GET", reverse("tickets:show", args=[stage.ticket.pk]))
    assert CANARY in inside.content.decode(), "the canary is not even there"
    for address in all_addresses().values():
        for method in ("GET", "POST"):
            for headers in ({}, {"HTTP_HX_REQUEST": "true"}):
                answer = stage.answer(role, method, address.path(stage), **headers)
                said = answer.content.decode(errors="replace") + str(answer.headers)
                assert CANARY not in said, f"{method} {address.name} {headers}"


# ---- rights are today's ----

Loss = Callable[[Stage], object]
LOSSES: dict[str, tuple[str, Loss]] = {
    "the FSO's assignment ends": (
        "fso",
        lambda stage: sites.end_assignment(Assignment.objects.get(person=stage.people["fso"]), actor=None),
    ),
    "the engineer's assignment ends": (
        "engineer",
        lambda stage: sites.end_assignment(Assignment.objects.get(person=stage.people["engineer"]), actor=None),
    ),
    "the manager's assignment ends": (
        "ict_manager",
        lambda stage: sites.end_assignment(Assignment.objects.get(person=stage.people["ict_manager"]), actor=None),
    ),
    "the desk loses its role": (
        "desk",
        lambda stage: people.set_roles(stage.people["desk"], roles=["engineer"], actor=None),
    ),
    "the requester leaves": (
        "requester",
        lambda stage: sites.end_membership(Membership.objects.get(person=stage.people["requester"]), actor=None),
    ),
    "the contact leaves": (
        "contact",
        lambda stage: sites.end_membership(Membership.objects.get(person=stage.people["contact"]), actor=None),
    ),
    "the FSO is deactivated": ("fso", lambda stage: people.deactivate(stage.people["fso"], actor=None)),
    "the requester is deactivated": (
        "requester",
        lambda stage: people.deactivate(stage.people["requester"], actor=None),
    ),
}
# What people of the firm keep, whomever they serve.
KEPT = {"accounts:photo"}


@pytest.mark.parametrize("loss", LOSSES)
def test_a_right_that_is_lost_closes_every_door_at_the_next_request(loss: str, stage: Stage) -> None:
    """The doors are all addresses with a number: a new one is asked as soon as it exists."""
    role, lose = LOSSES[loss]
    stage.browser(role)
    before = {
        (address.name, method): stage.answer(role, method, address.path(stage)).status_code
        for address in with_ids()
        for method in ("GET", "POST")
    }
    wrong = [door for door, status in before.items() if door in expected() and status != expected()[door][role]]
    assert not wrong, "not as in the table, before anything was lost"

    lose(stage)

    for address in with_ids():
        path, never = address.path(stage), address.path(stage, **dict.fromkeys(address.ids, NEVER))
        cache.clear()  # so many doors at once are too many: what is asked here is whether they are shut
        for method in ("GET", "POST"):
            after = stage.answer(role, method, path)
            if address.name in KEPT and after.status_code == 200 and stage.people[role].is_of_firm:
                continue
            nothing = stage.answer(role, method, never)
            assert alike((after, path), (nothing, never)), f"{method} {path}: {loss}"
            assert after.status_code in {302, 401, 404, 405}, f"{method} {path}: {loss}"
            assert after.status_code != 302 or after["Location"].startswith("/sign-in/"), f"{method} {path}: {loss}"


# Doors that are no address with a number: how one comes in, and what is sent out.
OTHER_DOORS: dict[str, Callable[[Stage, str], bool]] = {
    "a session that is open": lambda stage, role: stage.answer(role, "GET", "/me/").status_code == 200,
    "an API token": lambda stage, role: AuthToken.objects.filter(user=stage.people[role]).exists(),
}


@pytest.mark.parametrize("door", OTHER_DOORS)
@pytest.mark.parametrize("loss", [loss for loss in LOSSES if "deactivated" in loss or "leaves" in loss])
def test_who_is_gone_is_gone_from_the_doors_without_a_number(loss: str, door: str, stage: Stage) -> None:
    role, lose = LOSSES[loss]
    AuthToken.objects.create(user=stage.people[role])
    assert OTHER_DOORS[door](stage, role)
    lose(stage)
    assert not OTHER_DOORS[door](stage, role)
