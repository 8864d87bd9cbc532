"""The telling with a real worker, a real queue and a real mail server."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone
from kombu import Queue

from accounts.models import User
from fso_desk.celery import app
from notifications.models import Delivery, Pending, SignOfLife
from sites.models import Client
from tests.conftest import SignIn
from tests.processes import PATIENCE, SmtpSink, Worker, words_in
from tickets import actions
from tickets.models import Ticket

pytestmark = pytest.mark.django_db(transaction=True)


def test_what_is_reported_on_the_page_is_told_by_mail_once_and_in_the_language_of_each(
    worker: Worker, smtp_sink: SmtpSink, brewery: Client, colleague: User, fso: User, sign_in: SignIn
) -> None:
    answer = sign_in(colleague).post(
        "/tickets/report/",
        {"type": "incident", "what": "Outlook start niet", "impact": "3", "urgency": "2"},
    )
    assert answer.status_code in (200, 302), answer.content.decode()
    number = Ticket.objects.get().pk

    smtp_sink.wait_for(2)
    time.sleep(1)

    assert len(smtp_sink.mails) == 2
    (received,), (new,) = smtp_sink.to("joke@hopveld.example"), smtp_sink.to("ines@lumen-it.example")
    assert received["Subject"].startswith(f"[{number}] ")
    assert new["Subject"] == f"[{number}] New: Outlook start niet"
    assert received["Reply-To"] == settings.DESK_EMAIL
    assert 'lang="nl"' in words_in(received, "html")
    assert f"{settings.BASE_URL}/tickets/{number}/" in words_in(received)


def test_what_was_committed_while_no_worker_lived_is_told_by_the_clock_of_the_next_one(
    start_worker: Callable[[], Worker], smtp_sink: SmtpSink, brewery: Client, fso: User, requester: User
) -> None:
    start_worker().kill()
    ticket = actions.report(actions.Report(what="No sound"), client=brewery, actor=requester)
    actions.answer(ticket, body="I come by at ten.", actor=fso)
    _lose_the_queue()

    start_worker()

    smtp_sink.wait_for(3)
    assert len(smtp_sink.to("emma@hopveld.example")) == 2
    assert not Pending.objects.filter(done_at__isnull=True).exists()
    _wait_until(lambda: set(SignOfLife.objects.values_list("kind", flat=True)) == {"worker", "clock"})
    assert all(timezone.now() - sign.seen_at < timedelta(minutes=1) for sign in SignOfLife.objects.all())


def test_a_dead_broker_neither_breaks_the_page_nor_swallows_the_mail(
    start_worker: Callable[[], Worker],
    smtp_sink: SmtpSink,
    ticket: Ticket,
    requester: User,
    sign_in: SignIn,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with monkeypatch.context() as away:
        _take_the_broker_away(away)
        began = time.monotonic()
        answer = sign_in(requester).post(f"/tickets/{ticket.pk}/reply/", {"body": "It happens again."})
        took = time.monotonic() - began
    assert answer.status_code in (200, 302), answer.content.decode()
    assert took < 3
    assert Pending.objects.filter(done_at__isnull=True).count() == 2

    start_worker()

    smtp_sink.wait_for(3)
    assert any("It happens again." in words_in(mail) for mail in smtp_sink.to("ines@lumen-it.example"))


def test_a_busy_mail_server_is_asked_again(
    worker: Worker, smtp_sink: SmtpSink, ticket: Ticket, fso: User, requester: User
) -> None:
    smtp_sink.wait_for(2)
    smtp_sink.answers.append("451 4.3.0 later")

    actions.answer(ticket, body="I come by at ten.", actor=fso)

    _wait_until(lambda: Delivery.objects.filter(last_error="451 4.3.0 later").update(due_at=timezone.now()) == 1)
    sent = smtp_sink.wait_for(3)
    assert "I come by at ten." in words_in(sent[-1])
    assert Delivery.objects.get(message_id=sent[-1]["Message-ID"]).attempts == 2


def _wait_until(it_is_so: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not it_is_so():
        assert time.monotonic() < until
        time.sleep(0.1)


def _lose_the_queue() -> None:
    """What was put into the queue is gone; on Redis the other tests' keys are left alone."""
    with app.connection_for_write() as connection:
        Queue(settings.CELERY_TASK_DEFAULT_QUEUE, channel=connection.default_channel).purge()


def _take_the_broker_away(monkeypatch: pytest.MonkeyPatch) -> None:
    if settings.ON_REDIS:
        monkeypatch.setattr(app.conf, "broker_write_url", "redis://127.0.0.1:9/0")
        monkeypatch.setattr(app.amqp, "_producer_pool", None)
    else:
        shutil.rmtree(settings.VAR_DIR / "broker", ignore_errors=True)
