"""What happens to people, addresses and servers while a mail waits or is on its way."""

from __future__ import annotations

import smtplib
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core import mail as box
from django.core.mail import EmailMessage
from django.utils import timezone

from accounts import actions as people
from accounts.models import Role, RoleHeld, User
from notifications import actions as outbox
from notifications import channels
from notifications.actions import sending, telling
from notifications.actions.refusing import note_refusal
from notifications.models import Delivery, Pending, QuietHours, RefusedAddress
from sites.models import Client
from tests.cast import person_of_firm
from tests.notifications.conftest import Told, tell_all, to
from tests.notifications.test_together import quiet_now
from tickets import actions
from tickets.models import Ticket

Server = Callable[[EmailMessage], None]


def answered_while_another_mail_waits(ticket: Ticket, requester: User, fso: User) -> None:
    """Two mails of one sweep: the first to the FSO, the second, with the secret words, to the requester."""
    quiet_now(requester)
    quiet_now(fso)
    actions.reply(ticket, body="One", actor=requester)
    tell_all(timedelta())
    actions.answer(ticket, body="SECRET WORDS", actor=fso)
    tell_all(timedelta())
    QuietHours.objects.all().delete()
    Delivery.objects.filter(state="waiting", person=fso).update(due_at=timezone.now() - timedelta(seconds=1))
    Delivery.objects.filter(state="waiting", person=requester).update(due_at=timezone.now())
    box.outbox.clear()


def while_the_first_leaves(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
    done: list[object] = []
    as_it_is = channels.send_mail

    def slow(mail: EmailMessage) -> None:
        if not done:
            done.append(act())
        as_it_is(mail)

    monkeypatch.setattr(sending, "send_mail", slow)


def test_who_is_deactivated_while_the_mail_before_his_leaves_gets_nothing(
    ticket: Ticket, requester: User, fso: User, administrator: User, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    told()
    answered_while_another_mail_waits(ticket, requester, fso)
    while_the_first_leaves(monkeypatch, lambda: people.deactivate(requester, actor=administrator))

    outbox.tell_due()

    assert len(box.outbox) == 1
    assert not [one for one in box.outbox if "SECRET WORDS" in str(one.body)]


def test_mail_goes_to_todays_address_and_never_to_who_has_the_old_one(
    ticket: Ticket, requester: User, colleague: User, fso: User, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    told()
    answered_while_another_mail_waits(ticket, requester, fso)

    def swap() -> None:
        people_of_all = User.objects.get_queryset()
        people_of_all.filter(pk=requester.pk).update(email="emma.new@hopveld.example")
        people_of_all.filter(pk=colleague.pk).update(email="emma@hopveld.example")

    while_the_first_leaves(monkeypatch, swap)

    outbox.tell_due()

    (secret,) = [one for one in box.outbox if "SECRET WORDS" in str(one.body)]
    assert secret.to == ["Emma Claes <emma.new@hopveld.example>"]


def test_who_lost_the_desk_while_a_slow_server_was_busy_is_not_told(
    brewery: Client, requester: User, desk: User, told: Told
) -> None:
    told()
    actions.report(actions.Report(what="SECRET"), client=brewery, actor=requester)
    batch = Pending.objects.latest("pk").batch
    made = telling._tell(list(Pending.objects.of(batch)))
    RoleHeld.objects.filter(user=desk).delete()

    for delivery, fresh in made:
        sending.send_new(delivery, replace(fresh, asked_at=fresh.asked_at - timedelta(seconds=30)))

    assert not [one for one in box.outbox if str(desk.email) in one.to[0]]


def test_who_lost_the_desk_hears_no_more_of_mail_that_does_not_arrive(requester: User, desk: User, told: Told) -> None:
    told()
    quiet_now(desk)
    note_refusal(requester, "550 user unknown", at=timezone.now())
    told(passes=timedelta())
    RoleHeld.objects.filter(user=desk).delete()

    assert not to(desk, told(passes=timedelta(hours=9)))


def test_a_mail_that_is_tried_again_keeps_quiet(
    ticket: Ticket, requester: User, fso: User, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    told()

    def busy(_mail: EmailMessage) -> None:
        raise smtplib.SMTPResponseException(451, b"later")

    with monkeypatch.context() as away:
        away.setattr(channels._kept, "send", busy)
        actions.answer(ticket, body="Hello", actor=fso)
        told(passes=timedelta())
    quiet_now(requester)

    assert not to(requester, told(passes=timedelta(minutes=2)))
    assert len(to(requester, told(passes=timedelta(hours=8)))) == 1


def test_what_a_server_says_is_washed_before_it_is_kept(
    ticket: Ticket, requester: User, fso: User, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    told()

    def refuses(_mail: EmailMessage) -> None:
        raise smtplib.SMTPRecipientsRefused({"emma@hopveld.example": (550, b"5.1.1 no such\x00 \x1b[31m\r\nuser")})

    monkeypatch.setattr(channels._kept, "send", refuses)
    actions.answer(ticket, body="Hello", actor=fso)
    told(passes=timedelta())

    refused = Delivery.objects.get(person=requester, state="refused")
    assert refused.last_error == "550 5.1.1 no such [31m user"


@pytest.mark.parametrize(("others", "refuses_every"), [(1, 2), (7, 1), (7, 2), (11, 3)])
def test_mail_about_mail_that_does_not_arrive_dies_out(
    requester: User, desk: User, told: Told, monkeypatch: pytest.MonkeyPatch, others: int, refuses_every: int
) -> None:
    for number in range(others):
        person_of_firm(f"Desk {number}", f"desk{number}@lumen-it.example", Role.DESK)
    told()
    as_it_is, turns = channels._kept.send, Counter[str]()

    def server(mail: EmailMessage) -> None:
        turns[mail.to[0]] += 1
        if turns[mail.to[0]] % refuses_every == 0:
            raise smtplib.SMTPRecipientsRefused({mail.to[0]: (550, b"5.4.5 daily quota")})
        as_it_is(mail)

    monkeypatch.setattr(channels._kept, "send", server)
    note_refusal(requester, "550 user unknown", at=timezone.now())
    for _ in range(10):
        tell_all(timedelta())

    assert not Pending.objects.waiting().exists()
    assert sum(turns.values()) <= (others + 1) * (others + 4), "the first news, and that some stopped, to each"


def test_who_takes_over_an_address_bears_nothing_of_who_had_it(
    requester: User, colleague: User, administrator: User
) -> None:
    now = timezone.now()
    taken = str(requester.email)
    RefusedAddress.objects.create(address=taken, refusals=3, words="550 She left", refused_at=now, stopped_at=now)

    def moves_to(person: User, email: str) -> None:
        people.correct_person(
            person, name=person.name, email=email, language="en", time_zone="UTC", phone="", actor=administrator
        )

    moves_to(requester, "new@hopveld.example")
    assert RefusedAddress.objects.exists()

    moves_to(colleague, taken)

    assert not RefusedAddress.objects.exists()
