"""The demo firm keeps its promises: so many clients, people and tickets, something in every list, the same each time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import F

from accounts.models import Role, RoleHeld, User
from demo import firm
from demo.loading import hours, load
from demo.stories import BOOKS
from escalation.models import Chain, Escalation
from notifications.models import Pending
from sites.models import Assignment, Client, Function, Membership, ServiceModel, Site, Standing
from tests.demo.conftest import last_tuesday
from tickets.lifecycle import Status
from tickets.models import CallBack, Category, Message, QuestionKind, SecondLine, Ticket
from tickets.tabs import counts
from visits.models import Visit


def people_with(role: str) -> int:
    return RoleHeld.objects.filter(role=role, user__is_active=True).count()


def test_the_whole_story_keeps_every_promise(whole_story: datetime) -> None:
    now = whole_story
    tickets = Ticket.objects.all()
    three_months = tickets.filter(opened_at__gte=now - timedelta(weeks=13))

    assert Client.objects.filter(opens_at__isnull=False).count() >= 6
    assert set(Client.objects.values_list("service_model", flat=True)) == set(ServiceModel.values)
    assert set(Client.objects.values_list("language", flat=True)) == {"en", "fr", "nl"}
    assert [client.name for client in Client.objects.filter(opens_at__isnull=True)] == ["Kantoor Vermassen"]
    assert Site.objects.count() >= 9
    assert people_with(Role.FSO) == 3
    assert people_with(Role.ENGINEER) == 3
    assert people_with(Role.ICT_MANAGER) == 2
    assert people_with(Role.DESK) == 2
    assert people_with(Role.ADMINISTRATOR) == 1
    assert User.objects.get_queryset().filter(is_team_lead=True).count() == 1
    assert Assignment.objects.filter(function=Function.STAND_IN).exists()
    assert Membership.objects.count() >= 40
    assert Membership.objects.filter(standing=Standing.CONTACT).count() >= 6
    assert Membership.objects.filter(person__email__isnull=True).count() >= 3
    assert Chain.objects.filter(client__isnull=False).exists()
    assert set(Category.objects.values_list("question_kind", flat=True)) == set(QuestionKind.values)
    assert Visit.objects.filter(starts_at__gt=now).exists()
    assert Visit.objects.filter(ends_at__lt=now).exists()

    assert 480 <= three_months.count() <= 560
    assert set(three_months.values_list("requester__language", flat=True)) == {"en", "fr", "nl"}
    assert set(three_months.values_list("channel", flat=True)) == {"portal", "phone", "walk_in"}
    assert three_months.filter(reopen_count__gt=0).count() >= 10
    assert three_months.filter(resolved_at__gt=F("resolve_due_at")).count() >= 10
    assert three_months.filter(status=Status.CANCELLED).exists()
    assert three_months.filter(solved_on_the_spot=True).count() >= 30
    assert three_months.filter(confidential=True).exists()
    assert set(Escalation.objects.values_list("status", flat=True)) == {
        "offered", "picked_up", "handed_back", "solved", "withdrawn",
    }  # fmt: skip
    assert not tickets.filter(updated_at__gt=now).exists(), "nothing happens after now"
    assert Ticket.objects.late(now).exists()


def test_every_list_has_something_to_show(story: datetime) -> None:
    ines, marleen, thibault, yannick = (
        User.objects.get(email=f"{name}@{firm.FIRM_DOMAIN}") for name in ("ines", "marleen", "thibault", "yannick")
    )

    assert all(counts(ines)[tab] for tab in ("mine", "clients", "with-engineers"))
    assert all(counts(marleen)[tab] for tab in ("unassigned", "not-it"))
    assert CallBack.objects.filter(handled_at__isnull=True).count() == 1
    offered = Escalation.objects.filter(status="offered", offers__ended_at__isnull=True)
    assert offered.filter(offers__person=yannick).exists()
    assert offered.filter(offers__person=marleen).exists()
    assert offered.filter(offers__person__email=f"sofie@{firm.FIRM_DOMAIN}").exists()
    assert Ticket.objects.filter(assignee=thibault, second_line=SecondLine.PICKED_UP).exists()
    assert Ticket.objects.filter(contact=ines, second_line=SecondLine.HANDED_BACK).exists()
    assert [ticket.requester.name for ticket in Ticket.objects.open() if ticket.is_unconfirmed] == ["Joke Van Hove"]
    assert Ticket.objects.filter(requester__email="emma@hopveld.example", status=Status.RESOLVED).exists()


def test_tickets_are_numbered_in_the_order_in_which_they_came(story: datetime) -> None:
    opened = list(Ticket.objects.order_by("number").values_list("opened_at", flat=True))

    assert opened == sorted(opened)


def test_only_what_is_fresh_is_told(story: datetime) -> None:
    day_old = datetime.now(UTC) - timedelta(hours=24)

    assert story < day_old, "the story of this test ended days ago"
    assert not Pending.objects.exists()


def test_what_happened_today_is_told(default_chains: None) -> None:
    load(at=datetime.now(UTC), tickets=1)

    assert Pending.objects.exists(), "the server that is down"


def test_the_same_seed_and_moment_tell_the_same_story_and_another_seed_another(
    default_chains: None,
) -> None:
    at = last_tuesday()

    def told(seed: int) -> list[object]:
        with transaction.atomic():
            load(at=at, tickets=30, seed=seed)
            found: list[object] = [_tickets(), _messages(), _escalations()]
            transaction.set_rollback(True)
        return found

    once, again, otherwise = told(7), told(7), told(8)

    assert once == again
    assert once != otherwise


def _tickets() -> list[object]:
    facts = ["title", "status", "priority", "requester__email", "assignee__email", "opened_at", "resolved_at"]
    return list(Ticket.objects.order_by("number").values_list(*facts))


def _messages() -> list[object]:
    return list(Message.objects.order_by("written_at", "pk").values_list("body", "author__email", "written_at"))


def _escalations() -> list[object]:
    return list(Escalation.objects.order_by("offered_at", "pk").values_list("status", "picked_up_by__email"))


def test_a_second_start_does_nothing(story: datetime) -> None:
    before = Ticket.objects.count()
    said = StringIO()

    call_command("load_demo", stdout=said)

    assert "is there" in said.getvalue()
    assert Ticket.objects.count() == before


def test_a_database_with_other_people_is_refused(requester: User) -> None:
    with pytest.raises(CommandError, match="people or clients of its own"):
        call_command("load_demo")

    assert Client.objects.count() == 1


def test_a_moment_without_its_offset_is_refused(db: None) -> None:
    with pytest.raises(CommandError, match="offset"):
        call_command("load_demo", at="2026-11-24T10:05:00", verbosity=0)

    assert not Client.objects.exists()


@pytest.mark.parametrize("language", ["en", "fr", "nl"])
def test_each_language_tells_at_least_25_different_problems(language: str) -> None:
    book = BOOKS[language]
    codes = {subject.code for subject in firm.SUBJECTS}

    assert len({tale.what for tale in book.tales}) >= 25
    assert {tale.subject for tale in book.tales} == codes
    assert any(tale.handover for tale in book.tales if tale.subject == "renewal")


@pytest.mark.parametrize("language", ["en", "fr", "nl"])
def test_every_slot_of_a_text_is_filled(language: str) -> None:
    book = BOOKS[language]
    slots = {name: words[0] for name, words in book.slots.items()}
    handovers = [tale.handover for tale in book.tales if tale.handover]
    texts = [text for tale in book.tales for text in (tale.what, tale.answer, tale.solution)]
    texts += [text for one in handovers for text in (one.wrong, one.tried, one.needed, one.done, one.on_site)]
    texts += [*book.replies, *book.thanks, *book.not_solved, *book.cancelled, *book.notes]

    assert all("{" not in text.format_map(slots) for text in texts)
    assert not [text for text in texts if "!" in text]


@pytest.mark.parametrize("minutes", [1, 60, 510, 511, 2000])
def test_going_back_so_many_opening_minutes_is_the_opposite_of_going_on(minutes: int) -> None:
    at = datetime(2026, 11, 24, 9, 5, tzinfo=UTC)

    assert hours.later(hours.before(at, minutes), minutes) == at


def test_going_back_from_a_night_ends_within_opening_hours() -> None:
    sunday_night = datetime(2026, 11, 22, 22, 0, tzinfo=UTC)

    assert hours.before(sunday_night, 30) == datetime(2026, 11, 20, 15, 30, tzinfo=UTC)  # Friday 16:30 in Brussels
