"""Once, whatever happens: rows are unique and claimed, problems pass or are kept."""

import smtplib
import uuid
from datetime import timedelta

import pytest
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from pytest_django.fixtures import Settings

from accounts.models import User
from notifications.about import About, Key
from notifications.actions import telling
from notifications.actions.sending import send
from notifications.models import Delivery, Notification, Pending
from tests.notifications.conftest import Told, tell_all, to
from tickets import actions
from tickets.models import Ticket


class Refusing(BaseEmailBackend):
    """A server that refuses one address for good, and is too busy for another."""

    def send_messages(self, messages):  # type: ignore[no-untyped-def]
        for one in messages:
            if "emma@" in one.to[0]:
                raise smtplib.SMTPRecipientsRefused({"emma@hopveld.example": (550, b"5.1.1 No such user")})
            raise smtplib.SMTPDataError(451, b"4.3.0 Try again later")


def come_due() -> None:
    Delivery.objects.filter(state="waiting").update(due_at=timezone.now())
    Pending.objects.waiting().update(due_at=timezone.now())


def test_working_twice_tells_once(ticket: Ticket, told: Told) -> None:
    assert len(told()) == 2
    assert not told()

    Pending.objects.update(done_at=None, due_at=timezone.now())
    assert not told(), "the database holds that a fact is told once"
    assert Delivery.objects.filter(state="sent").count() == 2


def test_a_row_that_somebody_else_has_claimed_is_left_alone(ticket: Ticket, told: Told, requester: User) -> None:
    tell_all()
    mail = Delivery.objects.get(person=requester)
    Delivery.objects.filter(pk=mail.pk).update(state="waiting", ended_at=None)
    seen_before = Delivery.objects.get(pk=mail.pk)

    assert send(Delivery.objects.get(pk=mail.pk))
    assert not send(seen_before)


def test_the_database_holds_that_a_person_is_told_once(ticket: Ticket, told: Told) -> None:
    told()
    row = Notification.objects.filter(channel="in_app").first()
    assert row
    row.pk = None

    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_a_refusal_is_kept_in_the_words_of_the_server_and_a_busy_server_is_asked_again(
    ticket: Ticket, requester: User, fso: User, settings: Settings, told: Told
) -> None:
    settings.EMAIL_BACKEND = "tests.notifications.test_outbox.Refusing"
    told()

    refused, busy = Delivery.objects.get(person=requester), Delivery.objects.get(person=fso)
    assert (refused.state, refused.last_error) == ("refused", "550 5.1.1 No such user")
    assert (busy.state, busy.last_error, busy.attempts) == ("waiting", "451 4.3.0 Try again later", 1)
    assert busy.due_at > timezone.now() + timedelta(seconds=1)

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert not told(passes=timedelta()), "it is not due yet"
    come_due()
    assert len(to(fso, told())) == 1


def test_a_mail_that_never_goes_is_given_up_after_a_day(
    ticket: Ticket, fso: User, settings: Settings, told: Told
) -> None:
    settings.EMAIL_BACKEND = "tests.notifications.test_outbox.Refusing"
    told()
    Delivery.objects.filter(person=fso).update(first_tried_at=timezone.now() - timedelta(hours=23, minutes=59))
    come_due()
    told()
    assert Delivery.objects.get(person=fso).due_at <= timezone.now() + timedelta(minutes=1), "the last try is not later"

    Delivery.objects.filter(person=fso).update(first_tried_at=timezone.now() - timedelta(hours=24))
    come_due()
    told()

    mail = Delivery.objects.get(person=fso)
    assert (mail.state, mail.attempts, mail.last_error) == ("given_up", 3, "451 4.3.0 Try again later")


def test_a_fact_that_cannot_be_told_does_not_stop_those_behind_it(ticket: Ticket, fso: User, told: Told) -> None:
    told()
    long_ago = timezone.now() - timedelta(hours=1)
    poison = Pending.objects.create(
        event_table="tickets.nosuchtable", event_number=1, batch=uuid.uuid4(), created_at=long_ago, due_at=long_ago
    )
    actions.answer(ticket, body="Behind it", actor=fso)

    assert len(told()) == 1
    poison.refresh_from_db()
    assert poison.done_at is None
    for _ in range(2):
        come_due()
        told()
    poison.refresh_from_db()
    assert (poison.set_aside_at is not None, poison.attempts) == (True, 3)
    assert poison.last_error.startswith("LookupError in notifications/about.py")


def test_a_fact_that_is_gone_is_done_with(told: Told) -> None:
    now = timezone.now()
    Pending.objects.create(
        event_table="tickets.ticketevent", event_number=987654, batch=uuid.uuid4(), created_at=now, due_at=now
    )

    assert not told()
    assert Pending.objects.get().done_at


@pytest.mark.django_db(transaction=True)
def test_a_dead_broker_costs_nobody_his_change(
    ticket: Ticket, fso: User, requester: User, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(*, batch: str) -> None:
        raise OSError("nobody listens")

    monkeypatch.setattr("notifications.tasks.tell.delay", refuse)

    actions.answer(ticket, body="Anyway", actor=fso)

    assert Pending.objects.filter(done_at__isnull=True).count() == 2
    assert "The broker is away" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_a_transaction_wakes_the_worker_once_and_one_that_failed_never(
    ticket: Ticket, fso: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    woken: list[str] = []
    monkeypatch.setattr("notifications.tasks.tell.delay", lambda *, batch: woken.append(batch))

    actions.resolve(ticket, how="Done.", minutes=5, actor=fso)
    assert len(woken) == 1, "opened and resolved are two facts of one transaction"
    assert Pending.objects.filter(batch=woken[0]).count() == Pending.objects.filter(done_at__isnull=True).count() - 1

    with transaction.atomic():
        actions.reopen(ticket, reason="No", actor=fso)
        transaction.set_rollback(True)
    assert len(woken) == 1


def test_who_has_no_address_is_told_in_the_product_only(ticket: Ticket, fso: User, requester: User, told: Told) -> None:
    told()
    User.objects.filter(pk=requester.pk).update(email=None)

    actions.answer(ticket, body="Hello", actor=fso)

    assert not to(requester, told())
    assert Notification.objects.filter(person=requester, kind="answered", channel="in_app").exists()


def recorded_a_while_ago(seconds: int = 2) -> list[uuid.UUID]:
    """Let what waits be recorded some seconds earlier, oldest first; return the transactions in that order."""
    earlier = timedelta(seconds=seconds)
    Pending.objects.waiting().update(created_at=F("created_at") - earlier, due_at=F("due_at") - earlier)
    return list(dict.fromkeys(Pending.objects.waiting().order_by("pk").values_list("batch", flat=True)))


@pytest.fixture
def alone_in_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """One thread, which leaves no part of the line to others."""
    monkeypatch.setattr(telling, "SHARE", 1)


def test_who_is_late_tells_its_share_of_the_line_along_and_each_transaction_for_itself(
    ticket: Ticket, fso: User, requester: User, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    tell_all()
    mailoutbox.clear()
    for number in range(9):
        actions.answer(ticket, actor=fso, body=f"Answer {number}")
    line = recorded_a_while_ago()

    telling.tell(line[0])

    waiting = set(Pending.objects.waiting().values_list("batch", flat=True))
    assert waiting == set(line[3:]), "two of the eight behind; the others are for three more threads"
    assert len(to(requester, mailoutbox)) == 3


def test_a_short_line_is_left_to_the_other_threads(ticket: Ticket, fso: User) -> None:
    tell_all()
    for number in range(4):
        actions.answer(ticket, actor=fso, body=f"Answer {number}")
    line = recorded_a_while_ago()

    telling.tell(line[0])

    assert set(Pending.objects.waiting().values_list("batch", flat=True)) == set(line[1:])


@pytest.mark.usefixtures("alone_in_line")
def test_who_is_in_time_tells_its_own_only(ticket: Ticket, fso: User) -> None:
    tell_all()
    actions.answer(ticket, actor=fso, body="I look at it.")
    actions.answer(ticket, actor=fso, body="I found it.")
    first, second = recorded_a_while_ago(seconds=0)

    telling.tell(first)

    assert set(Pending.objects.waiting().values_list("batch", flat=True)) == {second}


@pytest.mark.usefixtures("alone_in_line")
def test_what_may_be_taken_back_or_is_in_other_hands_is_not_told_along(
    ticket: Ticket, fso: User, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    tell_all()
    mailoutbox.clear()
    actions.answer(ticket, actor=fso, body="I look at it.")
    actions.answer(ticket, actor=fso, body="I found it.")
    actions.resolve(ticket, actor=fso, how="A new cable.", minutes=5)
    first, taken, undone = recorded_a_while_ago()
    Pending.objects.filter(batch=taken).update(due_at=timezone.now() + timedelta(seconds=20))

    telling.tell(first)

    assert set(Pending.objects.waiting().values_list("batch", flat=True)) == {taken, undone}


@pytest.mark.usefixtures("alone_in_line")
def test_one_that_cannot_be_read_does_not_hold_up_those_told_along(ticket: Ticket, fso: User) -> None:
    tell_all()
    actions.answer(ticket, actor=fso, body="I look at it.")
    now = timezone.now()
    Pending.objects.create(
        event_table="tickets.nosuchtable", event_number=1, batch=uuid.uuid4(), created_at=now, due_at=now
    )
    actions.answer(ticket, actor=fso, body="I found it.")
    first, broken, _last = recorded_a_while_ago()

    telling.tell(first)

    (left,) = Pending.objects.waiting()
    assert (left.batch, left.attempts) == (broken, 1)


@pytest.mark.usefixtures("alone_in_line")
def test_those_told_along_are_told_though_another_worker_was_first_with_one_of_them(
    ticket: Ticket,
    fso: User,
    requester: User,
    mailoutbox: list[EmailMultiAlternatives],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tell_all()
    mailoutbox.clear()
    for words in ("I look at it.", "I found it.", "I come by at ten."):
        actions.answer(ticket, actor=fso, body=words)
    first, second, _third = recorded_a_while_ago()

    def while_another_is_first(_facts: object) -> dict[Key, About]:
        Pending.objects.filter(batch=second).update(done_at=timezone.now())
        return {}

    monkeypatch.setattr(telling, "_about_together", while_another_is_first)

    telling.tell(first)

    assert not Pending.objects.waiting().exists()
    assert len(to(requester, mailoutbox)) == 2, "the third is the other worker's"
