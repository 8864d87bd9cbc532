"""Deadlines follow the hours of the place: worked out again in the background, those that stopped stay as they were."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from accounts.models import User
from sites import actions as clients
from sites.models import Client, Site
from sites.week_text import read_day
from tests.conftest import SignIn
from tickets import actions
from tickets.actions import recalculating, storing
from tickets.actions.recalculating import AT_ONCE
from tickets.models import Recalculation, Ticket, TicketEvent

HALF_DAYS = (read_day("08:30-12:00"),) * 5 + ((), ())


@pytest.fixture
def ticket(brewery_site: Site, requester: User, fso: User) -> Ticket:
    """A ticket of the brewery, in the face's hands, of the only place it has."""
    return actions.report(actions.Report(what="Outlook does not open"), client=brewery_site.client, actor=requester)


def deadlines(ticket: Ticket) -> tuple[datetime | None, datetime | None]:
    kept = Ticket.objects.get(pk=ticket.pk)
    return kept.respond_due_at, kept.resolve_due_at


def test_other_hours_move_the_deadlines_in_the_background(
    ticket: Ticket, brewery_site: Site, administrator: User
) -> None:
    before, version = deadlines(ticket), Ticket.objects.get(pk=ticket.pk).version
    clients.set_opening_hours(brewery_site, week=HALF_DAYS, actor=administrator)
    assert deadlines(ticket) == before, "not inside the request"

    actions.recalculate_due()

    now = Ticket.objects.get(pk=ticket.pk)
    assert before[1]
    assert now.resolve_due_at
    assert now.resolve_due_at > before[1]
    assert now.queue_due_at == min(now.respond_due_at or now.resolve_due_at, now.resolve_due_at)
    assert now.version == version, "nobody who writes just now is told that somebody changed it"


def test_closing_days_and_the_window_move_them_too(ticket: Ticket, administrator: User) -> None:
    resolve_due_at = deadlines(ticket)[1]
    assert resolve_due_at
    for change in ("closed", "reopened", "window"):
        before = deadlines(ticket)[1]
        if change == "closed":
            row = clients.add_closing_day(ticket.client, day=resolve_due_at.date(), actor=administrator)
        elif change == "reopened":
            clients.withdraw_closing_day(row, actor=administrator)
        else:
            clients.set_service_window(week=HALF_DAYS, actor=administrator)
        actions.recalculate_due()
        assert deadlines(ticket)[1] != before, change
        if change == "reopened":
            assert deadlines(ticket)[1] == resolve_due_at


def test_a_clock_that_stopped_stays_as_it_was(
    ticket: Ticket, fso: User, brewery_site: Site, administrator: User
) -> None:
    actions.answer(ticket, actor=fso, body="I look at it.")
    answered = deadlines(ticket)
    clients.set_opening_hours(brewery_site, week=HALF_DAYS, actor=administrator)
    actions.recalculate_due()
    assert deadlines(ticket)[0] == answered[0]
    assert deadlines(ticket)[1] != answered[1]

    actions.resolve(ticket, how="A new cable.", minutes=5, actor=fso)
    solved = deadlines(ticket)
    clients.set_service_window(week=(read_day("10:00-11:00"),) * 5 + ((), ()), actor=administrator)
    actions.recalculate_due()
    assert deadlines(ticket) == solved


def test_asked_again_before_it_is_done_it_begins_anew_and_is_done_once(
    ticket: Ticket, brewery: Client, administrator: User
) -> None:
    for _twice in range(2):
        actions.ask_recalculation(brewery)
    assert Recalculation.objects.count() == 1

    actions.recalculate_due()
    actions.recalculate_due()

    (row,) = Recalculation.objects.all()
    assert (row.tickets, row.tickets_done, row.done_at is not None) == (1, 1, True)


def test_more_than_are_done_at_once_are_all_done(
    ticket: Ticket, requester: User, brewery: Client, brewery_site: Site, administrator: User
) -> None:
    for number in range(AT_ONCE):
        actions.report(actions.Report(what=f"Printer {number}"), client=brewery, actor=requester)
    events = TicketEvent.objects.count()
    clients.set_opening_hours(brewery_site, week=HALF_DAYS, actor=administrator)

    actions.recalculate_due()

    row = Recalculation.objects.get()
    assert (row.tickets, row.tickets_done) == (AT_ONCE + 1, AT_ONCE + 1)
    assert TicketEvent.objects.count() == events


def test_the_page_of_the_client_says_how_far_it_is(
    ticket: Ticket, brewery: Client, brewery_site: Site, administrator: User, outsider_fso: User, sign_in: SignIn
) -> None:
    browser, address = sign_in(administrator), f"/clients/{brewery.pk}/deadlines/"
    assert browser.get(address).content.strip() == b""

    clients.set_opening_hours(brewery_site, week=HALF_DAYS, actor=administrator)
    assert b"0 of 1 unsolved tickets" in browser.get(address).content

    actions.recalculate_due()
    page = browser.get(address).content.decode()
    assert "was worked out again" in page
    assert "hx-get" not in page
    assert sign_in(outsider_fso).get(address).status_code == 404


def test_the_zone_of_a_place_moves_them_and_its_address_does_not(
    ticket: Ticket, brewery_site: Site, administrator: User
) -> None:
    told: dict[str, Any] = {
        "name": brewery_site.name,
        "address": "Quai 1",
        "time_zone": brewery_site.time_zone,
        "country": brewery_site.country,
        "region": brewery_site.region,
    }
    clients.change_site(brewery_site, actor=administrator, **told)
    assert not Recalculation.objects.exists()

    Ticket.objects.filter(pk=ticket.pk).update(site=brewery_site)
    clients.change_site(brewery_site, actor=administrator, **told | {"time_zone": "America/New_York"})
    before = deadlines(ticket)
    actions.recalculate_due()
    assert deadlines(ticket) != before


def test_one_ticket_that_cannot_be_worked_out_does_not_hold_up_the_others(
    ticket: Ticket, requester: User, brewery: Client, brewery_site: Site, administrator: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    other = actions.report(actions.Report(what="Printer"), client=brewery, actor=requester)
    before = deadlines(other)

    def broken(one: Ticket, at: datetime) -> None:
        if one.pk == ticket.pk:
            raise ValueError("nonsense")
        storing.project_deadlines(one, at)

    monkeypatch.setattr(recalculating, "project_deadlines", broken)
    clients.set_opening_hours(brewery_site, week=HALF_DAYS, actor=administrator)

    actions.recalculate_due()

    assert deadlines(other) != before
    assert Recalculation.objects.get().done_at


def test_what_was_asked_for_anew_meanwhile_is_done_from_the_beginning(
    ticket: Ticket, requester: User, brewery: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    actions.report(actions.Report(what="Printer"), client=brewery, actor=requester)
    actions.ask_recalculation(brewery)
    seen: list[int] = []

    def and_again(number: int) -> bool:
        seen.append(number)
        if len(seen) == 1:
            actions.ask_recalculation(brewery)
        return False

    monkeypatch.setattr(recalculating, "recalculate", and_again)

    actions.recalculate_due()
    actions.recalculate_due()

    assert seen == [ticket.pk, ticket.pk + 1] * 2
    assert Recalculation.objects.get().done_at


def test_there_is_an_end_to_a_run_and_the_next_one_goes_on(
    ticket: Ticket, brewery: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    actions.ask_recalculation(brewery)
    monkeypatch.setattr(recalculating, "BUDGET", timedelta(seconds=-1))
    actions.recalculate_due()
    assert Recalculation.objects.get().done_at is None

    monkeypatch.undo()
    actions.recalculate_due()
    assert Recalculation.objects.get().done_at


@pytest.mark.parametrize("change", ["second place", "country"])
def test_whatever_a_clock_reads_asks_for_it(
    change: str, ticket: Ticket, brewery_site: Site, administrator: User
) -> None:
    client = brewery_site.client
    if change == "second place":
        clients.add_site(client, name="Depot", actor=administrator)
    else:
        told: dict[str, Any] = {
            name: getattr(brewery_site, name) for name in ("name", "address", "time_zone", "region")
        }
        clients.change_site(brewery_site, actor=administrator, country="FR", **told)

    assert Recalculation.objects.filter(client=client, done_at=None).exists()


def test_where_no_ticket_is_unsolved_nothing_is_said(brewery_site: Site, administrator: User, sign_in: SignIn) -> None:
    clients.set_opening_hours(brewery_site, week=HALF_DAYS, actor=administrator)
    address = f"/clients/{brewery_site.client_id}/deadlines/"

    assert sign_in(administrator).get(address).content.strip() == b""
    actions.recalculate_due()
    assert sign_in(administrator).get(address).content.strip() == b""
