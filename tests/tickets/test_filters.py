"""The one filter of tickets, and the list of all of them."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import BadRequest
from django.http import QueryDict
from django.test import Client as Browser
from django.utils import timezone

from accounts.models import User
from sites.models import Client, Site
from tests.budgets import within_budget
from tests.cast import person_of_client
from tickets import actions
from tickets.filters import TicketFilter, was_open
from tickets.models import Category, Impact, Ticket, Urgency

SignIn = Callable[[User], Browser]
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def asked(query: str) -> set[str]:
    """The titles of the tickets that this address asks for."""
    found = TicketFilter.read(QueryDict(query)).narrow(Ticket.objects.all())
    return set(found.values_list("title", flat=True))


@pytest.fixture
def made(
    brewery: Client, garage: Client, brewery_site: Site, requester: User, outsider_requester: User, fso: User,
    mail_category: Category,
) -> dict[str, Ticket]:  # fmt: skip
    """One ticket per thing that can be asked for."""
    report = actions.Report

    def of(told: actions.Report, days: int) -> Ticket:
        return actions.report(told, client=brewery, actor=requester, at=NOON - timedelta(days=days))

    solved = of(report(what="Solved", category=mail_category), 10)
    actions.resolve(solved, how="Done", minutes=5, on_the_spot=True, actor=fso, at=NOON - timedelta(days=8))
    back = of(report(what="Back", site=brewery_site), 9)
    actions.resolve(back, how="Done", minutes=5, actor=fso, at=NOON - timedelta(days=7))
    actions.reopen(back, reason="No", actor=requester, at=NOON - timedelta(days=6))
    stopped = of(report(what="Stopped", type="question"), 5)
    actions.cancel(stopped, reason="Twice", actor=fso, at=NOON - timedelta(days=4))
    critical = of(report(what="Critical", impact=Impact.COMPANY, urgency=Urgency.STOPPED), 0)
    phoned = actions.record(
        report(what="Phoned", impact=Impact.PERSON, urgency=Urgency.CAN_WAIT),
        client=garage, requester=outsider_requester, channel="phone", actor=None, at=timezone.now(),
    )  # fmt: skip
    return {"solved": solved, "back": back, "stopped": stopped, "critical": critical, "phoned": phoned}


ALL = {"Solved", "Back", "Stopped", "Critical", "Phoned"}


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", ALL),
        ("client=&site=&q=", ALL),
        ("type=question", {"Stopped"}),
        ("category=none", ALL - {"Solved"}),
        ("priority=1", {"Critical"}),
        ("status=open", {"Back", "Critical", "Phoned"}),
        ("status=solved", {"Solved"}),
        ("status=ended", {"Stopped"}),
        ("channel=phone", {"Phoned"}),
        ("on_the_spot=1", {"Solved"}),
        ("reopened=1", {"Back"}),
        ("event=reopened", {"Back"}),
        ("event=resolved", {"Solved", "Back"}),
        ("event=resolved&event_from=2026-11-17", {"Back"}),
        ("event=resolved&event_until=2026-11-16", {"Solved"}),
        ("opened_from=2026-11-15&opened_until=2026-11-19", {"Back", "Stopped"}),
        ("resolved_from=2026-11-16&resolved_until=2026-11-16", {"Solved"}),
        ("open_at=2026-11-16T11:00:00%2B00:00", {"Solved", "Back"}),
        ("open_at=2026-11-20T13:00:00%2B00:00", {"Back"}),
        ("q=cri", {"Critical"}),
        ("q=CRITICAL", {"Critical"}),
        ("q=critical emma", {"Critical"}),
        ("q=tical", set()),
        ("q=cri nothing", set()),
    ],
)  # fmt: skip
def test_each_parameter_asks_for_what_it_says(made: dict[str, Ticket], query: str, titles: set[str]) -> None:
    assert asked(query) == titles


def test_keys_ask_for_rows_of_that_client_place_category_and_number(
    made: dict[str, Ticket], brewery_site: Site, garage: Client, mail_category: Category
) -> None:
    assert asked(f"client={garage.pk}") == {"Phoned"}
    assert asked(f"site={brewery_site.pk}") == {"Back"}
    assert asked(f"category={mail_category.pk}") == {"Solved"}
    assert asked(f"q={made['stopped'].pk}") == {"Stopped"}
    assert asked(f"numbers={made['stopped'].pk},{made['back'].pk}") == {"Stopped", "Back"}


def test_missed_deadlines_are_those_of_the_row(made: dict[str, Ticket]) -> None:
    assert asked("missed=response") == {
        one.title for one in Ticket.objects.all() if one.respond_due_at and one.responded_at and one.responded_at > one.respond_due_at
    }  # fmt: skip
    assert asked("missed=solution") == {
        one.title for one in Ticket.objects.all() if one.resolve_due_at and one.resolved_at and one.resolved_at > one.resolve_due_at
    }  # fmt: skip
    assert asked("missed=response")


def test_a_day_begins_at_midnight_of_the_clients_zone(made: dict[str, Ticket], brewery: Client) -> None:
    late_evening = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)  # half past midnight in Brussels
    Ticket.objects.filter(pk=made["critical"].pk).update(opened_at=late_evening)

    assert "Critical" in asked(f"client={brewery.pk}&opened_from=2026-11-24")
    Client.objects.filter(pk=brewery.pk).update(time_zone="Europe/London")
    assert "Critical" not in asked(f"client={brewery.pk}&opened_from=2026-11-24")


@pytest.mark.parametrize(
    "query",
    ["nothing=1", "type=bug", "status=waiting", "priority=0", "priority=x", "late=0", "opened_from=yesterday",
     "opened_from=0001-01-01", "opened_until=9999-12-31", "open_at=2026-11-24", "open_at=2026-11-24T10:00", "event=exploded",
     "numbers=1,x", "numbers=", "q=a&q=b", "client=-1", "client=²", "channel=telex", "missed=bus", "category=other",
     "q=" + "a" * 201, "numbers=" + ",".join(["1"] * 501)],
)  # fmt: skip
def test_unknown_repeated_or_malformed_parameters_are_refused(query: str) -> None:
    if query == "numbers=":
        assert TicketFilter.read(QueryDict(query)) == TicketFilter()
        return
    with pytest.raises(BadRequest):
        TicketFilter.read(QueryDict(query))


def test_a_filter_written_as_an_address_reads_as_itself() -> None:
    query = (
        "client=3&type=incident&category=none&priority=2&late=1&opened_from=2026-11-01&open_at=2026-11-24T10:00:00%2B00:00"
        "&numbers=1,2&q=a+b%26c&event=resolved"
    )
    first = TicketFilter.read(QueryDict(query))

    assert TicketFilter.read(QueryDict(first.address())) == first
    assert first.is_set
    assert not TicketFilter().is_set


@pytest.mark.parametrize("hours", [-24 * 30, -24 * 9, -24 * 7 + 1, -24, 0, 24 * 3])
def test_questions_about_one_ticket_and_about_many_agree(made: dict[str, Ticket], hours: int) -> None:
    at = NOON + timedelta(hours=hours)
    every = list(Ticket.objects.select_related("client", "site"))

    assert set(Ticket.objects.late(at)) == {one for one in every if one.is_late(at)}
    assert set(Ticket.objects.all().open()) == {one for one in every if one.is_open}
    assert set(Ticket.objects.all().in_queue()) == {one for one in every if one.in_queue}
    was = {one for one in every if one.opened_at <= at and all(end is None or end > at for end in (one.resolved_at, one.closed_at))}  # fmt: skip
    assert set(Ticket.objects.filter(was_open(at))) == was


def test_the_list_shows_solved_ones_too_newest_first_in_pages(
    made: dict[str, Ticket], desk: User, sign_in: SignIn
) -> None:
    browser = sign_in(desk)

    first = browser.get("/tickets/?rows=3").context
    rest = browser.get(f"/tickets/{first['more_url']}").context

    numbers = [row.ticket.pk for context in (first, rest) for row in context["rows"]]
    assert numbers == sorted((one.pk for one in made.values()), reverse=True)
    assert rest["more_url"] is None


def test_the_list_never_holds_what_one_may_not_see(
    made: dict[str, Ticket], garage: Client, fso: User, sign_in: SignIn
) -> None:
    browser = sign_in(fso)

    assert made["phoned"].pk not in {row.ticket.pk for row in browser.get("/tickets/?rows=100").context["rows"]}
    assert browser.get(f"/tickets/?client={garage.pk}").context["rows"] == []
    assert browser.get(f"/tickets/?numbers={made['phoned'].pk}").context["rows"] == []
    assert garage.name not in browser.get("/tickets/").content.decode()


def test_what_a_figure_asked_for_is_said_and_stays_while_one_narrows(
    made: dict[str, Ticket], fso: User, sign_in: SignIn
) -> None:
    page = sign_in(fso).get("/tickets/?opened_from=2026-11-01&on_the_spot=1").content.decode()

    assert "opened from Sunday 1 November" in page
    assert '<input type="hidden" name="opened_from" value="2026-11-01">' in page


def test_a_retired_category_that_a_figure_asks_for_stays_chosen(
    made: dict[str, Ticket], mail_category: Category, fso: User, sign_in: SignIn
) -> None:
    Category.objects.filter(pk=mail_category.pk).update(retired_at=timezone.now())

    page = sign_in(fso).get(f"/tickets/?category={mail_category.pk}")

    assert [row.ticket for row in page.context["rows"]] == [made["solved"]]
    assert f'<option value="{mail_category.pk}" selected>as asked</option>' in page.content.decode()


def test_the_list_refuses_what_it_does_not_know(fso: User, sign_in: SignIn) -> None:
    browser = sign_in(fso)

    assert browser.get("/tickets/?view=mine").status_code == 400
    assert browser.get("/tickets/?after=abc").status_code == 400
    assert browser.post("/tickets/").status_code == 405


def test_the_list_asks_the_database_as_often_for_many_rows_as_for_few(
    brewery: Client, fso: User, sign_in: SignIn
) -> None:
    def add_rows(count: int) -> None:
        for number in range(count):
            person = person_of_client(f"Person {number} {count}", f"p{number}-{count}@hopveld.example", brewery)
            actions.report(actions.Report(what="x"), client=brewery, actor=person)

    within_budget("tickets:list", sign_in(fso), "/tickets/", add_rows, at_most=8, rows="100", opened_from="2026-01-01", client=str(brewery.pk))  # fmt: skip


def test_whose_it_is_narrows_pages_and_a_wait_too(
    ticket: Ticket, critical_ticket: Ticket, fso: User, stand_in: User
) -> None:
    Ticket.objects.filter(pk=critical_ticket.pk).update(assignee=None, contact=None)
    Ticket.objects.filter(pk=ticket.pk).update(
        status="waiting", waiting_for="customer", waiting_until=ticket.opened_at, in_queue=False
    )
    found = Ticket.objects.order_by("pk")

    def asked(query: str, reader: User | None) -> list[int]:
        return [one.pk for one in TicketFilter.read(QueryDict(query)).narrow(found, reader=reader)]

    assert asked("mine=1", fso) == [ticket.pk]
    assert asked("mine=1", stand_in) == asked("mine=1", None) == []
    assert asked("unassigned=1", fso) == [critical_ticket.pk]
    assert asked("waiting=1", fso) == [ticket.pk]
    assert asked("waiting=1&unassigned=1", fso) == []
