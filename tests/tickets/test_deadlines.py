"""Stored deadlines are what the facts give: after every act, after reopening, with what was known when a clock stopped."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command

from accounts.models import User
from sites import actions as clients
from sites.models import Client, Site
from sites.week_text import read_day
from tickets import actions
from tickets.models import Category, Impact, Ticket, Urgency

MONDAY = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)  # 09:00 in Brussels


def checked() -> tuple[int, str]:
    """Return the exit code of the check, and what it printed."""
    out = io.StringIO()
    try:
        call_command("check_deadlines", stdout=out)
    except SystemExit as ended:
        return int(str(ended.code)), out.getvalue()
    return 0, out.getvalue()


def after(**span: int) -> datetime:
    return MONDAY + timedelta(**span)


@pytest.fixture
def broken(brewery_site: Site, requester: User, fso: User) -> Ticket:
    """A P2 of Monday 09:00, due that day at 17:00."""
    told = actions.Report(what="No mail", impact=Impact.TEAM, urgency=Urgency.STOPPED, site=brewery_site)
    return actions.report(told, client=brewery_site.client, actor=requester, at=MONDAY)


def due(ticket: Ticket) -> tuple[datetime | None, datetime | None]:
    kept = Ticket.objects.get(pk=ticket.pk)
    return kept.respond_due_at, kept.resolve_due_at


def test_time_spent_solved_does_not_count_so_a_ticket_that_is_reopened_is_not_late_at_once(
    broken: Ticket, fso: User, requester: User
) -> None:
    assert due(broken) == (after(hours=1), after(hours=8))
    actions.resolve(broken, how="A new profile.", minutes=5, actor=fso, at=after(hours=2))
    actions.reopen(broken, reason="Again.", actor=requester, at=after(days=2))

    # Two of eight hours were used on Monday; on Wednesday it goes on at 09:00, and ends at 15:00.
    assert due(broken)[1] == after(days=2, hours=6)
    assert not Ticket.objects.get(pk=broken.pk).is_late(after(days=2, hours=1))
    assert checked() == (0, "1 right, 0 wrong\n")


def test_another_priority_after_the_answer_does_not_judge_the_answer_again(
    broken: Ticket, fso: User, requester: User
) -> None:
    actions.answer(broken, actor=fso, body="I look at it.", at=after(minutes=30))
    actions.override_priority(broken, priority=4, reason="One printer only.", actor=fso, at=after(hours=1))

    assert due(broken)[0] == after(hours=1)
    assert due(broken)[1] is not None
    assert due(broken)[1] > after(days=3)  # type: ignore[operator]
    assert checked() == (0, "1 right, 0 wrong\n")


def test_raised_and_lowered_again_it_is_as_if_nothing_happened(broken: Ticket, fso: User) -> None:
    before = due(broken)
    actions.override_priority(broken, priority=1, reason="Everybody.", actor=fso, at=after(minutes=10))
    assert due(broken) != before
    actions.override_priority(broken, priority=2, reason="Not everybody.", actor=fso, at=after(minutes=20))

    assert due(broken) == before


def test_a_clock_keeps_what_was_known_when_it_stopped(broken: Ticket, fso: User, administrator: User) -> None:
    client = broken.client
    clients.add_closing_day(client, day=MONDAY.date(), actor=administrator, at=after(hours=1, minutes=1))
    actions.resolve(broken, how="A new profile.", minutes=5, actor=fso, at=after(hours=2))
    solved = due(broken)
    assert solved[1] == after(days=1, hours=7, minutes=30), "the closing day was known when it was solved"

    clients.add_closing_day(client, day=MONDAY.date() + timedelta(days=1), actor=administrator, at=after(days=3))
    actions.recalculate_due()

    assert due(broken) == solved
    assert checked() == (0, "1 right, 0 wrong\n")


def test_the_check_names_a_deadline_that_is_stored_otherwise(broken: Ticket) -> None:
    Ticket.objects.filter(pk=broken.pk).update(resolve_due_at=after(hours=3))

    code, said = checked()

    assert code == 1
    assert said.endswith("0 right, 1 wrong\n")
    assert f"{broken.pk}  resolve_due_at: 2026-11-02 11:00:00+00:00 is stored, 2026-11-02 16:00:00+00:00 is" in said


def test_the_check_agrees_after_everything_that_can_happen(
    broken: Ticket, brewery: Client, fso: User, colleague: User, requester: User, administrator: User,
    server_category: Category, brewery_site: Site,
) -> None:  # fmt: skip
    for number in range(3):
        actions.report(
            actions.Report(what=f"Printer {number}"), client=brewery, actor=requester, at=after(hours=number)
        )
    first, second, third = Ticket.objects.exclude(pk=broken.pk).order_by("pk")
    actions.start(first, actor=fso, at=after(hours=3))
    actions.categorize(first, category=server_category, actor=fso, at=after(hours=3, minutes=5))
    actions.reply(first, body="Any news?", actor=requester, at=after(hours=4))
    actions.say_it_works(second, actor=requester, words="The cable.", at=after(hours=5))
    actions.reopen(second, reason="No.", actor=requester, at=after(days=1))
    actions.cancel(third, reason="Twice.", actor=fso, at=after(days=1))
    clients.set_opening_hours(
        brewery_site, week=(read_day("08:30-12:00"),) * 5 + ((), ()), actor=administrator, at=after(days=1, hours=1)
    )
    actions.recalculate_due()
    actions.record(
        actions.Report(what="By phone", site=Site.objects.get(pk=brewery_site.pk)), client=brewery, requester=requester, channel="phone", actor=fso,
        at=after(days=2),
    )  # fmt: skip

    assert checked() == (0, "5 right, 0 wrong\n")


def test_what_is_due_at_closing_is_not_late_over_the_night(broken: Ticket, fso: User) -> None:
    for spoken in (1, 7 * 60):  # the next word to the client is due after that
        actions.answer(broken, actor=fso, body="I look at it.", at=after(minutes=spoken))
    closing, opening = after(hours=8), after(hours=23, minutes=30)
    assert due(broken)[1] == closing

    for at, is_late in [
        (closing, False),
        (closing + timedelta(hours=5), False),
        (opening, False),
        (opening + timedelta(seconds=1), True),
    ]:
        assert Ticket.objects.get(pk=broken.pk).is_late(at) is is_late, at
        assert Ticket.objects.late(at).exists() is is_late, at


def test_where_the_client_solved_it_before_any_answer_there_is_no_answer_to_be_late_with(
    broken: Ticket, requester: User
) -> None:
    actions.say_it_works(broken, actor=requester, at=after(minutes=20))
    actions.reopen(broken, reason="Again.", actor=requester, at=after(days=2))

    assert due(broken)[0] is None
    assert not Ticket.objects.get(pk=broken.pk).is_late(after(days=2, hours=1))
    assert checked() == (0, "1 right, 0 wrong\n")


def test_the_first_answer_is_judged_by_what_was_known_when_it_came(
    broken: Ticket, fso: User, administrator: User
) -> None:
    clients.add_closing_day(broken.client, day=MONDAY.date(), actor=administrator, at=after(minutes=5))
    actions.answer(broken, actor=fso, body="I look at it.", at=after(minutes=10))

    assert due(broken)[0] == after(days=1, minutes=30), "before the deadlines were worked out in the background"
    assert checked() == (0, "1 right, 0 wrong\n")
