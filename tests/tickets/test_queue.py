"""The queue page: what can be worked on now, first things first."""

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client as Browser

from accounts.models import User
from sites.models import Client
from tests.budgets import within_budget
from tests.cast import person_of_client
from tickets import actions
from tickets.models import Category, Impact, SecondLine, Ticket, Urgency
from tickets.tabs import counts

SignIn = Callable[[User], Browser]
TUESDAY = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
NEVER = datetime(9999, 1, 1, tzinfo=UTC)


def shown(browser: Browser, **asked: str) -> list[int]:
    return [row.ticket.pk for row in browser.get("/queue/", asked).context["rows"]]


def independent_order(tickets: list[Ticket]) -> list[int]:
    """DESIGN.md, "The order of the queue", written once more without any of our code."""

    def place(one: Ticket) -> tuple[object, ...]:
        in_hand = one.status == "in_progress" and one.assignee_id is not None
        due = [one.resolve_due_at or NEVER, (one.respond_due_at or NEVER) if one.responded_at is None else NEVER]
        alone = one.priority == 1 and not in_hand
        return (not alone, one.priority, one.second_line != "handed_back", min(due), one.opened_at, one.pk)

    working = [one for one in tickets if one.status in ("new", "open", "in_progress")]
    return [one.pk for one in sorted(working, key=place)]


def some_tickets(
    count: int, client: Client, people: list[User], workers: list[User], categories: list[Category], seed: int
) -> None:
    """Report tickets over a week and let some things happen to them, all through actions."""
    dice = random.Random(seed)
    for number in range(count):
        at = TUESDAY - timedelta(minutes=dice.choice([0, 0, 30, 600, 4000, 9000]))
        told = actions.Report(
            what=f"Number {number}",
            impact=dice.choice(Impact.values),
            urgency=dice.choice(Urgency.values),
            category=dice.choice([None, *categories]),
        )
        ticket = actions.report(told, client=client, actor=dice.choice(people), at=at)
        happens = dice.sample(
            ["start", "answer", "assign", "priority", "resolve", "handed_back", "cancel"], dice.randrange(4)
        )
        for act in happens:
            if Ticket.objects.get(pk=ticket.pk).is_open:
                something_happens(ticket, act, worker=dice.choice(workers), dice=dice, at=at)


def something_happens(ticket: Ticket, act: str, *, worker: User, dice: random.Random, at: datetime) -> None:
    if act == "start" and Ticket.objects.get(pk=ticket.pk).status != "in_progress":
        actions.start(ticket, actor=worker, at=at)
    elif act == "answer":
        actions.answer(ticket, body="Hello", actor=worker, at=at)
    elif act == "assign":
        actions.assign(ticket, to=worker, actor=worker, at=at)
    elif act == "priority":
        actions.override_priority(ticket, priority=dice.randint(1, 5), reason="So it is", actor=worker, at=at)
    elif act == "resolve" and dice.random() < 0.3:
        actions.resolve(ticket, how="Done", minutes=5, actor=worker, at=at)
    elif act == "handed_back":
        actions.note_second_line(ticket, SecondLine.HANDED_BACK, actor=worker, at=at)
    elif act == "cancel" and dice.random() < 0.3:
        actions.cancel(ticket, reason="Twice", actor=worker, at=at)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_order_is_that_of_an_independent_sort_and_pages_join_without_a_gap(
    seed: int, brewery: Client, requester: User, colleague: User, fso: User, stand_in: User,
    mail_category: Category, server_category: Category, sign_in: SignIn,
) -> None:  # fmt: skip
    some_tickets(40, brewery, [requester, colleague], [fso, stand_in], [mail_category, server_category], seed)
    expected = independent_order(list(Ticket.objects.all()))
    browser = sign_in(fso)

    paged: list[int] = []
    address: str | None = "/queue/?view=clients&rows=7"
    while address:
        context = browser.get(address).context
        paged += [row.ticket.pk for row in context["rows"]]
        places = [row.place for row in context["rows"]]
        assert places == list(range(len(paged) - len(places) + 1, len(paged) + 1))
        address = f"/queue/{context['more_url']}" if context["more_url"] else None

    assert len(expected) > 20
    assert shown(browser, view="clients", rows="100") == expected
    assert paged == expected


def test_mine_is_what_i_have_or_stay_the_face_of_and_every_p1_that_nobody_has(
    ticket: Ticket, brewery: Client, colleague: User, contact: User, fso: User, stand_in: User, sign_in: SignIn
) -> None:
    actions.assign(ticket, to=stand_in, actor=fso)
    server = actions.Report(what="The server is down", impact=Impact.COMPANY, urgency=Urgency.STOPPED)
    alone = actions.report(server, client=brewery, actor=colleague)
    in_hand = actions.report(server, client=brewery, actor=contact)
    for one in (alone, in_hand):
        Ticket.objects.filter(pk=one.pk).update(assignee=None, contact=None)
    actions.start(in_hand, actor=fso)

    assert shown(sign_in(stand_in)) == [alone.pk, ticket.pk]
    assert shown(sign_in(fso)) == [alone.pk, in_hand.pk, ticket.pk]


def test_each_tab_counts_exactly_what_it_shows(
    brewery: Client, requester: User, fso: User, stand_in: User, desk: User,
    mail_category: Category, not_it_category: Category, sign_in: SignIn,
) -> None:  # fmt: skip
    some_tickets(30, brewery, [requester], [fso, stand_in], [mail_category, not_it_category], 4)
    for one in Ticket.objects.filter(in_queue=True)[:3]:
        actions.note_second_line(one, SecondLine.OFFERED, actor=fso)
    Ticket.objects.filter(in_queue=True, queue_step__gt=2).update(assignee=None)

    for person in (fso, stand_in, desk):
        browser = sign_in(person)
        numbers = counts(person)
        assert numbers == {code: len(shown(browser, view=code, rows="100")) for code in numbers}
        assert any(numbers.values())
    assert numbers["not-it"] > 0
    assert numbers["with-engineers"] == 3


def test_solved_this_week_shows_newest_first_and_nothing_older(
    brewery: Client, requester: User, fso: User, sign_in: SignIn
) -> None:
    with time_machine.travel(TUESDAY, tick=False):
        made = [actions.report(actions.Report(what="x"), client=brewery, actor=requester) for _ in range(3)]
        actions.resolve(made[0], how="Done", minutes=1, actor=fso, at=TUESDAY - timedelta(days=3))
        actions.resolve(made[1], how="Done", minutes=1, actor=fso, at=TUESDAY - timedelta(hours=2))
        actions.resolve(made[2], how="Done", minutes=1, actor=fso)

        assert shown(sign_in(fso), view="solved") == [made[2].pk, made[1].pk]


def test_only_the_unusual_says_at_once_why_it_stands_there(
    ticket: Ticket, critical_ticket: Ticket, fso: User, sign_in: SignIn
) -> None:
    first, second = sign_in(fso).get("/queue/").context["rows"]

    assert (first.ticket, first.why_folded) == (critical_ticket, "")
    assert first.why == "Critical and in nobody’s hands: first, wherever you are"
    assert second.why == ""
    assert second.why_folded.startswith("The first answer is due")


def test_a_late_row_says_so_and_how_late(brewery: Client, requester: User, fso: User, sign_in: SignIn) -> None:
    told = actions.Report(what="x", impact=Impact.PERSON, urgency=Urgency.STOPPED)
    actions.report(told, client=brewery, actor=requester, at=datetime(2026, 11, 24, 8, 0, tzinfo=UTC))

    # P3: first answer within 240 minutes of opening time, so at 12:00 UTC.
    with time_machine.travel(datetime(2026, 11, 24, 12, 25, tzinfo=UTC), tick=False):
        page = sign_in(fso).get("/queue/")

    row = page.context["rows"][0]
    assert (row.clock.state, row.clock.minutes) == ("late", 25)
    assert row.why == "The first answer was due today at 13:00"
    assert "25 min late" in page.content.decode()


def test_the_queue_holds_only_clients_that_one_serves(
    ticket: Ticket, outsider_fso: User, desk: User, sign_in: SignIn
) -> None:
    assert shown(sign_in(outsider_fso), view="clients") == []
    assert shown(sign_in(desk), view="clients") == [ticket.pk]


def test_the_first_tab_is_that_of_the_role(
    fso: User, desk: User, engineer: User, ict_manager: User, sign_in: SignIn
) -> None:
    first = {
        person: sign_in(person).get("/queue/").context["tab"].code for person in (fso, desk, engineer, ict_manager)
    }

    assert first == {fso: "mine", desk: "unassigned", engineer: "mine", ict_manager: "clients"}


def test_the_desk_finds_who_waits_for_a_call_and_others_have_no_such_tab(
    desk: User, fso: User, sign_in: SignIn
) -> None:
    asked = actions.ask_call_back(name="Gilles", work_address="g@x.example", phone="0470 11 22 33", words="No mail")

    page = sign_in(desk).get("/queue/?view=call-back")

    assert list(page.context["call_backs"]) == [asked]
    assert f"/tickets/record/?call_back={asked.pk}" in page.content.decode()
    assert (page.context["tab"].code, page.context["count"]) == ("call-back", 1)
    assert sign_in(fso).get("/queue/?view=call-back").status_code == 400


@pytest.mark.parametrize(
    "query",
    ["view=nothing", "order=title", "after=x", "after=1.2", "after=1.0.5.6.7.8", "after=-1.0.0.0.1", "rows=0", "rows=101",
     "rows=ten", "shown=-1", "client=x", "client=99999999999999999999", "priority=6", "late=yes", "type=bug", "view=mine&view=all",
     f"after=1.1.{2**63}.1.1", "after=1.1.9223372036854775807.9223372036854775807.1"],
)  # fmt: skip
def test_what_is_not_on_the_list_of_parameters_is_a_bad_request(query: str, fso: User, sign_in: SignIn) -> None:
    assert sign_in(fso).get(f"/queue/?{query}").status_code == 400


def test_htmx_gets_the_list_or_only_more_rows_and_history_the_page(ticket: Ticket, fso: User, sign_in: SignIn) -> None:
    browser = sign_in(fso)
    key = "0.0.0.0.0"

    part = browser.get("/queue/?view=mine&type=incident", headers={"HX-Request": "true"}).content.decode()
    more = browser.get(f"/queue/?view=mine&after={key}", headers={"HX-Request": "true"}).content.decode()
    back = browser.get("/queue/", headers={"HX-Request": "true", "HX-History-Restore-Request": "true"}).content.decode()

    assert part.lstrip().startswith('<div id="queue"')
    assert more.lstrip().startswith("<li")
    assert 'hx-swap-oob="true"' in more
    assert "<html" in back


def test_clients_people_have_no_queue(requester: User, contact: User, sign_in: SignIn) -> None:
    assert sign_in(requester).get("/queue/").status_code == 404
    assert sign_in(contact).get("/queue/").status_code == 404
    assert "/sign-in/" in Browser().get("/queue/")["Location"]


def test_looking_at_the_queue_cannot_change_anything(fso: User, sign_in: SignIn) -> None:
    assert sign_in(fso).post("/queue/").status_code == 405


@pytest.mark.parametrize("who", ["fso", "desk"])
def test_the_queue_asks_the_database_as_often_for_many_rows_as_for_few(
    who: str, brewery: Client, fso: User, desk: User, sign_in: SignIn
) -> None:
    def add_rows(count: int) -> None:
        for number in range(count):
            person = person_of_client(f"Person {number} {count}", f"p{number}-{count}@hopveld.example", brewery)
            actions.report(actions.Report(what="x"), client=brewery, actor=person)

    browser = sign_in({"fso": fso, "desk": desk}[who])
    within_budget(
        f"tickets:queue {who}", browser, "/queue/", add_rows, at_most=8,
        view="clients", rows="100", client=str(brewery.pk),
    )  # fmt: skip


def test_the_heading_says_how_many_wait_for_me(
    ticket: Ticket, brewery: Client, requester: User, fso: User, engineer: User, sign_in: SignIn
) -> None:
    engineer.language = "en"
    engineer.save(update_fields=["language"])
    assert "1 ticket waits for you." in sign_in(fso).get("/queue/").content.decode()
    assert "Nothing waits for you." in sign_in(engineer).get("/queue/?view=clients").content.decode()

    actions.report(actions.Report(what="Another"), client=brewery, actor=requester)

    assert "2 tickets wait for you." in sign_in(fso).get("/queue/?view=unassigned").content.decode()
