"""Who is called about a P1 hears it by mail, in the product and by an alarm, for as long as it is so."""

from __future__ import annotations

import smtplib
from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from escalation import actions as escalations
from notifications.models import Delivery, Notification, Pending, QuietHours, RefusedAddress
from sites.models import Client
from tests.notifications.conftest import Told, to
from tests.processes import SmtpSink, Worker, words_in
from tickets import actions as tickets
from tickets.models import Impact, Ticket, TicketEvent, Urgency

TEXT = "32475123456@sms.provider.example"
MINUTE = timedelta(minutes=1)
EVERYBODY = tickets.Report(what="The server is down", impact=Impact.COMPANY, urgency=Urgency.STOPPED)


class AwayFromPhones(EmailBackend):
    """A mail server to which the provider of text messages is away."""

    def send_messages(self, messages):  # type: ignore[no-untyped-def]
        if any("@sms." in one.to[0] for one in messages):
            raise smtplib.SMTPDataError(451, b"4.3.0 Try again later")
        return super().send_messages(messages)


@pytest.fixture(autouse=True)
def with_texts(settings: Settings) -> None:
    settings.ALARM_URL = "mailto:{phone}@sms.provider.example"


@pytest.fixture
def reported_at() -> datetime:
    return timezone.now() - 30 * MINUTE


@pytest.fixture
def alone(brewery: Client, requester: User, fso: User, desk: User, reported_at: datetime, told: Told) -> Ticket:
    """A P1 of half an hour ago that nobody took; all that its report had to tell is told."""
    User.objects.filter(pk=desk.pk).update(phone="+32 475 12 34 56")
    ticket = tickets.report(EVERYBODY, client=brewery, actor=requester, at=reported_at)
    told()
    return ticket


@pytest.fixture
def call(reported_at: datetime, alone: Ticket) -> Callable[[float], None]:
    """Return a function that calls what is due so many minutes after the report."""
    return lambda minutes: escalations.call_due(reported_at + minutes * MINUTE)


def texts(mails: list[EmailMultiAlternatives]) -> list[str]:
    return [str(one.body) for one in mails if one.to == [TEXT]]


def alarms(*states: str) -> int:
    return Delivery.objects.filter(purpose="alarm", state__in=states).count()


def test_who_is_called_gets_a_mail_a_line_in_the_product_and_an_alarm(
    alone: Ticket, call: Callable[[float], None], told: Told, desk: User, fso: User
) -> None:
    call(10)

    mails = told()

    (letter,) = to(desk, mails)
    assert letter.subject == f"[{alone.pk}] Nobody has it in hand: The server is down"
    assert "Nobody has this P1 of Brouwerij Hopveld in hand." in str(letter.body)
    assert f"https://desk.test/tickets/{alone.pk}/" in str(letter.body)
    (text,) = texts(mails)
    assert text.startswith(f"P1 {alone.pk}, Brouwerij Hopveld: nobody has it in hand.")
    rows = Notification.objects.filter(kind="p1_called")
    assert set(rows.values_list("person", "channel")) == {(desk.pk, "mail"), (desk.pk, "in_app"), (desk.pk, "alarm")}
    sent = Delivery.objects.get(purpose="alarm")
    assert (sent.state, sent.address) == ("sent", "+32 475 12 34 56")
    assert len(mails) == 2
    assert not told()


def test_each_round_is_an_alarm_of_its_own(
    alone: Ticket, call: Callable[[float], None], told: Told, desk: User
) -> None:
    for minutes in (10, 15, 20):
        call(minutes)
        mails = told()
        assert (len(texts(mails)), len(to(desk, mails))) == (1, 1)

    assert alarms("sent") == 3


def test_quiet_hours_hold_no_alarm_back(alone: Ticket, call: Callable[[float], None], told: Told, desk: User) -> None:
    now = timezone.localtime(timezone.now(), ZoneInfo(desk.time_zone))
    QuietHours.objects.create(
        person=desk,
        starts=(now - timedelta(hours=1)).time(),
        ends=(now + timedelta(hours=1)).time(),
        changed_at=now,
    )
    call(10)

    mails = told()

    assert (len(texts(mails)), len(to(desk, mails))) == (1, 1)


def test_without_the_setting_people_are_told_by_mail_and_in_the_product_only(
    alone: Ticket, call: Callable[[float], None], told: Told, desk: User, settings: Settings
) -> None:
    settings.ALARM_URL = ""
    call(10)

    mails = told()

    assert [one.to for one in mails] == [one.to for one in to(desk, mails)]
    assert len(mails) == 1
    assert not Delivery.objects.filter(purpose="alarm").exists()
    assert not Notification.objects.filter(channel="alarm").exists()


def test_who_has_no_number_is_told_otherwise_and_that_is_kept(
    alone: Ticket, call: Callable[[float], None], told: Told, desk: User
) -> None:
    User.objects.filter(pk=desk.pk).update(phone="")
    call(10)

    assert len(to(desk, told())) == 1

    kept = Delivery.objects.get(purpose="alarm")
    assert (kept.state, kept.last_error) == ("refused", "no phone number")
    assert not RefusedAddress.objects.exists()


def test_who_has_no_mail_address_still_has_a_telephone(
    alone: Ticket, call: Callable[[float], None], told: Told, desk: User
) -> None:
    User.objects.filter(pk=desk.pk).update(email=None)
    call(10)

    assert len(texts(told())) == 1


def test_an_alarm_that_could_not_leave_is_tried_again_while_nobody_has_it(
    alone: Ticket, call: Callable[[float], None], told: Told, settings: Settings
) -> None:
    works = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "tests.notifications.test_alarm_told.AwayFromPhones"
    call(10)
    assert texts(told()) == []
    assert alarms("waiting") == 1

    settings.EMAIL_BACKEND = works
    assert len(texts(told(passes=MINUTE))) == 1
    assert alarms("sent") == 1


def test_once_it_is_taken_no_late_alarm_wakes_anybody(
    alone: Ticket, call: Callable[[float], None], told: Told, fso: User, settings: Settings
) -> None:
    works = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "tests.notifications.test_alarm_told.AwayFromPhones"
    call(10)
    told()

    tickets.start(alone, actor=fso)
    settings.EMAIL_BACKEND = works

    assert texts(told(passes=MINUTE)) == []
    assert alarms("withdrawn") == 1


def test_what_nobody_told_in_time_is_told_once_and_not_when_it_is_taken(
    alone: Ticket, call: Callable[[float], None], told: Told, desk: User, fso: User
) -> None:
    """The worker stood still for three rounds: the last one is news, the others are no longer so."""
    for minutes in (10, 15, 20):
        call(minutes)
    assert Pending.objects.waiting().count() == 3

    mails = told()
    assert (len(texts(mails)), len(to(desk, mails))) == (1, 1)

    call(25)
    tickets.start(alone, actor=fso)
    assert texts(told()) == []


def test_of_a_confidential_ticket_an_alarm_says_neither_title_nor_words(
    alone: Ticket, call: Callable[[float], None], told: Told, desk: User
) -> None:
    Ticket.objects.filter(pk=alone.pk).update(confidential=True)
    call(10)

    mails = told()

    assert len(texts(mails)) == 1
    assert len(to(desk, mails)) == 1
    assert not [one for one in mails if "server" in f"{one.subject} {one.body}"]


def test_a_flood_of_p1s_is_one_alarm_per_person_and_round(
    alone: Ticket,
    call: Callable[[float], None],
    told: Told,
    brewery: Client,
    requester: User,
    desk: User,
    reported_at: datetime,
) -> None:
    """Thirty requests of one person, ten seconds apart, are no thirty text messages each round."""
    for number in range(1, 30):
        tickets.report(EVERYBODY, client=brewery, actor=requester, at=reported_at + number * MINUTE / 6)
    told()
    messages = []
    minutes = 10.0
    while minutes < 20:
        call(minutes)
        messages.append(texts(told()))
        minutes += 0.25

    rounds = [one for one in messages if one]
    assert {len(one) for one in rounds} == {1}
    assert len(rounds) <= 5, "no more than one in two minutes"
    calls = TicketEvent.objects.filter(kind="p1_called")
    assert calls.values("ticket").distinct().count() == 30
    assert Notification.objects.filter(channel="alarm", person=desk).count() == calls.count()
    assert any(one[0].startswith("30 P1s wait: ") for one in rounds), "in the end all of them come together"
    assert set(Delivery.objects.filter(purpose="alarm").values_list("state", flat=True)) == {"sent"}


def test_of_several_that_could_not_leave_only_those_that_nobody_has_are_told_later(
    alone: Ticket,
    call: Callable[[float], None],
    told: Told,
    brewery: Client,
    requester: User,
    fso: User,
    settings: Settings,
    reported_at: datetime,
) -> None:
    second = tickets.report(EVERYBODY, client=brewery, actor=requester, at=reported_at)
    told()
    works = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "tests.notifications.test_alarm_told.AwayFromPhones"
    call(10)
    told()
    assert alarms("waiting") == 1
    tickets.start(second, actor=fso)
    settings.EMAIL_BACKEND = works

    (text,) = texts(told(passes=MINUTE))

    assert text.startswith(f"P1 {alone.pk}, Brouwerij Hopveld: nobody has it in hand.")


def test_mails_wait_for_no_telephone(alone: Ticket, call: Callable[[float], None], told: Told, desk: User) -> None:
    call(10)

    mails = told()

    assert [one.to == [TEXT] for one in mails] == [False, True]


def test_who_may_no_longer_see_it_is_not_called(
    alone: Ticket, call: Callable[[float], None], told: Told, desk: User
) -> None:
    call(10)
    User.objects.filter(pk=desk.pk).update(is_active=False)

    assert told() == []


@pytest.mark.django_db(transaction=True)
def test_the_clock_of_a_real_worker_calls(
    start_worker: Callable[[], Worker], smtp_sink: SmtpSink, brewery: Client, requester: User, fso: User, desk: User
) -> None:
    ticket = tickets.report(EVERYBODY, client=brewery, actor=requester, at=timezone.now() - 11 * MINUTE)

    start_worker()

    smtp_sink.wait_for(4)
    called = [mail for mail in smtp_sink.to("marleen@lumen-it.example") if "Nobody has it" in str(mail["Subject"])]
    assert len(called) == 1
    assert "Open it and take it." in words_in(called[0])
    assert TicketEvent.objects.filter(ticket=ticket, kind="p1_called").count() == 1
