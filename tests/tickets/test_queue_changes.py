"""A list that nothing moves by itself: what changed is said, shown when asked for, and what left says where it went."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client as Browser

from accounts.models import User
from sites.models import Client
from tests.budgets import within_budget
from tests.cast import person_of_client
from tickets import actions
from tickets.lifecycle import Status, WaitingFor
from tickets.models import Ticket
from tickets.rows import Row
from tickets.seen import Gone, Seen, in_their_places

SignIn = Callable[[User], Browser]


def seen_of(*tickets: Ticket) -> str:
    return "-".join(f"{one.pk}.{Ticket.objects.get(pk=one.pk).version}" for one in tickets)


def reported(count: int, client: Client, requester: User) -> list[Ticket]:
    return [actions.report(actions.Report(what=f"Number {n}"), client=client, actor=requester) for n in range(count)]


def said(browser: Browser, **asked: str) -> int:
    return int(browser.get("/queue/changes/", {"view": "mine", **asked}).context["count"])


def lines(browser: Browser, **asked: str) -> list[Row | Gone]:
    return list(browser.get("/queue/", {"view": "mine", **asked}).context["rows"])


def test_nothing_changed_says_nothing(brewery: Client, requester: User, fso: User, sign_in: SignIn) -> None:
    browser = sign_in(fso)
    was = seen_of(*reported(2, brewery, requester))

    answer = browser.get("/queue/changes/", {"view": "mine", "seen": was})

    assert answer.context["count"] == 0
    assert "<a" not in answer.content.decode()


def test_what_changed_came_and_left_is_counted_each_once(
    brewery: Client, requester: User, fso: User, sign_in: SignIn
) -> None:
    changes, leaves, stays = made = reported(3, brewery, requester)
    was = seen_of(*made)

    actions.answer(changes, body="I look at it", actor=fso)
    assert said(sign_in(fso), seen=was) == 1
    actions.resolve(leaves, how="Done", minutes=1, actor=fso)
    assert said(sign_in(fso), seen=was) == 2
    reported(1, brewery, requester)
    assert said(sign_in(fso), seen=was) == 3

    page = sign_in(fso).get("/queue/changes/", {"view": "mine", "seen": was}).content.decode()
    assert "3 changed, show" in page
    assert Ticket.objects.get(pk=stays.pk).status == Status.NEW


def test_rows_below_the_page_are_not_of_the_page(brewery: Client, requester: User, fso: User, sign_in: SignIn) -> None:
    above = reported(2, brewery, requester)
    was = seen_of(*above)
    below = reported(1, brewery, requester)[0]

    assert said(sign_in(fso), seen=was, more="1") == 0
    actions.answer(below, body="Hello", actor=fso)
    assert said(sign_in(fso), seen=was, more="1") == 0


def test_a_row_that_one_above_pushed_down_has_not_left(
    brewery: Client, requester: User, fso: User, sign_in: SignIn
) -> None:
    first, second = reported(2, brewery, requester)
    was = seen_of(first, second)
    actions.report(actions.Report(what="Everything is down", impact=1, urgency=1), client=brewery, actor=requester)

    assert said(sign_in(fso), seen=was, more="1") == 1
    assert not [line for line in lines(sign_in(fso), seen=was, rows="2") if line.is_gone]


def test_a_row_that_left_says_in_its_place_where_it_went(
    brewery: Client, requester: User, fso: User, stand_in: User, sign_in: SignIn
) -> None:
    made = reported(4, brewery, requester)
    solved, _stays, waits, handed_on = made
    was = seen_of(*made)
    actions.resolve(solved, how="Done", minutes=1, actor=stand_in)
    actions.reply(solved, body="Thank you", actor=requester)
    until = datetime(2099, 11, 26, 9, 0, tzinfo=UTC)
    Ticket.objects.filter(pk=waits.pk).update(
        status=Status.WAITING, waiting_for=WaitingFor.CUSTOMER, waiting_until=until, in_queue=False
    )
    Ticket.objects.filter(pk=handed_on.pk).update(contact=None)
    actions.assign(handed_on, to=stand_in, actor=fso)
    Ticket.objects.filter(pk=handed_on.pk).update(contact=None)

    shown = lines(sign_in(fso), seen=was)
    page = sign_in(fso).get("/queue/", {"view": "mine", "seen": was}).content.decode()

    assert [line.number for line in shown] == [one.pk for one in made]
    assert [line.is_gone for line in shown] == [True, False, True, True]
    words = {line.number: line.words for line in shown if isinstance(line, Gone)}
    assert words[solved.pk] == "Dario Conti resolved it"
    assert words[waits.pk].startswith("Waiting for the client, until Thu 26 Nov 2099")
    assert words[handed_on.pk] == "Inès Vercammen assigned it to Dario Conti"
    assert f'<a href="/tickets/{solved.pk}/">{solved.pk} Number 0</a>: Dario Conti resolved it' in page
    assert page.count("data-seen=") == 1


def test_what_one_no_longer_sees_tells_nothing_of_itself(ticket: Ticket, outsider_fso: User, sign_in: SignIn) -> None:
    shown = lines(sign_in(outsider_fso), seen=f"{ticket.pk}.1-987654.1")

    assert [(line.number, line.words, line.title, line.url) for line in shown if isinstance(line, Gone)] == [
        (ticket.pk, "You no longer see this ticket.", "", ""),
        (987654, "You no longer see this ticket.", "", ""),
    ]


def test_without_what_was_seen_nothing_is_gone(ticket: Ticket, fso: User, sign_in: SignIn) -> None:
    actions.resolve(ticket, how="Done", minutes=1, actor=fso)

    assert lines(sign_in(fso)) == []


def test_those_that_follow_each_other_stand_in_their_order() -> None:
    gone = {number: Gone(number, "gone") for number in (1, 2, 4)}
    rows = [Row(Ticket(pk=number), "", ()) for number in (3, 5, 9)]

    placed = in_their_places(rows, gone, Seen(dict.fromkeys(range(1, 6), 1)))

    assert [line.number for line in placed] == [1, 2, 3, 4, 5, 9]


@pytest.mark.parametrize(
    "query",
    ["seen=x", "seen=1042", "seen=1042.1.1", "seen=1042.-1", "more=2", "view=call-back", "view=nothing",
     "seen=" + "-".join(f"{number}.1" for number in range(301))],
)  # fmt: skip
def test_what_no_page_showed_is_a_bad_request(query: str, desk: User, sign_in: SignIn) -> None:
    assert sign_in(desk).get(f"/queue/changes/?{query}").status_code == 400


@pytest.mark.parametrize("left", [False, True], ids=["nothing left", "something left"])
def test_asking_again_and_again_costs_the_same_whatever_the_queue_holds(
    left: bool, ticket: Ticket, brewery: Client, fso: User, sign_in: SignIn
) -> None:
    def add_rows(count: int) -> None:
        for number in range(count):
            person = person_of_client(f"Person {number} {count}", f"p{number}-{count}@hopveld.example", brewery)
            actions.report(actions.Report(what="x"), client=brewery, actor=person)

    was = seen_of(ticket)
    if left:
        actions.resolve(ticket, how="Done", minutes=1, actor=fso, at=ticket.opened_at + timedelta(minutes=1))
    name = "tickets:changes left" if left else "tickets:changes"
    within_budget(name, sign_in(fso), "/queue/changes/", add_rows, at_most=5, view="clients", seen=was)


def test_showing_what_left_costs_the_same_for_many_rows(
    brewery: Client, requester: User, fso: User, sign_in: SignIn
) -> None:
    was: list[str] = []

    def add_rows(count: int) -> None:
        made = reported(count, brewery, requester)
        was.append(seen_of(*made))
        for one in made:
            actions.resolve(one, how="Done", minutes=1, actor=fso)

    add_rows(3)
    reported(1, brewery, requester)
    within_budget("tickets:queue show", sign_in(fso), "/queue/", add_rows, at_most=11, view="clients", seen=was[0])
