"""The bell: what it counts, what it costs, and that looking at a ticket rings it off."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from accounts.sessions import USED_AT
from notifications import queries
from notifications.models import Notification
from tests.budgets import queries_of, within_budget
from tests.conftest import SignIn
from tests.notifications.conftest import Told
from tickets import actions
from tickets.models import Ticket


def news(person: User, ticket: Ticket | None, how_many: int, *, is_read: bool = False, kind: str = "answered") -> None:
    """Let this person have so many pieces of news that point to no event: enough to be counted."""
    last = Notification.objects.order_by("-event_number").values_list("event_number", flat=True).first() or 0
    at = timezone.now()
    Notification.objects.bulk_create(
        Notification(
            event_table="tickets_ticketevent",
            event_number=last + number,
            kind=kind,
            topic="changes",
            person=person,
            channel="in_app",
            ticket=ticket,
            made_at=at - timedelta(minutes=number),
            read_at=at if is_read else None,
        )
        for number in range(1, how_many + 1)
    )


def unread(person: User) -> set[int | None]:
    return set(
        Notification.objects.filter(person=person, channel="in_app", read_at=None).values_list("ticket", flat=True)
    )


# ---- what it costs ----


@pytest.mark.parametrize("who", ["fso", "requester"])
def test_it_costs_one_look_at_the_news_however_much_there_is(
    who: str, ticket: Ticket, fso: User, requester: User, sign_in: SignIn
) -> None:
    person = {"fso": fso, "requester": requester}[who]
    browser = sign_in(person)

    within_budget(f"notifications:count {who}", browser, "/news/count/", lambda more: news(person, ticket, more))

    asked = queries_of(browser, "/news/count/")
    assert len([sql for sql in asked if '"notifications_' in sql]) == 1
    # Besides: the session, the person, and what that person may see today.
    assert len(asked) == 4


def test_an_index_serves_it_whatever_was_read_before(ticket: Ticket, fso: User, desk: User, requester: User) -> None:
    for person in (fso, desk, requester):
        news(person, ticket, 5000, is_read=True)
        news(person, ticket, 3)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")

    for person in (fso, desk, requester):
        with CaptureQueriesContext(connection) as made:
            assert queries.unread_count(person) == 3
        sql = next(query["sql"] for query in made.captured_queries if '"notifications_' in query["sql"])
        with connection.cursor() as cursor:
            cursor.execute(("EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN ") + sql)
            plan = "\n".join(str(row) for row in cursor.fetchall())

        assert "news_unread" in plan, plan
        assert "SCAN notifications_notification" not in plan, plan
        assert "Seq Scan on notifications_notification" not in plan, plan
        assert "SCAN tickets_ticket" not in plan, plan


def test_asking_by_itself_keeps_nobody_signed_in(fso: User, sign_in: SignIn) -> None:
    browser = sign_in(fso)
    session, an_hour_ago = browser.session, int(time.time()) - 3600
    session[USED_AT] = an_hour_ago
    session.save()

    def used_at() -> int:
        row = Session.objects.get(session_key=browser.session.session_key)
        return int(row.get_decoded()[USED_AT])

    browser.get("/news/count/", headers={"X-By-Itself": "1"})
    assert used_at() == an_hour_ago

    browser.get("/news/")
    assert used_at() > an_hour_ago


# ---- what it says ----


def test_more_than_it_counts_is_said_so(ticket: Ticket, fso: User, sign_in: SignIn) -> None:
    news(fso, ticket, 250)

    said = sign_in(fso).get("/news/count/").content.decode()

    assert ">99+<" in said
    assert "more than 99 unread" in said


def test_the_frame_asks_every_minute_and_says_that_it_asks_by_itself(fso: User, sign_in: SignIn) -> None:
    page = sign_in(fso).get("/queue/").content.decode()

    assert 'hx-get="/news/count/" hx-trigger="load, every 60s, seen, news-read from:body"' in page
    assert """hx-headers='{"X-By-Itself": "1"}'""" in page


# ---- looking at a ticket ----


@pytest.mark.parametrize("who", ["fso", "requester"])
def test_a_ticket_s_page_marks_its_news_and_brings_the_bell_in_one_request(
    who: str, ticket: Ticket, critical_ticket: Ticket, fso: User, requester: User, told: Told, sign_in: SignIn
) -> None:
    actions.answer(ticket, body="Hello", actor=fso)
    person = {"fso": fso, "requester": requester}[who]
    news(person, None, 1)
    told()
    assert ticket.pk in unread(person)
    others = unread(person) - {ticket.pk}
    browser = sign_in(person)

    page = browser.get(f"/tickets/{ticket.pk}/").content.decode()

    assert ticket.pk in unread(person)  # reading a page writes nothing
    assert 'hx-trigger="every 60s, seen, news-read from:body"' in page
    sent_by_the_page = (
        f"""hx-post="/news/read/" hx-vals='{{"ticket": "{ticket.pk}", "bell": "on"}}' hx-trigger="load, seen\""""
    )
    assert page.count(sent_by_the_page) == 1

    answer = browser.post("/news/read/", {"ticket": ticket.pk, "bell": "on"}, headers={"HX-Request": "true"})

    assert unread(person) == others
    assert f'data-count="{len(others)}"' in answer.content.decode()
    assert "<html" not in answer.content.decode()


def test_a_change_on_the_page_does_not_ask_once_more(ticket: Ticket, fso: User, sign_in: SignIn) -> None:
    answer = sign_in(fso).post(f"/tickets/{ticket.pk}/start/", headers={"HX-Request": "true"})

    assert answer.status_code == 200
    assert "/news/read/" not in answer.content.decode()


def test_only_a_page_of_ours_marks_news(ticket: Ticket, fso: User, told: Told) -> None:
    told()
    elsewhere = Browser(enforce_csrf_checks=True)
    elsewhere.force_login(fso)

    assert elsewhere.post("/news/read/", {"ticket": ticket.pk, "bell": "on"}).status_code == 403
    assert unread(fso) == {ticket.pk}


def test_the_bell_of_a_ticket_that_one_may_not_see_is_not_found(
    ticket: Ticket, outsider_fso: User, sign_in: SignIn
) -> None:
    browser = sign_in(outsider_fso)

    answers = [browser.post("/news/read/", {"ticket": number, "bell": "on"}) for number in (ticket.pk, 424242)]

    assert [answer.status_code for answer in answers] == [404, 404]
