"""What is promised, in versions: a ticket keeps the one it was opened under; a mistake is corrected the same day."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.answers import NotAllowed, WrongMoment
from accounts.models import PersonEvent, User
from sites.models import Client, ClientEvent
from tests.tickets.test_deadlines import checked
from tickets import actions
from tickets.models import Impact, PolicyVersion, Target, Ticket, Urgency
from tickets.policies import in_force, terms_of
from tickets.targets import USUAL, Terms

MONDAY = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)  # 09:00 in Brussels
QUICK = tuple(replace(terms, response=15, resolution=120) for terms in USUAL)


def report(client: Client, requester: User, at: datetime) -> Ticket:
    """A P2."""
    told = actions.Report(what="No mail", impact=Impact.TEAM, urgency=Urgency.STOPPED)
    return actions.report(told, client=client, actor=requester, at=at)


def due(ticket: Ticket) -> tuple[datetime | None, datetime | None]:
    kept = Ticket.objects.get(pk=ticket.pk)
    return kept.respond_due_at, kept.resolve_due_at


def test_a_ticket_keeps_the_version_it_was_opened_under(
    brewery: Client, requester: User, fso: User, administrator: User
) -> None:
    before = report(brewery, requester, MONDAY)
    version = actions.set_policy(brewery, agreed=QUICK, actor=administrator, at=MONDAY + timedelta(minutes=1))
    after = report(brewery, requester, MONDAY + timedelta(minutes=2))

    assert due(before) == (MONDAY + timedelta(hours=1), MONDAY + timedelta(hours=8))
    assert due(after) == (MONDAY + timedelta(minutes=17), MONDAY + timedelta(minutes=122))
    assert (before.policy.client, after.policy) == (None, version)
    assert checked() == (0, "2 right, 0 wrong\n")
    event = ClientEvent.objects.get(kind="policy_set")
    assert (event.client, event.actor, event.details) == (
        brewery, administrator, {"policy": version.pk, "corrects": None},
    )  # fmt: skip


def test_another_client_keeps_what_the_firm_promises(brewery: Client, garage: Client, administrator: User) -> None:
    actions.set_policy(brewery, agreed=QUICK, actor=administrator, at=MONDAY)

    assert terms_of(in_force(brewery, MONDAY).pk) == list(QUICK)
    assert terms_of(in_force(garage, MONDAY).pk) == list(USUAL)


def test_the_firms_again_from_a_day_on(brewery: Client, administrator: User) -> None:
    actions.set_policy(brewery, agreed=QUICK, actor=administrator, at=MONDAY)
    actions.set_policy(
        brewery, agreed=(), actor=administrator, starts_at=MONDAY + timedelta(days=7), at=MONDAY + timedelta(days=1)
    )

    assert in_force(brewery, MONDAY + timedelta(days=6)).client == brewery
    assert in_force(brewery, MONDAY + timedelta(days=7)).client is None


def test_the_firms_holds_for_who_has_nothing_of_its_own(brewery: Client, garage: Client, administrator: User) -> None:
    actions.set_policy(brewery, agreed=QUICK, actor=administrator, at=MONDAY)
    slow = tuple(replace(terms, resolution=6000) for terms in USUAL)
    version = actions.set_policy(None, agreed=slow, actor=administrator, at=MONDAY + timedelta(hours=1))

    assert in_force(garage, MONDAY + timedelta(hours=1)) == version
    assert in_force(brewery, MONDAY + timedelta(hours=1)).client == brewery
    assert PersonEvent.objects.get(kind="firm_policy_set").details == {"policy": version.pk, "corrects": None}


def test_a_mistake_is_corrected_the_same_day_and_what_was_opened_under_it_is_judged_anew(
    brewery: Client, requester: User, fso: User, administrator: User
) -> None:
    wrong = actions.set_policy(brewery, agreed=QUICK, actor=administrator, at=MONDAY)
    answered = report(brewery, requester, MONDAY)
    actions.answer(answered, body="I look.", actor=fso, at=MONDAY + timedelta(minutes=20))
    solved = report(brewery, requester, MONDAY)
    actions.resolve(solved, how="Restarted.", minutes=5, actor=fso, at=MONDAY + timedelta(minutes=30))
    assert due(answered)[0] == MONDAY + timedelta(minutes=15)

    right = actions.set_policy(
        brewery, agreed=USUAL, corrects=True, actor=administrator, at=MONDAY + timedelta(hours=2)
    )

    assert right.starts_at == wrong.starts_at
    assert due(answered) == due(solved) == (MONDAY + timedelta(hours=1), MONDAY + timedelta(hours=8))
    assert not Ticket.objects.filter(policy=wrong).exists()
    assert checked() == (0, "2 right, 0 wrong\n")
    assert ClientEvent.objects.latest("pk").details == {"policy": right.pk, "corrects": wrong.pk}


def test_on_another_day_it_is_not_corrected_any_more(brewery: Client, administrator: User) -> None:
    actions.set_policy(brewery, agreed=QUICK, actor=administrator, at=MONDAY)

    with pytest.raises(WrongMoment):
        actions.set_policy(brewery, agreed=USUAL, corrects=True, actor=administrator, at=MONDAY + timedelta(days=1))
    assert PolicyVersion.objects.filter(client=brewery).count() == 1


def test_twice_is_once(brewery: Client, administrator: User) -> None:
    for _again in range(2):
        actions.set_policy(brewery, agreed=QUICK, actor=administrator, shown=0, at=MONDAY)

    assert PolicyVersion.objects.filter(client=brewery).count() == 1
    assert ClientEvent.objects.filter(kind="policy_set").count() == 1


def test_who_saw_another_version_is_told(brewery: Client, administrator: User) -> None:
    actions.set_policy(brewery, agreed=QUICK, actor=administrator, at=MONDAY)

    with pytest.raises(WrongMoment):
        actions.set_policy(brewery, agreed=USUAL, actor=administrator, shown=0, at=MONDAY + timedelta(hours=1))


def test_only_who_sets_up_and_the_manager_of_the_client_may(
    brewery: Client, garage: Client, fso: User, desk: User, ict_manager: User, outsider_manager: User
) -> None:
    for somebody in (fso, desk, outsider_manager):
        with pytest.raises(NotAllowed):
            actions.set_policy(brewery, agreed=QUICK, actor=somebody, at=MONDAY)
    with pytest.raises(NotAllowed):
        actions.set_policy(None, agreed=QUICK, actor=ict_manager, at=MONDAY)

    assert actions.set_policy(brewery, agreed=QUICK, actor=ict_manager, at=MONDAY).entered_by == ict_manager


@pytest.mark.parametrize(
    "nonsense",
    [
        QUICK[1:],
        (*QUICK[1:], replace(QUICK[0], response=0)),
        (*QUICK[1:], replace(QUICK[0], resolution=14)),
        (*QUICK[1:], replace(QUICK[0], next_word=0)),
    ],
    ids=["a priority is missing", "no time", "solved before it is answered", "no time between words"],
)
def test_nonsense_is_no_promise(nonsense: tuple[Terms, ...], brewery: Client, administrator: User) -> None:
    with pytest.raises(ValidationError):
        actions.set_policy(brewery, agreed=nonsense, actor=administrator, at=MONDAY)


def test_the_database_refuses_it_too(brewery: Client) -> None:
    version = PolicyVersion.objects.create(client=brewery, starts_at=MONDAY)

    with pytest.raises(IntegrityError), transaction.atomic():
        Target.of(Terms(1, 30, 29), version).save()
    with pytest.raises(IntegrityError), transaction.atomic():
        PolicyVersion.objects.create(client=None, starts_at=MONDAY, follows_firm=True)


def test_around_the_clock_is_what_the_version_says(
    brewery: Client, requester: User, fso: User, administrator: User
) -> None:
    all_hours = tuple(replace(terms, around_the_clock=terms.priority <= 2) for terms in USUAL)
    actions.set_policy(brewery, agreed=all_hours, actor=administrator, at=MONDAY)
    saturday = datetime(2026, 11, 7, 20, 0, tzinfo=UTC)
    ticket = report(brewery, requester, saturday)
    assert ticket.counts_every_minute
    assert due(ticket) == (saturday + timedelta(hours=1), saturday + timedelta(hours=8))

    actions.override_priority(ticket, priority=3, reason="One only.", actor=fso, at=saturday + timedelta(minutes=5))

    assert not Ticket.objects.get(pk=ticket.pk).counts_every_minute


def test_terms_and_rows_say_the_same(brewery: Client) -> None:
    version = PolicyVersion.objects.create(client=brewery, starts_at=MONDAY)
    odd = [Terms(1, 1, 2, 3, True, frozenset()), Terms(2, 5, 5, None, False, frozenset({"visit", "approval"}))]
    Target.objects.bulk_create(Target.of(terms, version) for terms in odd)

    assert terms_of(version.pk) == odd
