"""Bearable: what goes at once, what waits, what goes together, what is never sent."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from django.utils import timezone
from pytest_django.fixtures import Settings

from accounts import actions as people
from accounts.models import User
from escalation import actions as escalations
from escalation.actions.alarm import call_due
from notifications import actions as outbox
from notifications.models import Delivery, Notification, Pending, Preference, QuietHours
from sites.models import Client
from tests.notifications.conftest import Told, parts, to
from tickets import actions
from tickets.models import Category, Ticket

NOW = timedelta()
FIVE_MINUTES = timedelta(minutes=5)


def choose(person: User, topic: str, choice: str) -> None:
    Preference.objects.create(person=person, topic=topic, choice=choice, changed_at=timezone.now())


def quiet_now(person: User) -> None:
    """Quiet hours that began a moment ago, in the person's own zone, and last the day."""
    here = timezone.now().astimezone(ZoneInfo(person.time_zone))
    QuietHours.objects.create(
        person=person,
        starts=(here - timedelta(minutes=5)).time(),
        ends=(here + timedelta(hours=8)).time(),
        changed_at=timezone.now(),
    )


def in_one_transaction() -> None:
    """Let all that was recorded so far count as one transaction."""
    Pending.objects.waiting().update(batch=uuid4())


def test_solved_waits_for_the_ten_seconds_of_undo_and_is_never_told_when_it_was_undone(
    ticket: Ticket, fso: User, requester: User, told: Told
) -> None:
    told()
    actions.resolve(ticket, how="A new cable.", minutes=5, actor=fso)
    assert not to(requester, told(passes=timedelta(seconds=9)))

    actions.reopen(ticket, reason="", actor=fso)

    assert not to(requester, told(passes=FIVE_MINUTES))
    assert not Notification.objects.filter(kind__in=["resolved", "reopened"], person=requester).exists()


def test_a_solution_that_was_taken_back_while_its_mail_waited_is_not_told(
    ticket: Ticket, fso: User, requester: User, told: Told
) -> None:
    told()
    quiet_now(requester)
    actions.resolve(ticket, how="A new cable.", minutes=5, actor=fso)
    told()

    actions.reopen(ticket, reason="It is back", actor=requester)

    assert not to(requester, told(passes=timedelta(hours=9)))
    assert Delivery.objects.get(notifications__kind="resolved", person=requester).state == "withdrawn"


def test_who_was_called_and_who_was_told_hears_that_a_p1_is_in_hand_and_solved(
    critical_ticket: Ticket, fso: User, desk: User, engineer: User, contact: User, told: Told
) -> None:
    told()
    call_due(timezone.now() + timedelta(minutes=11))
    assert len(to(desk, told(passes=timedelta()))) == 1

    actions.start(critical_ticket, actor=fso)
    (in_hand,) = to(desk, told())
    assert in_hand.subject == f"[{critical_ticket.pk}] News: {critical_ticket.title}"
    actions.resolve(critical_ticket, how="The switch.", minutes=30, actor=fso)
    told()

    assert Notification.objects.filter(person=engineer, kind="started", channel="in_app").exists()
    assert Notification.objects.filter(person=contact, kind="resolved", channel="in_app").exists()


def test_news_of_a_p1_reaches_its_reporter_in_quiet_hours(
    critical_ticket: Ticket, colleague: User, fso: User, told: Told
) -> None:
    told()
    quiet_now(colleague)
    choose(colleague, "progress", "at_once")

    actions.start(critical_ticket, actor=fso)

    assert len(to(colleague, told(passes=NOW))) == 1


def test_of_changes_on_one_ticket_the_first_goes_at_once_and_those_of_the_next_five_minutes_together(
    ticket: Ticket, fso: User, requester: User, told: Told
) -> None:
    choose(requester, "progress", "at_once")
    told()

    actions.start(ticket, actor=fso)
    assert len(to(requester, told(passes=NOW))) == 1

    actions.resolve(ticket, how="A new cable.", minutes=5, actor=fso)
    assert not to(requester, told(passes=timedelta(minutes=1)))
    actions.cancel(actions.reopen(ticket, reason="", actor=fso), reason="A double", actor=fso)
    assert not to(requester, told(passes=timedelta(minutes=3)))

    (mail,) = to(requester, told(passes=timedelta(minutes=2)))
    assert mail.subject == f"[{ticket.pk}] Stopped: Outlook does not open"
    assert Delivery.objects.get(message_id=mail.extra_headers["Message-ID"]).notifications.count() >= 2


def test_a_change_that_answers_the_readers_own_act_waits_for_nothing(
    ticket: Ticket, fso: User, requester: User, told: Told
) -> None:
    told()
    actions.resolve(ticket, how="A new cable.", minutes=5, actor=fso)
    assert len(to(requester, told())) == 1
    actions.reopen(ticket, reason="It is dark again.", actor=requester)

    actions.resolve(ticket, how="A new screen.", minutes=5, actor=fso)

    assert len(to(requester, told())) == 1


def test_words_of_a_person_wait_for_nothing(ticket: Ticket, fso: User, requester: User, told: Told) -> None:
    choose(requester, "progress", "at_once")
    told()
    actions.start(ticket, actor=fso)
    told(passes=NOW)

    actions.answer(ticket, body="I come by at ten.", actor=fso)

    (mail,) = to(requester, told(passes=NOW))
    assert "I come by at ten." in parts(mail)[0]


def test_many_tickets_opened_in_one_go_are_one_mail_to_each(
    brewery: Client, requester: User, fso: User, told: Told
) -> None:
    with transaction.atomic():
        opened = [actions.report(actions.Report(what=f"Line {n}"), client=brewery, actor=requester) for n in range(20)]
    in_one_transaction()

    mails = told()

    (received,), (new,) = to(requester, mails), to(fso, mails)
    for mail in (received, new):
        assert "20" in mail.subject
        for ticket in opened:
            assert f"/tickets/{ticket.pk}/" in parts(mail)[0]
            assert f"/tickets/{ticket.pk}/" in parts(mail)[1]
    assert Notification.objects.filter(person=fso, channel="mail").count() == 20


def test_a_p1_among_them_has_a_mail_of_its_own(brewery: Client, requester: User, fso: User, told: Told) -> None:
    actions.report(actions.Report(what="Slow"), client=brewery, actor=requester)
    actions.report(actions.Report(what="Slower"), client=brewery, actor=requester)
    critical = actions.report(actions.Report(what="Server gone", impact=1, urgency=1), client=brewery, actor=requester)
    in_one_transaction()

    subjects = [mail.subject for mail in to(fso, told())]

    assert len(subjects) == 2
    assert sum(subject.startswith(f"[{critical.pk}]") for subject in subjects) == 1


def test_recorded_and_solved_in_one_act_is_one_mail(brewery: Client, requester: User, fso: User, told: Told) -> None:
    ticket = actions.record(
        actions.Report(what="Screen is dark"), client=brewery, requester=requester, channel="phone", actor=fso
    )
    actions.resolve(ticket, how="Cable.", minutes=5, on_the_spot=True, actor=fso)
    in_one_transaction()

    (mail,) = to(requester, told())

    assert mail.subject == f"[{ticket.pk}] Solved: Screen is dark"


def test_a_walk_in_solved_on_the_spot_sends_no_mail(brewery: Client, requester: User, fso: User, told: Told) -> None:
    ticket = actions.record(
        actions.Report(what="Screen is dark"), client=brewery, requester=requester, channel="walk_in", actor=fso
    )
    actions.resolve(ticket, how="Cable.", minutes=5, on_the_spot=True, actor=fso)

    assert not to(requester, told(passes=FIVE_MINUTES))
    assert Notification.objects.filter(person=requester, channel="in_app", kind="resolved").exists()


def test_a_walk_in_that_was_kept_is_told_when_it_is_solved(
    brewery: Client, requester: User, fso: User, told: Told
) -> None:
    ticket = actions.record(
        actions.Report(what="Screen is dark"), client=brewery, requester=requester, channel="walk_in", actor=fso
    )
    assert len(to(requester, told())) == 1

    actions.resolve(ticket, how="Cable.", minutes=5, on_the_spot=False, actor=fso)

    assert len(to(requester, told())) == 1


def test_what_was_read_in_the_product_before_the_mail_left_is_not_mailed(
    ticket: Ticket, fso: User, requester: User, told: Told
) -> None:
    told()
    quiet_now(requester)
    actions.resolve(ticket, how="A new cable.", minutes=5, actor=fso)
    told()

    outbox.read_about(ticket.pk, actor=requester)

    assert not to(requester, told(passes=timedelta(hours=9)))
    assert Delivery.objects.get(notifications__kind="resolved", person=requester).state == "read"


def test_quiet_hours_hold_everything_but_a_p1_and_offers(
    ticket: Ticket,
    brewery: Client,
    fso: User,
    engineer: User,
    requester: User,
    mail_category: Category,
    default_chains: None,
    told: Told,
) -> None:
    told()
    quiet_now(fso)
    quiet_now(engineer)

    actions.reply(ticket, body="It is back.", actor=requester)
    assert not to(fso, told(passes=timedelta(hours=7)))
    assert len(to(fso, told(passes=timedelta(hours=1)))) == 1

    escalations.escalate(
        ticket, category=mail_category, wrong="Mail is slow", tried="Restarted", needed="A look", actor=fso
    )
    assert len(to(engineer, told(passes=NOW))) == 1
    actions.report(actions.Report(what="Server gone", impact=1, urgency=1), client=brewery, actor=requester)
    assert len(to(fso, told(passes=NOW))) == 1


def test_who_wants_a_morning_list_gets_one_mail_of_all_that_happened(
    ticket: Ticket, fso: User, requester: User, brewery: Client, told: Told
) -> None:
    told()
    choose(fso, "words", "morning")
    choose(fso, "new", "morning")
    actions.reply(ticket, body="It is back.", actor=requester)
    other = actions.report(actions.Report(what="No sound"), client=brewery, actor=requester)
    assert not to(fso, told())

    (mail,) = to(fso, told(passes=timedelta(days=4)))

    for number in (ticket.pk, other.pk):
        assert f"/tickets/{number}/" in parts(mail)[0]
    assert Delivery.objects.filter(person=fso, purpose="morning_list").count() == 1


def test_what_a_person_wants_to_see_only_here_is_not_mailed(
    ticket: Ticket, fso: User, requester: User, told: Told
) -> None:
    told()
    choose(fso, "words", "in_app")

    actions.reply(ticket, body="It is back.", actor=requester)

    assert not to(fso, told())
    assert Notification.objects.filter(person=fso, channel="in_app", kind="replied").count() == 1


def test_a_mail_that_waits_does_not_leave_when_its_kind_of_news_is_stopped(
    ticket: Ticket, fso: User, requester: User, told: Told
) -> None:
    told()
    quiet_now(fso)
    actions.reply(ticket, body="It is back.", actor=requester)
    told()
    choose(fso, "words", "in_app")

    assert not to(fso, told(passes=timedelta(hours=9)))


def test_what_one_must_act_on_cannot_be_switched_off(ticket: Ticket, fso: User, requester: User, told: Told) -> None:
    told()
    choose(requester, "answers", "in_app")

    actions.answer(ticket, body="I come by at ten.", actor=fso)

    assert len(to(requester, told())) == 1


def test_the_key_users_hear_of_a_problem_of_the_whole_company_in_plain_words(
    critical_ticket: Ticket, contact: User, told: Told
) -> None:
    (mail,) = to(contact, told())

    assert mail.subject == f"[{critical_ticket.pk}] Urgent: {critical_ticket.title}"


def test_who_lost_his_client_while_the_mail_waited_is_not_told(
    ticket: Ticket, fso: User, engineer: User, requester: User, told: Told
) -> None:
    told()
    quiet_now(fso)
    actions.reply(ticket, body="CANARY", actor=requester)
    told()

    people.deactivate(fso, actor=None)

    assert not to(fso, told(passes=timedelta(days=1)))
    assert Delivery.objects.get(person=fso, notifications__kind="replied").state == "withdrawn"


def test_the_third_refusal_in_a_row_stops_the_address_until_somebody_takes_it_up_again(
    ticket: Ticket, fso: User, requester: User, desk: User, settings: Settings, told: Told
) -> None:
    settings.EMAIL_BACKEND = "tests.notifications.test_outbox.Refusing"
    told()
    for _ in range(2):
        actions.answer(ticket, body="Hello?", actor=fso)
        told()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    actions.answer(ticket, body="Hello?", actor=fso)
    assert not to(requester, told())
    assert {"mail_refused", "mail_stopped"} <= set(requester.events.values_list("kind", flat=True))

    outbox.resume_mail(requester, actor=desk)
    outbox.resume_mail(requester, actor=desk)
    actions.answer(ticket, body="Hello again", actor=fso)

    assert len(to(requester, told())) == 1
    assert requester.events.filter(kind="mail_resumed").count() == 1


@pytest.mark.django_db(transaction=True)
def test_facts_of_one_transaction_share_a_batch_and_those_of_another_do_not(
    brewery: Client, requester: User, fso: User, mail_category: Category
) -> None:
    with transaction.atomic():
        for what in ("One", "Two"):
            actions.report(actions.Report(what=what), client=brewery, actor=requester)
    actions.report(actions.Report(what="Three"), client=brewery, actor=requester)

    batches = list(Pending.objects.order_by("pk").values_list("batch", flat=True))

    assert len(batches) == 3
    assert batches[0] == batches[1] != batches[2]
