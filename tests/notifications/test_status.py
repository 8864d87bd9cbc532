"""The figures of the telling, as a command for who watches the desk: what they say, and what they cost."""

from __future__ import annotations

import json
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from notifications.filters import OutboxFilter
from notifications.health import LATELY, figures
from notifications.models import Delivery, Pending, SignOfLife
from tests.notifications.conftest import Told
from tests.notifications.outbox_rows import ended_mails, fact_set_aside, refused_mail, stopped_address
from tickets.models import Ticket

LATE = timedelta(minutes=5, seconds=1)
NOT_YET = timedelta(minutes=4, seconds=50)


def status(*options: str) -> str:
    said = StringIO()
    call_command("notification_status", *options, stdout=said)
    return said.getvalue()


def as_json() -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(status("--json"))
    return answer


def assert_late() -> None:
    said = StringIO()
    with pytest.raises(CommandError, match="more than 5 minutes") as refusal:
        call_command("notification_status", "--json", stdout=said)
    assert refusal.value.returncode == 1
    assert json.loads(said.getvalue())["late"] is True


def test_a_fact_that_nobody_told_for_five_minutes_makes_it_fail(ticket: Ticket) -> None:
    fact = Pending.objects.latest("pk")
    Pending.objects.exclude(pk=fact.pk).update(done_at=timezone.now())

    Pending.objects.filter(pk=fact.pk).update(due_at=timezone.now() - NOT_YET)
    assert as_json()["facts_due"] == 1

    Pending.objects.filter(pk=fact.pk).update(due_at=timezone.now() - LATE)
    assert_late()

    Pending.objects.filter(pk=fact.pk).update(done_at=timezone.now())
    assert as_json()["oldest_seconds"] == 0


def test_a_mail_that_nobody_sent_for_five_minutes_makes_it_fail(requester: User) -> None:
    (mail,) = ended_mails(1, requester, state="waiting", ended_at=None, last_error="")

    Delivery.objects.filter(pk=mail.pk).update(due_at=timezone.now() - NOT_YET)
    assert 289 < as_json()["oldest_seconds"] < 300

    Delivery.objects.filter(pk=mail.pk).update(due_at=timezone.now() - LATE)
    assert_late()


def test_what_is_held_on_purpose_and_what_failed_does_not_make_it_fail(requester: User) -> None:
    now, long_ago = timezone.now(), timezone.now() - timedelta(days=2)
    held: dict[str, Any] = {"state": "waiting", "ended_at": None, "made_at": long_ago}
    ended_mails(1, requester, due_at=now + timedelta(hours=8), last_error="", **held)  # quiet hours
    ended_mails(1, requester, due_at=now + timedelta(minutes=9), last_error="451 Later", attempts=7, **held)
    ended_mails(2, requester, made_at=long_ago, due_at=long_ago, ended_at=long_ago)
    fact_set_aside()
    Pending.objects.update(created_at=long_ago, due_at=long_ago, set_aside_at=long_ago)

    said = as_json()

    assert (said["late"], said["oldest_seconds"]) == (False, 0)
    assert (said["mails_held"], said["mails_failing"], said["refused"], said["facts_set_aside"]) == (2, 1, 2, 1)
    assert said["held_until"] == (now + timedelta(minutes=9)).isoformat(timespec="seconds")


def test_a_fact_that_waits_for_its_client_to_open_is_not_late_when_it_does(ticket: Ticket) -> None:
    now = timezone.now()
    Pending.objects.update(created_at=now - timedelta(days=30), due_at=now + timedelta(hours=1))

    assert as_json()["facts_due"] == 0


def test_it_says_in_words_what_the_page_says(ticket: Ticket, requester: User, fso: User, told: Told) -> None:
    told()
    refused_mail(requester, ticket)
    ended_mails(1, requester, state="given_up")
    ended_mails(1, requester, state="sent", ended_at=timezone.now() - LATELY - timedelta(minutes=1))
    stopped_address(requester)
    seen_at = timezone.now()
    SignOfLife.objects.create(name="celery@one", kind="worker", seen_at=seen_at)

    said = status()

    for line in (
        "sent in the last 24 hours: 2",
        "refused for good: 1",
        "given up: 1",
        "addresses that refuse: 1",
        f"workers, last seen: celery@one {seen_at.isoformat(timespec='seconds')}",
        "clock, last seen: none",
        "alarms leave by: none",
    ):
        assert f"{line}\n" in said


def test_a_silent_worker_alone_does_not_make_it_fail(db: None) -> None:
    SignOfLife.objects.create(name="celery@one", kind="worker", seen_at=timezone.now() - timedelta(hours=2))

    assert as_json()["late"] is False


# ---- what it costs ----


def plan_of(rows: QuerySet[Any]) -> str:
    return rows.explain()


def test_no_figure_and_no_list_looks_through_what_was_sent(requester: User, fso: User) -> None:
    now = timezone.now()
    long_ago = now - timedelta(days=30)
    ended_mails(20_000, requester, state="sent", ended_at=long_ago, due_at=long_ago, made_at=long_ago)
    ended_mails(20, requester)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")

    with CaptureQueriesContext(connection) as made:
        figures(now)
    looked = {
        "left": Delivery.objects.left_since(now - LATELY).values("state"),
        "failed": Delivery.objects.failed().values("state"),
        "waiting": Delivery.objects.filter(state="waiting").values("due_at"),
        "due": Delivery.objects.due(now),
        "list": OutboxFilter().mails().order_by("-ended_at", "-id")[:26],
        "list of a state": OutboxFilter("given_up").mails().order_by("-ended_at", "-id")[:26],
        "list of a person": OutboxFilter("", requester.pk).mails().order_by("-ended_at", "-id")[:26],
        "list of who failed never": OutboxFilter("", fso.pk).mails().order_by("-ended_at", "-id")[:26],
        "failing": OutboxFilter("failing").mails().order_by("due_at", "id")[:26],
    }

    assert len(made) == 7
    scanned = {name: plan for name, rows in looked.items() if not uses_index(plan := plan_of(rows))}
    assert not scanned


def uses_index(plan: str) -> bool:
    """Whether this plan reads the table of mails through one of its indexes, in either database."""
    by_index = any(f"{word} {name}" in plan for word in ("using", "on", "INDEX") for name in INDEXES)
    return by_index and "Seq Scan" not in plan


INDEXES = (
    "delivery_due",
    "delivery_waiting",
    "delivery_failed",
    "delivery_left",
    "notifications_delivery_person",
    "delivery_of_person",
)
