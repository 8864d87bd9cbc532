"""All clients of a manager, those that need him first."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from accounts.models import User
from reports.figures import Share
from reports.periods import Named, named
from reports.queries import Standing, client_report, portfolio
from reports.standing import Need, Position
from sites.models import Client, Function, Site
from tests.budgets import within_budget
from tests.cast import make_client, person_of_client, serves
from tests.conftest import SignIn
from tests.reports.conftest import moment
from tickets import actions
from tickets.filters import TicketFilter
from tickets.models import Impact, Ticket, Urgency

NOW = moment(7, 20, 9)


def position(critical: int = 0, late: int = 0, now: int = 0, before: int = 0) -> Position:
    return Position(critical, late, now, before, received=0, in_time=Share(0, 0))


@pytest.mark.parametrize(
    ("where", "need"),
    [
        (position(critical=1, late=9, now=10), Need.CRITICAL),
        (position(late=1, now=9, before=0), Need.LATE),
        (position(now=9, before=2), Need.GROWING),
        (position(now=3, before=2), Need.STEADY),
        (position(), Need.STEADY),
    ],
)
def test_each_client_says_its_most_pressing_reason(where: Position, need: Need) -> None:
    assert where.need == need


def test_the_worst_stands_first() -> None:
    worst_first = [
        position(critical=2),
        position(critical=1, late=5),
        position(critical=1),
        position(late=3),
        position(late=1),
        position(now=9, before=2),
        position(),
    ]

    best_first = worst_first[::-1]
    assert sorted(best_first, key=lambda one: one.rank) == worst_first


def ask(client: Client, at: datetime, *, what: str = "Outlook does not open", everybody: bool = False) -> Ticket:
    """Somebody of this client reports; everybody: nothing works for anyone."""
    person = User.objects.filter(memberships__client=client).order_by("pk").first()
    assert person is not None
    impact, urgency = (Impact.COMPANY, Urgency.STOPPED) if everybody else (Impact.PERSON, Urgency.DIFFICULT)
    told = actions.Report(what=what, impact=impact, urgency=urgency)
    return actions.report(told, client=client, actor=person, at=at)


def clients_of(manager: User, count: int) -> list[Client]:
    """More clients for this manager, each with one person."""
    made = []
    for _ in range(count):
        number = Client.objects.count()
        client = make_client(f"Client {number:03}", f"client{number}.example", "Gent")
        person_of_client("Ann Maes", f"ann@client{number}.example", client)
        serves(manager, client, Function.ICT_MANAGER)
        made.append(client)
    return made


def standings_of(manager: User, clients: list[Client]) -> list[Standing]:
    return portfolio(manager, clients, Named.THIS_MONTH, NOW).standings


def test_an_open_critical_ticket_then_late_ones_then_a_growing_backlog(ict_manager: User) -> None:
    steady, growing, late, critical = clients_of(ict_manager, 4)
    ask(steady, moment(7, 20, 8))
    for _ in range(3):
        ask(growing, moment(7, 20, 8))
    ask(late, moment(7, 1))
    ask(critical, moment(7, 20, 8), everybody=True)

    found = standings_of(ict_manager, [steady, growing, late, critical])

    assert [standing.client for standing in found] == [critical, late, growing, steady]
    assert [standing.need for standing in found] == [Need.CRITICAL, Need.LATE, Need.GROWING, Need.STEADY]
    assert [standing.position.open for standing in found] == [1, 1, 3, 1]


def test_numbers_lead_to_as_many_tickets(ict_manager: User) -> None:
    (client,) = clients_of(ict_manager, 1)
    for at in (moment(3, 2), moment(6, 30, 21, 59), moment(6, 30, 22), moment(7, 19)):
        ask(client, at)
    actions.resolve(ask(client, moment(7, 2)), how="Done.", minutes=5, actor=None, at=moment(7, 3))
    actions.resolve(ask(client, moment(6, 2)), how="Done.", minutes=5, actor=None, at=moment(7, 3))

    (standing,) = standings_of(ict_manager, [client])

    def listed(where: TicketFilter) -> int:
        return where.narrow(Ticket.objects.visible_to(ict_manager), at=NOW).count()

    assert standing.position.open == listed(standing.where["open"]) == 4
    assert standing.position.open_before == listed(standing.where["open_before"]) == 3
    assert standing.position.received == listed(standing.where["received"]) == 3
    assert standing.position.late == listed(standing.where["late"]) == 3
    assert standing.months == [0, 1, 0, 0, 2, 3]
    assert standing.position.in_time == Share(1, 5)


def test_clients_of_two_zones_have_their_own_midnight(ict_manager: User) -> None:
    here, there = clients_of(ict_manager, 2)
    Client.objects.filter(pk=there.pk).update(time_zone="America/New_York")
    there.refresh_from_db()
    for client in (here, there):
        ask(client, datetime(2026, 7, 1, 1, tzinfo=UTC))  # 30 June, 21:00 in New York

    received = {standing.client: standing.position.received for standing in standings_of(ict_manager, [here, there])}

    assert received == {here: 1, there: 0}


def test_what_needs_the_manager_stands_on_top_and_confidential_tickets_do_not(
    ict_manager: User, sign_in: SignIn
) -> None:
    (client,) = clients_of(ict_manager, 1)
    ask(client, moment(7, 1), what="The slow printer")
    ask(client, moment(7, 20, 8), what="The server is down", everybody=True)
    secret = ask(client, moment(7, 1), what="A private matter")
    Ticket.objects.filter(pk=secret.pk).update(confidential=True)

    with time_machine.travel(NOW, tick=False):
        told = sign_in(ict_manager).get(reverse("reports:portfolio")).content.decode()

    assert told.index("The server is down") < told.index("The slow printer")
    assert "A private matter" not in told


def test_another_managers_clients_are_not_there(
    brewery: Client, garage: Client, ict_manager: User, outsider_manager: User, sign_in: SignIn
) -> None:
    told = sign_in(ict_manager).get(reverse("reports:portfolio")).content.decode()

    assert brewery.name in told
    assert garage.name not in told


def test_a_manager_without_clients_reads_why(ict_manager: User, sign_in: SignIn) -> None:
    ict_manager.assignments.update(ends_at=NOW - timedelta(days=400), starts_at=NOW - timedelta(days=500))

    for name in ("reports:portfolio", "reports:list"):
        assert "No clients yet." in sign_in(ict_manager).get(reverse(name)).content.decode()


def test_the_portfolio_makes_as_many_queries_with_many_clients_as_with_few(ict_manager: User, sign_in: SignIn) -> None:
    def add_clients(count: int) -> None:
        for client in clients_of(ict_manager, count):
            ask(client, moment(7, 1))
            assert Site.objects.filter(client=client).exists()

    with time_machine.travel(NOW, tick=False):
        within_budget("reports:portfolio", sign_in(ict_manager), reverse("reports:portfolio"), add_clients, at_most=12)


def test_the_share_in_time_of_a_month_that_has_ended_is_that_of_the_report(
    brewery: Client, requester: User, fso: User, ict_manager: User
) -> None:
    for number in range(25):
        told = actions.Report(what=f"It hangs {number}")
        late = actions.report(told, client=brewery, actor=requester, at=datetime(2026, 10, 5, 9, tzinfo=UTC))
        actions.resolve(late, how="New cable", minutes=5, actor=fso, at=datetime(2026, 11, 10, 9, tzinfo=UTC))
    now = datetime(2026, 11, 24, 10, tzinfo=UTC)
    october, september = named(Named.LAST_MONTH, now.date())

    position = portfolio(ict_manager, [brewery], Named.LAST_MONTH, now).standings[0].position

    assert position.in_time == Share(0, 25)
    report = client_report(ict_manager, brewery, october, september, now)
    assert report.now.resolution_in_time.share == position.in_time
