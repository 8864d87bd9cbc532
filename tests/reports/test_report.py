"""The report of one client: its sums, where its figures lead, and who reads it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
import time_machine
from django.urls import reverse

from accounts.models import User
from escalation import actions as second_line
from escalation.models import Escalation, Standing
from reports.figures import Count, Share
from reports.periods import chosen
from reports.queries import ClientReport, client_report
from sites.models import Client
from tests.budgets import within_budget
from tests.conftest import SignIn
from tests.reports.conftest import Opened, moment
from tickets import actions
from tickets.filters import TicketFilter
from tickets.models import Category, Channel, Ticket, Where

SPRING = (date(2026, 4, 1), date(2026, 6, 30))
SUMMER_DAY = moment(7, 20)


def report_of(reader: User, client: Client, days: tuple[date, date] = SPRING) -> ClientReport:
    period, before = chosen(*days)
    return client_report(reader, client, period, before, SUMMER_DAY)


def listed(reader: User, where: TicketFilter | None) -> int:
    """How many tickets the list shows this person for this filter."""
    assert where is not None
    return where.narrow(Ticket.objects.visible_to(reader)).count()


@pytest.fixture
def spring(opened: Opened, fso: User, requester: User, mail_category: Category) -> dict[str, Ticket]:
    """Tickets of every fate around the second quarter of 2026."""
    told = {
        "old, solved in it": opened(moment(3, 20), category=mail_category),
        "old, still open": opened(moment(3, 25)),
        "first instant of it": opened(moment(3, 31, 22)),  # midnight in Brussels
        "last minute of it": opened(moment(6, 30, 21, 59)),
        "after it": opened(moment(6, 30, 22)),
        "solved in it": opened(moment(4, 10), category=mail_category, channel=Channel.PHONE),
        "on the spot": opened(moment(4, 13), channel=Channel.WALK_IN),
        "walk-in, later": opened(moment(4, 14), channel=Channel.WALK_IN),
        "cancelled": opened(moment(5, 4), type="request"),
        "reopened, solved after": opened(moment(5, 11), type="question"),
        "reopened in it, solved in it": opened(moment(5, 12)),
        "confidential": opened(moment(5, 18), confidential=True, category=mail_category),
        "confidential, solved": opened(moment(5, 19), confidential=True),
    }

    def solve(name: str, month: int, day: int, **how: object) -> None:
        actions.resolve(told[name], how="Done.", minutes=10, actor=fso, at=moment(month, day, 11), **how)  # type: ignore[arg-type]

    solve("old, solved in it", 4, 2)
    solve("solved in it", 4, 10)
    solve("on the spot", 4, 13, on_the_spot=True, where=Where.ON_SITE)
    solve("walk-in, later", 4, 20)
    actions.cancel(told["cancelled"], reason="A mistake.", actor=fso, at=moment(5, 5))
    solve("reopened, solved after", 5, 20)
    actions.reopen(told["reopened, solved after"], reason="Not yet.", actor=requester, at=moment(6, 2))
    solve("reopened, solved after", 7, 2)
    solve("reopened in it, solved in it", 5, 20)
    actions.reopen(told["reopened in it, solved in it"], reason="Not yet.", actor=requester, at=moment(6, 2))
    solve("reopened in it, solved in it", 6, 3)
    solve("confidential, solved", 5, 25)
    return told


def test_open_before_plus_received_minus_solved_minus_cancelled_is_what_is_open(
    spring: dict[str, Ticket], brewery: Client, ict_manager: User
) -> None:
    now = report_of(ict_manager, brewery).now

    assert now.open_before.all == 2
    assert now.received == Count(10, hidden=2)
    assert now.solved == Count(6, hidden=1)
    assert now.cancelled.all == 1
    assert now.open_after == Count(5, hidden=1)
    assert now.open_before.all + now.received.all - now.solved.all - now.cancelled.all == now.open_after.all


def test_the_sums_hold_for_every_month_and_one_month_hands_over_to_the_next(
    spring: dict[str, Ticket], brewery: Client, ict_manager: User
) -> None:
    months = [(date(2026, month, 1), date(2026, month, 28)) for month in (2, 3, 4, 5, 6)]
    for days in months:
        now = report_of(ict_manager, brewery, days).now
        assert now.open_before.all + now.received.all - now.solved.all - now.cancelled.all == now.open_after.all

    lines = report_of(ict_manager, brewery).months
    cancelled = {date(2026, 5, 1): 1}
    for earlier, later in pairwise(lines):
        gone = later.solved.all + cancelled.get(later.first, 0)
        assert earlier.open.all + later.received.all - gone == later.open.all


def test_every_figure_leads_to_as_many_tickets_as_it_counts(
    spring: dict[str, Ticket], brewery: Client, ict_manager: User
) -> None:
    report = report_of(ict_manager, brewery)

    for name in ("open_before", "received", "solved", "cancelled", "open_after"):
        count: Count = getattr(report.now, name)
        assert listed(ict_manager, report.where[name]) == count.listed, name
    assert listed(ict_manager, report.where["on_the_spot"]) == report.now.on_the_spot.part == 1
    assert listed(ict_manager, report.where["walked_in"]) == report.now.on_the_spot.whole == 2
    assert listed(ict_manager, report.where["reopened"]) == report.reopened.part == 1
    assert listed(ict_manager, report.where["responded"]) == sum(not row.is_hidden for row in report.now.responded)
    missed = [row for row in report.now.resolution_in_time.missed if not row.is_hidden]
    assert listed(ict_manager, report.where["resolution_missed"]) == len(missed) > 0
    for month in report.months:
        assert listed(ict_manager, month.received_at) == month.received.listed
        assert listed(ict_manager, month.solved_at) == month.solved.listed
        assert listed(ict_manager, month.open_at) == month.open.listed
    for breakdown in report.breakdowns:
        assert sum(line.group.received for line in breakdown.lines) == report.now.received.listed, breakdown.name
        for line in breakdown.lines:
            assert listed(ict_manager, line.received_at) == line.group.received, (breakdown.name, line.words)
            assert listed(ict_manager, line.solved_at) == line.group.solved, (breakdown.name, line.words)


def test_requests_stand_apart_from_incidents_and_questions(
    spring: dict[str, Ticket], brewery: Client, ict_manager: User
) -> None:
    by_type = next(one for one in report_of(ict_manager, brewery).breakdowns if one.name == "type")

    assert {line.words: line.group.received for line in by_type.lines} == {"Incident": 6, "Request": 1, "Question": 1}


def test_confidential_tickets_are_counted_and_listed_only_for_who_may_read_them(
    spring: dict[str, Ticket], brewery: Client, ict_manager: User
) -> None:
    assert report_of(ict_manager, brewery).hidden.all == 2

    actions.assign(spring["confidential"], to=ict_manager, actor=None)

    report = report_of(ict_manager, brewery)
    assert report.hidden.all == 1
    assert report.now.received == Count(10, hidden=1)
    assert listed(ict_manager, report.where["received"]) == 9


def test_phone_calls_and_walk_ins_do_not_flatter_the_first_response(
    spring: dict[str, Ticket], brewery: Client, ict_manager: User
) -> None:
    now = report_of(ict_manager, brewery).now

    assert {row.channel for row in now.responded} == {"portal"}
    assert now.response.n == 4
    assert now.response.median is not None
    assert now.response.median > 0


def test_what_is_unfinished_and_late_counts_as_missed(
    spring: dict[str, Ticket], brewery: Client, ict_manager: User
) -> None:
    in_time = report_of(ict_manager, brewery).now.resolution_in_time

    late_and_open = {spring[name].pk for name in ("old, still open", "first instant of it", "confidential")}
    assert late_and_open <= {row.number for row in in_time.missed}
    assert spring["last minute of it"].pk not in {row.number for row in in_time.missed}
    assert in_time.share.whole == in_time.share.part + len(in_time.missed)


def test_escalations_stand_by_kind_and_by_where_they_ended(
    default_chains: None,
    opened: Opened,
    brewery: Client,
    ict_manager: User,
    fso: User,
    engineer: User,
    mail_category: Category,
    renewal_category: Category,
) -> None:
    def escalate(at: datetime, category: Category, **told: object) -> Escalation:
        offered_at = at + timedelta(hours=1)
        return second_line.escalate(
            opened(at, **told),
            category=category,
            wrong="No mail",
            tried="Again",
            needed="Look",
            actor=fso,
            at=offered_at,
        )

    solved = second_line.pick_up(escalate(moment(4, 7), mail_category), actor=engineer, at=moment(4, 7, 12))
    actions.resolve(solved.ticket, how="Done.", minutes=10, actor=engineer, at=moment(4, 7, 13))
    back = second_line.pick_up(escalate(moment(4, 8), mail_category), actor=engineer, at=moment(4, 8, 12))
    second_line.hand_back(back, done="A rule", needed_on_site="A cable", actor=engineer, at=moment(4, 8, 13))
    escalate(moment(4, 9), mail_category, confidential=True)
    escalate(moment(4, 10), renewal_category)
    escalate(moment(7, 1), mail_category)

    report = report_of(ict_manager, brewery)

    technical, renewals = report.chains
    numbers = {standing: cell.number for standing, cell in technical.cells.items() if cell.number}
    assert numbers == {Standing.OFFERED: 1, Standing.HANDED_BACK: 1, Standing.SOLVED: 1}
    assert (technical.offered.number, renewals.offered.number, report.escalated, report.solved_by_second_line) == (
        3,
        1,
        4,
        1,
    )
    assert listed(ict_manager, technical.offered.where) == 2
    assert listed(ict_manager, technical.cells[Standing.SOLVED].where) == 1
    assert technical.cells[Standing.OFFERED].where is None  # confidential
    assert listed(ict_manager, renewals.offered.where) == 1


def test_hours_stand_apart_by_place(spring: dict[str, Ticket], brewery: Client, ict_manager: User) -> None:
    report = report_of(ict_manager, brewery)

    assert report.hours == [("on_site", 10, 0), ("remote", 70, 0), ("travel", 0, 0)]
    assert report.minutes_worked == 80


def test_an_empty_period_says_none_and_divides_by_nothing(brewery: Client, ict_manager: User, sign_in: SignIn) -> None:
    page = sign_in(ict_manager).get(reverse("reports:show", args=[brewery.pk]))

    assert page.status_code == 200
    assert "Nothing was escalated" in page.content.decode()
    assert report_of(ict_manager, brewery).now.resolution_in_time.share == Share(0, 0)


def test_the_page_leads_to_the_list_with_as_many_rows(
    spring: dict[str, Ticket], brewery: Client, ict_manager: User, sign_in: SignIn
) -> None:
    browser = sign_in(ict_manager)
    where = report_of(ict_manager, brewery).where["received"]
    assert where is not None

    with time_machine.travel(SUMMER_DAY, tick=False):
        page = browser.get(reverse("reports:show", args=[brewery.pk]), {"from": "2026-04-01", "until": "2026-06-30"})
        rows = browser.get(f"{reverse('tickets:list')}?{where.address()}").content.decode()

    told = page.content.decode()
    assert f"{reverse('tickets:list')}?{where.address()}".replace("&", "&amp;") in told
    assert "2 of them confidential, not listed" in told
    shown = {name for name, ticket in spring.items() if f'href="{reverse("tickets:show", args=[ticket.pk])}' in rows}
    assert len(shown) == 8


def test_only_who_manages_the_client_and_administrators_read_its_report(
    brewery: Client,
    ict_manager: User,
    administrator: User,
    outsider_manager: User,
    desk: User,
    fso: User,
    engineer: User,
    contact: User,
    requester: User,
    sign_in: SignIn,
) -> None:
    url, nowhere = reverse("reports:show", args=[brewery.pk]), reverse("reports:show", args=[999_999])

    for refused in (outsider_manager, desk, fso, engineer, contact, requester):
        answer = sign_in(refused).get(url)
        assert answer.status_code == 404, refused
        assert answer.content == sign_in(refused).get(nowhere).content or refused is outsider_manager
    for reader in (ict_manager, administrator):
        assert sign_in(reader).get(url).status_code == 200, reader


def test_a_number_longer_than_any_key_is_not_there(brewery: Client, ict_manager: User, sign_in: SignIn) -> None:
    assert sign_in(ict_manager).get(reverse("reports:show", args=[10**40])).status_code == 404


@pytest.mark.parametrize("name", ["reports:list", "reports:portfolio"])
def test_lists_of_reports_are_for_managers_and_administrators(
    name: str,
    brewery: Client,
    ict_manager: User,
    administrator: User,
    desk: User,
    fso: User,
    contact: User,
    sign_in: SignIn,
) -> None:
    for refused in (desk, fso, contact):
        assert sign_in(refused).get(reverse(name)).status_code == 404
    for reader in (ict_manager, administrator):
        assert sign_in(reader).get(reverse(name), follow=True).status_code == 200


def test_one_client_alone_is_the_report_itself(
    brewery: Client, garage: Client, ict_manager: User, administrator: User, sign_in: SignIn
) -> None:
    answer = sign_in(ict_manager).get(reverse("reports:list"))
    assert (answer.status_code, answer["Location"]) == (302, reverse("reports:show", args=[brewery.pk]))

    assert garage.name in sign_in(administrator).get(reverse("reports:list")).content.decode()


def test_no_name_of_a_colleague_stands_in_a_report(
    spring: dict[str, Ticket], brewery: Client, ict_manager: User, fso: User, requester: User, sign_in: SignIn
) -> None:
    with time_machine.travel(SUMMER_DAY, tick=False):
        for url in (reverse("reports:show", args=[brewery.pk]), reverse("reports:portfolio")):
            told = sign_in(ict_manager).get(url).content.decode()
            assert fso.name not in told
            assert requester.name not in told


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"from": "2026-06-30", "until": "2026-06-01"}, "Choose a day on or after the first one."),
        ({"from": "2026-06-01", "until": "2099-01-01"}, "Choose today or an earlier day."),
        ({"from": "2020-06-01", "until": "2026-01-01"}, "Choose at most three years."),
        ({"from": "0001-01-01", "until": "0001-01-02"}, "Choose a day after 1999."),
        ({"from": "yesterday", "until": "2026-01-01"}, "Enter a valid date."),
        ({"until": "2026-01-01"}, "This field is required."),
        ({"period": "forever"}, "Select a valid choice."),
    ],
)
def test_days_that_cannot_be_are_refused_with_a_sentence(
    asked: dict[str, str], sentence: str, brewery: Client, ict_manager: User, sign_in: SignIn
) -> None:
    answer = sign_in(ict_manager).get(reverse("reports:show", args=[brewery.pk]), asked)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()


@pytest.mark.parametrize("period", ["this_month", "last_month", "this_quarter", "last_quarter", "this_year", ""])
def test_each_period_of_the_list_is_a_page(period: str, brewery: Client, ict_manager: User, sign_in: SignIn) -> None:
    browser = sign_in(ict_manager)

    assert browser.get(reverse("reports:show", args=[brewery.pk]), {"period": period}).status_code == 200


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_reports_only_read(method: str, brewery: Client, ict_manager: User, sign_in: SignIn) -> None:
    browser = sign_in(ict_manager)

    for url in (reverse("reports:show", args=[brewery.pk]), reverse("reports:list"), reverse("reports:portfolio")):
        assert getattr(browser, method)(url).status_code == 405


def test_the_report_makes_as_many_queries_with_many_tickets_as_with_few(
    opened: Opened, brewery: Client, ict_manager: User, fso: User, mail_category: Category, sign_in: SignIn
) -> None:
    def add_tickets(count: int) -> None:
        for number in range(count):
            ticket = opened(moment(7, 1 + number % 15), category=mail_category, confidential=number % 3 == 0)
            if number % 2:
                actions.resolve(ticket, how="Done.", minutes=10, actor=fso, at=moment(7, 17))

    with time_machine.travel(SUMMER_DAY, tick=False):
        within_budget(
            "reports:show", sign_in(ict_manager), reverse("reports:show", args=[brewery.pk]), add_tickets, at_most=20
        )


def test_what_was_opened_again_is_a_part_of_what_was_solved(
    opened: Opened, brewery: Client, fso: User, requester: User, ict_manager: User
) -> None:
    """Solved before the period and opened again in it: not of those solved in it, however many there are."""
    for _ in range(3):
        ticket = opened(moment(3, 20))
        actions.resolve(ticket, how="Done.", minutes=10, actor=fso, at=moment(3, 25))
        actions.reopen(ticket, reason="Not yet.", actor=requester, at=moment(4, 2))
    actions.resolve(ticket, how="Done.", minutes=10, actor=fso, at=moment(4, 3))

    report = report_of(ict_manager, brewery)

    assert (report.reopened.part, report.reopened.whole) == (1, 1)
    assert listed(ict_manager, report.where["reopened"]) == 1
