"""The table of who is told of what, and that rights are asked when the rows are made and when they are sent."""

import re
from datetime import timedelta
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from accounts import actions as accounts
from accounts.models import User
from history.kinds import all_kinds
from notifications.models import Delivery, Notification, Pending
from notifications.recipients import TABLE, Nobody, side_of
from sites import actions as sites
from sites.models import Assignment, Client
from tests.notifications.conftest import Told, to
from tickets import actions
from tickets.models import Category, Message, Ticket

MAILS = Path(settings.BASE_DIR) / "templates" / "mail"


def test_every_kind_of_fact_has_a_row_and_no_row_is_of_a_kind_that_never_was() -> None:
    for room in settings.ROOMS:
        if find_spec(room) and find_spec(f"{room}.events"):
            import_module(f"{room}.events")

    assert {kind.code for kind in all_kinds()} == set(TABLE)


@pytest.mark.parametrize("kind", [kind for kind, row in TABLE.items() if isinstance(row, Nobody)])
def test_nobody_has_a_reason(kind: str) -> None:
    row = TABLE[kind]

    assert isinstance(row, Nobody)
    assert row.why


def test_every_mail_is_a_trio_and_there_is_none_too_many() -> None:
    expected = {
        f"{side_of(kind, telling.topic)}/{telling.topic.words_of or kind}.{ending}"
        for kind, row in TABLE.items()
        if not isinstance(row, Nobody)
        for telling in row
        if telling.by_mail
        for ending in ("subject.txt", "txt", "html")
    }
    expected |= {
        f"{name}.{ending}"
        for name in (
            "client/confidential",
            "firm/confidential",
            "client/several",
            "firm/several",
            "firm/morning_list",
            "firm/my_day",
        )
        for ending in ("subject.txt", "txt", "html")
    }

    assert {
        str(path.relative_to(MAILS)) for side in ("client", "firm") for path in (MAILS / side).iterdir()
    } == expected


def test_a_report_is_received_by_the_requester_and_told_to_who_looks_after_the_client(
    ticket: Ticket, requester: User, fso: User, stand_in: User, desk: User, told: Told
) -> None:
    mails = told()

    assert [one.subject for one in to(requester, mails)] == [f"[{ticket.pk}] Received: Outlook does not open"]
    assert [one.subject for one in to(fso, mails)] == [f"[{ticket.pk}] New: Outlook does not open"]
    assert len(mails) == 2


def test_a_p1_is_told_to_everybody_who_serves_the_client_and_to_nobody_else(
    stand_in: User,
    engineer: User,
    desk: User,
    ict_manager: User,
    outsider_fso: User,
    outsider_engineer: User,
    critical_ticket: Ticket,
    fso: User,
    colleague: User,
    told: Told,
) -> None:
    mails = told()

    told_people = {one.to[0].rsplit("<", 1)[-1].rstrip(">") for one in mails}
    assert told_people == {person.email for person in (fso, stand_in, engineer, desk, ict_manager, colleague)}


def test_nobody_is_told_of_his_own_act(ticket: Ticket, fso: User, requester: User, told: Told) -> None:
    told()

    actions.answer(ticket, body="I come by at ten.", actor=fso)
    mails = told()

    assert not to(fso, mails)
    assert len(to(requester, mails)) == 1
    assert not Notification.objects.filter(kind="answered", person=fso).exists()


def test_a_note_is_never_told_to_people_of_the_client(
    ticket: Ticket, engineer: User, requester: User, contact: User, told: Told
) -> None:
    told()

    actions.note(ticket, body="CANARY-NOTE", actor=engineer)

    assert not told()
    assert set(Notification.objects.filter(kind="noted").values_list("person__side", flat=True)) == {"firm"}


def test_who_lost_his_client_between_the_fact_and_the_sending_is_not_told(
    ticket: Ticket, fso: User, requester: User, told: Told, stand_in: User
) -> None:
    told()
    actions.reply(ticket, body="It happens again.", actor=requester)
    actions.hand_over_contact(ticket, to=stand_in, actor=None)
    Assignment.objects.filter(person=fso).update(ends_at=timezone.now())

    mails = told()

    assert not to(fso, mails)
    assert len(to(stand_in, mails)) == 2


def test_who_inherits_a_ticket_is_mailed_as_of_any_assignment(
    ticket: Ticket, fso: User, stand_in: User, administrator: User, told: Told
) -> None:
    told()
    sites.end_assignment(Assignment.objects.get(person=fso), actor=administrator)
    told()

    assert Notification.objects.filter(kind="assigned", person=stand_in, channel=Notification.Channel.MAIL).exists()


def test_a_mail_that_waits_is_withdrawn_when_its_reader_lost_his_rights(
    ticket: Ticket, fso: User, requester: User, told: Told
) -> None:
    told()
    actions.answer(ticket, body="CANARY-ANSWER", actor=fso)
    Delivery.objects.all().delete()
    told()
    waiting = Delivery.objects.get(person=requester)
    Delivery.objects.filter(pk=waiting.pk).update(state="waiting", ended_at=None, due_at=timezone.now())
    requester.is_active = False
    requester.save()

    assert not told()
    waiting.refresh_from_db()
    assert waiting.state == Delivery.State.WITHDRAWN


def test_people_of_a_client_being_set_up_get_no_mail(
    ticket: Ticket, brewery: Client, requester: User, fso: User, told: Told
) -> None:
    Client.objects.filter(pk=brewery.pk).update(opens_at=timezone.now() + timedelta(days=1))

    mails = told()

    assert not to(requester, mails)
    assert to(fso, mails)


def test_what_became_known_a_day_later_is_told_to_nobody(ticket: Ticket, fso: User, requester: User) -> None:
    Pending.objects.all().delete()

    actions.answer(ticket, body="Old", actor=fso, at=timezone.now() - timedelta(hours=25))
    assert not Pending.objects.exists()

    actions.answer(ticket, body="New", actor=fso, at=timezone.now() - timedelta(hours=23))
    assert Pending.objects.count() == 1
    assert Message.objects.filter(ticket=ticket).count() == 3


def test_a_ticket_of_nobody_is_told_to_the_desk(
    brewery: Client, requester: User, desk: User, fso: User, told: Told
) -> None:
    Assignment.objects.all().update(ends_at=timezone.now())
    actions.report(actions.Report(what="No sound"), client=brewery, actor=requester)

    mails = told()

    assert len(to(desk, mails)) == 1
    assert not to(fso, mails)


def test_who_is_added_is_told_where_to_sign_in_with_which_address_and_with_no_secret(
    brewery: Client, administrator: User, told: Told
) -> None:
    person = sites.add_person_of_client(
        brewery, name="Nele Aerts", email="nele@hopveld.example", language="nl", actor=administrator
    )

    (mail,) = told()

    assert to(person, [mail])
    assert "nele@hopveld.example" in mail.body
    assert re.findall(r"https?://\S+", str(mail.body)) == ["https://desk.test/"]


def test_a_colleague_of_the_firm_who_is_added_is_told_too(administrator: User, told: Told) -> None:
    person = accounts.add_person(
        name="An Smet", email="an@lumen-it.example", side="firm", roles=["fso"], language="en", actor=administrator
    )

    (mail,) = told()

    assert to(person, [mail])
    assert mail.subject == "You can sign in at Lumen IT"


def test_people_added_while_a_client_is_set_up_are_told_when_it_opens_and_once(
    brewery: Client, administrator: User, told: Told
) -> None:
    sites.open_client(brewery, opens_at=None, actor=administrator)
    person = sites.add_person_of_client(brewery, name="Nele Aerts", email="nele@hopveld.example", actor=administrator)
    assert not told()

    soon = timezone.now() + timedelta(hours=1)
    sites.open_client(brewery, opens_at=soon, actor=administrator)
    assert not told(passes=timedelta())
    assert Pending.objects.get(done_at=None).due_at == soon

    sites.open_client(brewery, opens_at=timezone.now(), actor=administrator)
    Pending.objects.filter(done_at=None).update(due_at=timezone.now())
    assert len(to(person, told())) == 1


def test_who_serves_the_client_hears_of_a_ticket_that_becomes_a_p1_and_not_of_other_changes(
    ticket: Ticket,
    fso: User,
    stand_in: User,
    desk: User,
    mail_category: Category,
    server_category: Category,
    told: Told,
) -> None:
    told()
    actions.categorize(ticket, category=mail_category, actor=fso)
    actions.override_priority(ticket, priority=2, reason="The boss waits", actor=fso)
    assert not told()

    actions.override_priority(ticket, priority=1, reason="All of accounting", actor=fso)
    mails = told()

    assert len(mails) == 2
    assert {mail.subject for mail in mails} == {f"[{ticket.pk}] Critical now: Outlook does not open"}
    assert to(stand_in, mails)
    assert to(desk, mails)

    actions.categorize(ticket, category=server_category, actor=fso)
    assert not told(), "it was one before"
