"""The list of news and the bell."""

from __future__ import annotations

import pytest
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries

from accounts.models import User
from notifications.models import Notification
from sites.models import Assignment
from tests.conftest import SignIn
from tests.notifications.conftest import Told
from tickets import actions
from tickets.models import Ticket


def test_news_stand_together_per_ticket_in_a_sentence_for_their_reader(
    ticket: Ticket, fso: User, requester: User, told: Told, sign_in: SignIn
) -> None:
    actions.answer(ticket, body="Hello", actor=fso)
    actions.resolve(ticket, how="Done", minutes=5, actor=fso)
    told()

    page = sign_in(requester).get("/news/").content.decode()

    assert page.count('class="row-title"') == 1
    assert "Inès Vercammen answered" in page
    assert "Inès Vercammen solved it" in page


def test_the_bell_counts_what_is_unread(
    ticket: Ticket, fso: User, requester: User, told: Told, sign_in: SignIn
) -> None:
    told()
    browser = sign_in(fso)
    assert ">1<" in browser.get("/news/count/").content.decode()

    browser.post("/news/read/")

    assert browser.get("/news/count/").content.decode().strip() == ""


def test_opening_news_marks_what_is_about_that_ticket_and_leads_there(
    ticket: Ticket, critical_ticket: Ticket, fso: User, told: Told, sign_in: SignIn
) -> None:
    told()

    answer = sign_in(fso).post("/news/read/", {"ticket": ticket.pk})

    assert answer.headers["Location"] == f"/tickets/{ticket.pk}/"
    assert list(
        Notification.objects.filter(person=fso, channel="in_app", read_at=None).values_list("ticket", flat=True)
    ) == [critical_ticket.pk]


def test_reading_never_writes(ticket: Ticket, fso: User, told: Told, sign_in: SignIn) -> None:
    told()
    browser = sign_in(fso)

    for address in ("/news/", "/news/count/"):
        assert browser.get(address).status_code == 200
        assert browser.post(address).status_code == 405
    assert browser.get("/news/read/").status_code == 405
    assert Notification.objects.filter(person=fso, channel="in_app", read_at=None).count() == 1


def test_news_of_a_ticket_that_one_may_no_longer_see_are_gone_from_list_and_count(
    ticket: Ticket, fso: User, stand_in: User, told: Told, sign_in: SignIn
) -> None:
    told()
    actions.hand_over_contact(ticket, to=stand_in, actor=None)
    Assignment.objects.filter(person=fso).update(ends_at=timezone.now())
    browser = sign_in(fso)

    assert "Outlook" not in browser.get("/news/").content.decode()
    assert browser.get("/news/count/").content.decode().strip() == ""
    assert browser.post("/news/read/", {"ticket": ticket.pk}).status_code == 404


@pytest.mark.parametrize("number", ["0", "-1", "x", "99999999999999999999", "424242"])
def test_a_number_that_never_was_is_not_found(number: str, fso: User, sign_in: SignIn) -> None:
    assert sign_in(fso).post("/news/read/", {"ticket": number}).status_code == 404


def test_nobody_reads_the_news_of_another(
    ticket: Ticket, fso: User, outsider_fso: User, told: Told, sign_in: SignIn
) -> None:
    told()
    browser = sign_in(outsider_fso)

    assert "Outlook" not in browser.get("/news/").content.decode()
    browser.post("/news/read/")
    assert Notification.objects.filter(person=fso, channel="in_app", read_at=None).count() == 1


@pytest.mark.parametrize("rounds", [1, 10])
def test_the_list_costs_the_same_however_long_it_is(
    rounds: int,
    ticket: Ticket,
    fso: User,
    requester: User,
    told: Told,
    sign_in: SignIn,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(rounds):
        actions.answer(ticket, body=f"Word {number}", actor=fso)
    told()
    browser = sign_in(requester)

    with django_assert_max_num_queries(8):
        assert browser.get("/news/").status_code == 200
    with django_assert_max_num_queries(4):
        assert browser.get("/news/count/").status_code == 200
