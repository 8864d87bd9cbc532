"""The ticket's page says who was called, when, and who took it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client as Browser
from django.urls import reverse
from django.utils.html import strip_tags

from accounts.models import User
from escalation import actions
from escalation.models import Alarm
from sites.models import Client
from tests.budgets import within_budget
from tests.cast import person_of_firm
from tests.conftest import SignIn
from tickets import actions as tickets
from tickets.models import Impact, Ticket, TicketEvent, Urgency

MINUTE = timedelta(minutes=1)
FOUR_PAST_TWO = datetime(2026, 11, 25, 1, 4, tzinfo=UTC)  # 02:04 in Brussels, a Wednesday

Read = Callable[..., list[str]]


@pytest.fixture
def at_night(brewery: Client, requester: User, fso: User, desk: User) -> Ticket:
    """A P1, reported at 02:04."""
    told = tickets.Report(what="The server is down", impact=Impact.COMPANY, urgency=Urgency.STOPPED)
    return tickets.report(told, client=brewery, actor=requester, at=FOUR_PAST_TWO)


@pytest.fixture
def read(at_night: Ticket, fso: User) -> Read:
    """Return a function that gives the lines that a person reads, so many minutes after the report."""

    def lines(minutes: float, reader: User = fso) -> list[str]:
        browser = Browser()
        with time_machine.travel(FOUR_PAST_TWO + minutes * MINUTE, tick=False):
            browser.force_login(reader)
            answer = browser.get(address(at_night), headers={"HX-Request": "true"})
        assert answer.status_code == 200
        return [
            " ".join(strip_tags(line).split()) for line in re.findall(r"<li>(.*?)</li>", answer.content.decode(), re.S)
        ]

    return lines


def address(ticket: Ticket) -> str:
    return reverse("escalation:alarm", args=[ticket.pk])


def call(minutes: float) -> None:
    actions.call_due(FOUR_PAST_TWO + minutes * MINUTE)


def test_each_round_has_its_line_and_so_has_who_took_it(at_night: Ticket, read: Read) -> None:
    an = person_of_firm("An Willems", "an@lumen-it.example", "desk")
    assert read(9) == []
    call(10)
    assert read(11) == ["called 02:14, no answer yet An Willems, Marleen Peeters"]
    call(15)
    assert read(16) == [
        "called 02:14, no answer An Willems, Marleen Peeters",
        "called 02:19, no answer yet An Willems, Marleen Peeters",
    ]

    tickets.start(at_night, actor=an, at=FOUR_PAST_TWO + 17 * MINUTE)

    assert read(20) == [
        "called 02:14, no answer An Willems, Marleen Peeters",
        "called 02:19 An Willems, Marleen Peeters",
        "taken by An 02:21",
    ]


def test_of_a_whole_night_the_last_calls_stand_open_and_the_earlier_ones_are_folded(
    at_night: Ticket, read: Read, fso: User, sign_in: SignIn
) -> None:
    for number in range(20):
        call(10 + 5 * number)

    assert len(read(120)) == 20
    page = sign_in(fso).get(address(at_night)).content.decode()
    folded, shown = page.split("<details", 1)[1].split("</details>")
    assert (folded.count("<li>"), shown.count("<li>")) == (15, 5)


def test_another_day_is_named_and_the_time_is_that_of_the_reader(at_night: Ticket, read: Read, engineer: User) -> None:
    call(10)
    User.objects.filter(pk=engineer.pk).update(time_zone="America/New_York", language="en")
    engineer.refresh_from_db()

    assert read(24 * 60)[0].startswith("called Wed 25 Nov 02:14, no answer yet")
    assert read(11, engineer)[0].startswith("called 20:14, no answer yet")
    assert read(6 * 60, engineer)[0].startswith("called Tue 24 Nov 20:14, no answer yet")


@pytest.mark.parametrize("how", ["lowered", "solved"])
def test_how_else_it_ended_is_said(how: str, at_night: Ticket, read: Read, fso: User) -> None:
    call(10)
    at = FOUR_PAST_TWO + 12 * MINUTE
    if how == "lowered":
        tickets.override_priority(at_night, priority=3, reason="One room", actor=fso, at=at)
        last = "no P1 any longer since 02:16"
    else:
        tickets.resolve(at_night, how="The plug", minutes=1, actor=fso, at=at)
        last = "solved or stopped 02:16"

    assert read(13) == ["called 02:14, no answer Marleen Peeters", last]


def test_that_nobody_was_there_to_be_called_is_said(at_night: Ticket, read: Read, desk: User) -> None:
    User.objects.filter(pk=desk.pk).update(is_active=False)
    call(10)

    assert read(11) == ["nobody was there to be called 02:14"]


def test_alone_a_second_time_its_calls_follow_the_first_ones(
    at_night: Ticket, read: Read, fso: User, stand_in: User
) -> None:
    call(10)
    tickets.start(at_night, actor=fso, at=FOUR_PAST_TWO + 12 * MINUTE)
    tickets.assign(at_night, to=stand_in, actor=fso, at=FOUR_PAST_TWO + 20 * MINUTE)
    call(30)

    assert [line.removesuffix(" Marleen Peeters") for line in read(31)] == [
        "called 02:14",
        "taken by Inès 02:16",
        "called 02:34, no answer yet",
    ]


def test_taken_before_anybody_was_called_there_is_nothing_to_say(at_night: Ticket, read: Read, fso: User) -> None:
    tickets.start(at_night, actor=fso, at=FOUR_PAST_TWO + 2 * MINUTE)

    assert Alarm.objects.get().ended_by == fso
    assert read(30) == []


def test_the_page_of_an_unfinished_p1_loads_it_and_no_other_page_does(
    at_night: Ticket, ticket: Ticket, fso: User, sign_in: SignIn, requester: User
) -> None:
    def page(of: Ticket) -> str:
        return sign_in(fso).get(reverse("tickets:show", args=[of.pk])).content.decode()

    assert f'hx-get="{address(at_night)}" hx-trigger="load, every 60s, seen"' in page(at_night)
    assert address(ticket) not in page(ticket)

    tickets.start(at_night, actor=fso)
    assert f'hx-get="{address(at_night)}" hx-trigger="load"' in page(at_night)
    tickets.resolve(at_night, how="The plug", minutes=1, actor=fso)
    assert address(at_night) in page(at_night)
    tickets.confirm(at_night, actor=requester)
    assert address(at_night) not in page(at_night)


def test_without_htmx_it_is_a_page_of_its_own(at_night: Ticket, fso: User, sign_in: SignIn) -> None:
    before = sign_in(fso).get(address(at_night)).content.decode()
    assert "Nobody was called." in before
    call(10)

    after = sign_in(fso).get(address(at_night)).content.decode()
    assert "<html" in after
    assert "no answer yet" in after
    assert reverse("tickets:show", args=[at_night.pk]) in after


@pytest.mark.parametrize("who", ["requester", "contact", "outsider_requester", "outsider_fso", "outsider_engineer"])
def test_for_who_must_not_know_it_does_not_exist(
    who: str, at_night: Ticket, request: pytest.FixtureRequest, sign_in: SignIn
) -> None:
    call(10)
    browser = sign_in(request.getfixturevalue(who))

    answer = browser.get(address(at_night))
    never = browser.get(reverse("escalation:alarm", args=[987_654_321]))

    assert (answer.status_code, never.status_code) == (404, 404)
    assert "Marleen" not in answer.content.decode()
    for path in [reverse("tickets:show", args=[at_night.pk]), f"/api/v1/tickets/{at_night.pk}/"]:
        seen = browser.get(path).content.decode()
        assert "Marleen" not in seen
        assert "p1_called" not in seen


@pytest.mark.parametrize("who", ["fso", "desk", "engineer"])
def test_thirty_calls_cost_no_more_queries_than_three(
    who: str, at_night: Ticket, request: pytest.FixtureRequest, sign_in: SignIn
) -> None:
    rounds = 0

    def add(count: int) -> None:
        nonlocal rounds
        for _ in range(count):
            person_of_firm(f"Colleague {rounds}", f"colleague-{rounds}@lumen-it.example", "desk")
            call(10 + 5 * rounds)
            rounds += 1
        assert TicketEvent.objects.filter(ticket=at_night, kind="p1_called").count() == rounds

    browser = sign_in(request.getfixturevalue(who))
    within_budget(f"escalation:alarm {who}", browser, address(at_night), add, at_most=6)
