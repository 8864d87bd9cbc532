"""Beside a ticket: when its clock ran, which promise was broken, and where its time went."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client as Browser
from django.utils import timezone

from accounts.models import User
from sites import actions as clients
from sites.models import Client, Site
from tests.budgets import within_budget
from tickets import actions
from tickets.clock_story import Story, story_of
from tickets.models import Category, Impact, Ticket, Urgency

SignIn = Callable[[User], Browser]
MONDAY = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)  # 09:00 in Brussels


def after(**span: float) -> datetime:
    return MONDAY + timedelta(**span)


@pytest.fixture
def broken(brewery_site: Site, requester: User) -> Ticket:
    """A P2 of Monday 09:00 that nobody has, due that day at 17:00."""
    told = actions.Report(what="No mail", impact=Impact.TEAM, urgency=Urgency.STOPPED, site=brewery_site)
    return actions.report(told, client=brewery_site.client, actor=requester, at=MONDAY)


def told(ticket: Ticket, at: datetime) -> Story:
    with time_machine.travel(at, tick=False), timezone.override("Europe/Brussels"):
        return story_of(Ticket.objects.get(pk=ticket.pk), at)


def words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_a_late_ticket_says_which_promise_was_broken_since_when_and_that_nobody_had_it(
    broken: Ticket, fso: User
) -> None:
    actions.assign(broken, to=fso, actor=None, at=after(hours=5))
    actions.answer(broken, body="I look at it.", actor=fso, at=after(minutes=30))
    actions.start(broken, actor=fso, at=after(hours=7))

    story = told(broken, after(days=1, hours=2))

    assert story.broken == "Late since today 08:30: the solution was due yesterday 17:00."
    assert story.reasons == ["For 5 h nobody had it.", "For 3 h 30 it was in progress."]
    assert story.resolution.minutes == 8 * 60 + 150


def test_before_the_first_answer_that_promise_is_the_one_that_is_told(broken: Ticket) -> None:
    story = told(broken, after(hours=2))

    assert story.broken == "Late since today 10:00: the first answer was due today 10:00."
    assert story.reasons == ["For 2 h nobody had it."]


def test_answered_late_the_solution_that_still_runs_late_is_told_first(broken: Ticket, fso: User) -> None:
    actions.answer(broken, body="I look at it.", actor=fso, at=after(hours=3))

    assert told(broken, after(hours=4)).broken == "The first answer came late: it was due today 10:00."
    assert told(broken, after(days=1)).broken.startswith("Late since today 08:30: the solution was due")


def test_in_time_nothing_is_broken(broken: Ticket, fso: User) -> None:
    actions.answer(broken, body="I look at it.", actor=fso, at=after(minutes=30))

    story = told(broken, after(hours=1))

    assert (story.broken, list(story.reasons)) == ("", [])
    assert [(one.state.value, one.counted) for one in story.stretches] == [("running", timedelta(hours=1))]


def test_solved_late_it_says_so_and_reopened_the_stretches_add_up(broken: Ticket, fso: User, requester: User) -> None:
    actions.resolve(broken, how="A new profile.", minutes=5, actor=fso, at=after(days=1, hours=1))
    assert told(broken, after(days=2)).broken == "The first answer came late: it was due Mon 10:00."
    actions.reopen(broken, reason="Again.", actor=requester, at=after(days=3))

    story = told(broken, after(days=3, hours=1))

    assert [one.state.value for one in story.stretches] == ["running", "stopped", "running"]
    assert sum((one.counted for one in story.stretches), timedelta()) == story.resolution.counted


def test_a_solved_ticket_is_told_with_what_was_known_when_it_was_solved(
    broken: Ticket, fso: User, administrator: User
) -> None:
    actions.resolve(broken, how="A new profile.", minutes=5, actor=fso, at=after(days=1, hours=1))
    before = told(broken, after(days=2))
    clients.add_closing_day(broken.client, day=MONDAY.date(), actor=administrator, at=after(days=2))

    story = told(broken, after(days=3))

    assert story.resolution.minutes == before.resolution.minutes == 8 * 60 + 90
    assert story.resolution.is_late


def test_a_cancelled_ticket_has_no_sum_but_still_its_stretches(broken: Ticket, fso: User) -> None:
    actions.cancel(broken, reason="Twice.", actor=fso, at=after(minutes=10))

    story = told(broken, after(days=1))

    assert story.broken == ""
    assert story.resolution.target is None
    assert [one.state.value for one in story.stretches] == ["running", "void"]


def test_the_page_tells_it_beside_the_ticket_and_alone_without_a_script(
    broken: Ticket, fso: User, sign_in: SignIn
) -> None:
    address = f"/tickets/{broken.pk}/clock/"
    with time_machine.travel(after(days=1, hours=2), tick=False):
        browser = sign_in(fso)
        ticket = browser.get(f"/tickets/{broken.pk}/").content.decode()
        part = browser.get(address, headers={"HX-Request": "true"}).content.decode()
        page = browser.get(address).content.decode()

    assert f'hx-get="{address}"' in ticket
    assert f'<a href="{address}">' in ticket
    assert "Late since yesterday 10:00: the first answer was due yesterday 10:00." in words(part)
    assert "yesterday 09:00 to today 11:00 ran: 10 h 30 counted 630 of 480 min used" in words(part)
    assert "<html" not in part
    assert words(part) in words(page)


def test_the_head_of_the_card_says_how_much_service_time_is_left_and_until_when(
    broken: Ticket, fso: User, sign_in: SignIn
) -> None:
    actions.answer(broken, body="I look at it.", actor=fso, at=after(minutes=1))
    actions.override_priority(broken, priority=3, reason="Two people.", actor=fso, at=after(minutes=2))

    with time_machine.travel(after(hours=7), tick=False):
        page = words(sign_in(fso).get(f"/tickets/{broken.pk}/").content.decode())

    assert "Solution due 9 h left, until tomorrow 16:30" in page


def test_what_is_due_at_closing_and_answered_at_night_was_in_time(
    brewery_site: Site, requester: User, fso: User, sign_in: SignIn
) -> None:
    told = actions.Report(what="No mail", impact=Impact.TEAM, urgency=Urgency.STOPPED, site=brewery_site)
    ticket = actions.report(told, client=brewery_site.client, actor=requester, at=after(hours=7))
    actions.resolve(ticket, how="Done.", minutes=1, actor=fso, at=after(hours=12))

    page = sign_in(fso).get(f"/tickets/{ticket.pk}/").content.decode()

    assert page.count("on time") == 2


def test_the_story_asks_as_often_however_much_happened(
    broken: Ticket, fso: User, stand_in: User, sign_in: SignIn
) -> None:
    def add_rows(count: int) -> None:
        for number in range(count):
            actions.assign(broken, to=[fso, stand_in][number % 2], actor=fso)

    within_budget("tickets:clock", sign_in(stand_in), f"/tickets/{broken.pk}/clock/", add_rows, at_most=7)


def test_earlier_tickets_of_the_person_and_of_the_place_are_told_with_how_they_were_solved(
    brewery_site: Site, brewery: Client, requester: User, colleague: User, fso: User, sign_in: SignIn
) -> None:
    for number in range(7):
        hers = actions.Report(what=f"Hers {number}", site=brewery_site)
        made = actions.report(hers, client=brewery, actor=requester, at=after(hours=number))
        actions.resolve(made, how=f"So {number}", minutes=1, is_public=False, actor=fso, at=after(hours=number))
    theirs = actions.Report(what="Of Joke", site=brewery_site)
    actions.report(theirs, client=brewery, actor=colleague, at=after(hours=8))
    elsewhere = actions.Report(what="Of no place")
    actions.report(elsewhere, client=brewery, actor=colleague, at=after(hours=8))
    ticket = actions.report(hers, client=brewery, actor=requester, at=after(hours=9))
    later = actions.Report(what="Later", site=brewery_site)
    actions.report(later, client=brewery, actor=requester, at=after(hours=10))

    address = f"/tickets/{ticket.pk}/earlier/"
    part = words(sign_in(fso).get(address, headers={"HX-Request": "true"}).content.decode())

    of_person, of_site = part.split("Of others in")
    assert re.findall(r"Hers \d", of_person) == ["Hers 6", "Hers 5", "Hers 4", "Hers 3", "Hers 2"]
    assert "So 6" in of_person
    assert "Of Joke" in of_site
    assert "Joke Van Hove New" in of_site
    assert ("Of no place" in part, "Later" in part) == (False, False)


def test_earlier_tickets_are_only_those_that_the_reader_may_see(
    brewery: Client, requester: User, fso: User, engineer: User, sign_in: SignIn
) -> None:
    secret = actions.Report(what="About a leaver", confidential=True)
    actions.report(secret, client=brewery, actor=requester, at=after(hours=1))
    ticket = actions.report(actions.Report(what="Printer"), client=brewery, actor=requester, at=after(hours=2))

    for person, sees in ((fso, True), (engineer, False)):
        part = sign_in(person).get(f"/tickets/{ticket.pk}/earlier/").content.decode()
        assert ("About a leaver" in part) is sees, person


def test_the_earlier_ones_cost_the_same_for_few_and_many(
    brewery: Client,
    brewery_site: Site,
    requester: User,
    colleague: User,
    fso: User,
    mail_category: Category,
    sign_in: SignIn,
) -> None:
    ticket = actions.report(actions.Report(what="x", site=brewery_site), client=brewery, actor=requester)

    def add_rows(count: int) -> None:
        for number in range(count):
            who = [requester, colleague][number % 2]
            one = actions.Report(what=f"y {number}", site=brewery_site)
            made = actions.report(one, client=brewery, actor=who, at=after(hours=number))
            actions.resolve(made, how="So", minutes=1, actor=fso, at=after(hours=number))

    within_budget("tickets:earlier", sign_in(fso), f"/tickets/{ticket.pk}/earlier/", add_rows, at_most=7)
