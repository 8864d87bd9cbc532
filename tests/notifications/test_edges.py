"""Moments that fall badly: a list that has just left, a mail that was held, a server that means us, a fact that the database minds."""

from __future__ import annotations

import smtplib
from datetime import UTC, datetime, timedelta
from importlib import import_module

import pytest
import time_machine
from django.apps import apps
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.fixtures import Settings

from accounts.models import Role, User
from notifications import actions as outbox
from notifications.about import about
from notifications.actions import telling
from notifications.actions.claiming import claim
from notifications.actions.sending import send
from notifications.channels import NotSent, send_mail
from notifications.models import Delivery, Notification, Pending, Preference
from notifications.recipients import recipients_of
from sites.models import Client, Function
from tests.cast import person_of_firm, serves
from tests.notifications.conftest import Told, to
from tests.notifications.test_together import quiet_now
from tickets import actions
from tickets.models import Ticket

THURSDAY = datetime(2026, 11, 26, 6, 0, tzinfo=UTC)  # seven in Brussels


class RefusesTheDesk(BaseEmailBackend):
    """A server that wants no mail of this desk, whoever it is for."""

    def send_messages(self, messages):  # type: ignore[no-untyped-def]
        raise smtplib.SMTPSenderRefused(530, b"5.7.0 Authentication required", "desk@test")


class RefusesToRelay(BaseEmailBackend):
    """The same, said at the address."""

    def send_messages(self, messages):  # type: ignore[no-untyped-def]
        raise smtplib.SMTPRecipientsRefused({messages[0].to[0]: (554, b"5.7.1 Relay access denied")})


@pytest.fixture
def in_the_morning(fso: User) -> None:
    Preference.objects.create(person=fso, topic="words", choice="morning", changed_at=timezone.now())


def tell_waiting() -> None:
    for batch in list(Pending.objects.waiting().values_list("batch", flat=True)):
        outbox.tell(batch)


def test_news_after_the_morning_list_has_left_comes_with_the_next_one(
    ticket: Ticket, fso: User, requester: User, in_the_morning: None, told: Told
) -> None:
    told()
    with time_machine.travel(THURSDAY, tick=False) as clock:
        actions.reply(ticket, body="First", actor=requester)
        tell_waiting()
        clock.move_to(THURSDAY + timedelta(minutes=31))
        assert len(to(fso, told(passes=timedelta()))) == 1
        User.objects.get_queryset().filter(pk=fso.pk).update(
            time_zone="America/New_York"
        )  # where it is not morning yet
        actions.reply(ticket, body="Second", actor=requester)
        tell_waiting()

        clock.move_to(THURSDAY + timedelta(days=5))

        assert len(to(fso, told(passes=timedelta()))) == 1
    assert set(Delivery.objects.filter(purpose="morning_list").values_list("state", flat=True)) == {"sent"}


def test_news_that_a_worker_thinks_over_while_the_list_leaves_is_not_lost(
    ticket: Ticket, fso: User, requester: User, in_the_morning: None, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    told()
    with time_machine.travel(THURSDAY, tick=False) as clock:
        actions.reply(ticket, body="First", actor=requester)
        tell_waiting()
        clock.move_to(THURSDAY + timedelta(minutes=29, seconds=59))
        actions.reply(ticket, body="Second", actor=requester)
        as_it_is = recipients_of

        def thinks(found):  # type: ignore[no-untyped-def]
            answer = as_it_is(found)
            clock.move_to(THURSDAY + timedelta(minutes=30, seconds=1))
            for mail in Delivery.objects.due(timezone.now()).select_related("person"):
                send(mail)
            return answer

        monkeypatch.setattr(telling, "recipients_of", thinks)
        tell_waiting()
        monkeypatch.undo()

        clock.move_to(THURSDAY + timedelta(days=5))

        assert len(to(fso, told(passes=timedelta()))) == 1


def test_a_mail_that_was_held_since_the_sweeper_read_it_is_not_claimed(
    ticket: Ticket, fso: User, requester: User, told: Told
) -> None:
    told()
    quiet_now(requester)
    actions.answer(ticket, body="I come by at ten.", actor=fso)
    tell_waiting()
    Delivery.objects.filter(notifications__kind="answered", person=requester).update(due_at=timezone.now())
    read_by_sweeper = Delivery.objects.due(timezone.now()).get()

    Delivery.objects.filter(pk=read_by_sweeper.pk).update(due_at=timezone.now() + timedelta(seconds=10))

    assert not claim(read_by_sweeper, timezone.now())


@pytest.mark.parametrize("backend", [RefusesTheDesk, RefusesToRelay])
def test_a_server_that_minds_the_desk_refuses_no_mail_for_good(
    backend: type, ticket: Ticket, requester: User, settings: Settings, told: Told
) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.{backend.__name__}"

    told()

    assert set(Delivery.objects.values_list("state", flat=True)) == {"waiting"}
    assert not requester.events.filter(kind="mail_refused").exists()


def test_a_mail_that_a_busy_server_kept_waiting_has_all_its_tries_to_be_written(
    ticket: Ticket, fso: User, told: Told, settings: Settings
) -> None:
    settings.EMAIL_BACKEND = "tests.notifications.test_outbox.Refusing"
    told()
    Delivery.objects.filter(person=fso).update(attempts=5, due_at=timezone.now())
    User.objects.get_queryset().filter(pk=fso.pk).update(time_zone="Nowhere/Lost")
    for failures in (1, 2):
        outbox.tell_due()
        mail = Delivery.objects.get(person=fso)
        assert (mail.state, mail.write_failures) == ("waiting", failures)
        Delivery.objects.filter(pk=mail.pk).update(due_at=timezone.now())

    outbox.tell_due()

    assert Delivery.objects.get(person=fso).state == "set_aside"


def test_a_fact_for_which_the_database_does_not_answer_holds_nobody_up(
    ticket: Ticket, fso: User, requester: User, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    told()
    actions.answer(ticket, body="The one", actor=fso)
    stubborn = Pending.objects.waiting().get()
    actions.answer(ticket, body="Behind it", actor=fso)
    Pending.objects.waiting().update(due_at=timezone.now() - timedelta(seconds=1))
    as_it_is = about

    def slow(table: str, number: int):  # type: ignore[no-untyped-def]
        if number == stubborn.event_number:
            raise OperationalError("canceling statement due to statement timeout")
        return as_it_is(table, number)

    monkeypatch.setattr(telling, "about", slow)

    assert len(to(requester, told(passes=timedelta()))) == 1
    stubborn.refresh_from_db()
    assert (stubborn.attempts, stubborn.set_aside_at) == (0, None), "it is no fault of the fact"
    assert stubborn.due_at > timezone.now()


def test_a_p1_asks_for_the_roles_of_all_its_readers_at_once(
    critical_ticket: Ticket, brewery: Client, told: Told
) -> None:
    event = Pending.objects.order_by("pk").first()
    assert event

    def queries() -> int:
        found = about(event.event_table, event.event_number)
        assert found
        with CaptureQueriesContext(connection) as asked:
            recipients_of(found)
        return len(asked)

    few = queries()
    for number in range(10):
        serves(person_of_firm(f"FSO {number}", f"f{number}@lumen-it.example", Role.FSO), brewery, Function.STAND_IN)

    assert queries() <= few + 10, "one look for each of the ten, and nothing else"


def test_what_waits_across_an_upgrade_gets_its_topic_and_a_batch_of_its_own(
    ticket: Ticket, fso: User, requester: User
) -> None:
    tell_waiting()
    actions.reply(ticket, body="It is back.", actor=requester)
    actions.reply(ticket, body="Still.", actor=requester)
    Notification.objects.update(topic="answers")
    Pending.objects.waiting().update(batch="00000000-0000-0000-0000-000000000000")
    migration = import_module("notifications.migrations.0003_what_waits_has_its_topic_and_batch")

    migration.name_topics(apps, None)
    migration.give_each_its_own_batch(apps, None)

    topics = dict(Notification.objects.filter(channel="mail").values_list("person__email", "topic"))
    assert topics == {requester.email: "received", fso.email: "new"}
    assert Pending.objects.waiting().values("batch").distinct().count() == 2


def test_the_servers_words_come_through(settings: Settings) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.RefusesToRelay"
    with pytest.raises(NotSent) as refused:
        send_mail(EmailMessage("Hello", "Text", to=["emma@hopveld.example"]))

    assert (refused.value.words, refused.value.permanent, refused.value.of_address) == (
        "554 5.7.1 Relay access denied",
        False,
        False,
    )
