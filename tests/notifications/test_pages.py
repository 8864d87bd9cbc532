"""The list of news and the bell."""

from __future__ import annotations

import html
import re
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from notifications.models import Notification
from sites.models import Assignment
from tests.budgets import within_budget
from tests.conftest import SignIn
from tests.notifications.conftest import Told
from tests.notifications.test_bell import news, unread
from tickets import actions
from tickets.models import Impact, Ticket, Urgency


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


def test_a_line_says_when_it_happened_not_when_it_was_told(
    ticket: Ticket, fso: User, requester: User, told: Told, sign_in: SignIn
) -> None:
    actions.answer(ticket, body="Hello", actor=fso)
    told()
    three_days_on = timezone.now() + timedelta(days=3)
    Notification.objects.filter(person=requester, channel="in_app").update(made_at=three_days_on)

    page = sign_in(requester).get("/news/").content.decode()

    shown = {datetime.fromisoformat(at) for at in re.findall(r'<time[^>]* datetime="([^"]+)"', page)}
    assert ticket.events.get(kind="answered").occurred_at in shown
    assert three_days_on not in shown


def titles(page: str) -> list[str]:
    return re.findall(r'<button class="row-title"[^>]*>([^<]+)<', page)


def test_people_of_the_firm_read_number_and_client_and_an_unread_p1_stands_first(
    ticket: Ticket, critical_ticket: Ticket, fso: User, requester: User, told: Told, sign_in: SignIn
) -> None:
    for row in (critical_ticket, ticket):  # the P1 is the older one
        actions.note(row, body="Word", actor=None)
    told()
    browser = sign_in(fso)

    page = browser.get("/news/").content.decode()

    assert titles(page) == [critical_ticket.title, ticket.title]
    assert f"<span>{ticket.pk} · {ticket.client.name}</span>" in page
    assert page.count('class="chip p1"') == 1

    Notification.objects.filter(person=fso, channel="in_app", ticket=critical_ticket).update(read_at=timezone.now())
    assert titles(browser.get("/news/").content.decode()) == [ticket.title, critical_ticket.title]


def test_people_of_clients_read_no_priority_there_and_the_newest_first(
    critical_ticket: Ticket, fso: User, colleague: User, told: Told, sign_in: SignIn
) -> None:
    told_of = actions.Report(what="The printer jams", impact=Impact.PERSON, urgency=Urgency.DIFFICULT)
    older = critical_ticket
    newer = actions.report(told_of, client=older.client, actor=colleague)
    for row in (older, newer):
        actions.answer(row, body="Hello", actor=fso)
    told()

    page = sign_in(colleague).get("/news/").content.decode()

    assert titles(page) == [newer.title, older.title]
    assert "chip p1" not in page
    assert str(older.pk) not in re.sub(r'value="\d+"', "", page.split('id="news"')[1].split("</ul>")[0])


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


# ---- marking ----


def test_one_is_marked_read_without_being_opened(
    ticket: Ticket, critical_ticket: Ticket, fso: User, told: Told, sign_in: SignIn
) -> None:
    told()
    browser = sign_in(fso)

    answer = browser.post("/news/read/", {"ticket": ticket.pk, "stay": "on"})

    assert answer.headers["Location"] == "/news/"
    assert unread(fso) == {critical_ticket.pk}
    assert "<p>Read.</p>" in browser.get("/news/").content.decode()


def test_marked_on_the_page_the_list_and_the_bell_come_anew(
    ticket: Ticket, critical_ticket: Ticket, fso: User, told: Told, sign_in: SignIn
) -> None:
    told()

    answer = sign_in(fso).post("/news/read/", {"ticket": ticket.pk, "stay": "on"}, headers={"HX-Request": "true"})

    part = answer.content.decode()
    assert part.strip().startswith('<div id="news">')
    assert 'hx-swap-oob="innerHTML:#bell"' in part
    assert 'data-count="1"' in part
    assert part.count(">Mark read<") == 1
    status = part.split('<div id="status" class="live" role="status" hx-swap-oob="true">')[1]
    assert "<p>Read.</p>" in status.split("</div>")[0]


def test_what_is_about_no_ticket_is_marked_by_itself(ticket: Ticket, fso: User, told: Told, sign_in: SignIn) -> None:
    told()
    news(fso, None, 2)

    sign_in(fso).post("/news/read/", {"own": "on", "stay": "on"})

    assert unread(fso) == {ticket.pk}


# ---- a long list ----


def rows_on(page: str) -> int:
    return page.count('<p class="row-meta">')


def next_of(page: str) -> str:
    found = re.search(r'href="\?(part=[^"]+)"', page)
    return html.unescape(found[1]) if found else ""


def test_a_long_list_is_walked_to_its_end_each_piece_once(
    ticket: Ticket, fso: User, requester: User, told: Told, sign_in: SignIn
) -> None:
    for number in range(130):
        actions.answer(ticket, body=f"Word {number}", actor=fso)
    told()
    notices = Notification.objects.filter(person=requester, channel="in_app")
    oldest = list(notices.order_by("made_at", "pk").values_list("pk", flat=True)[:120])
    notices.exclude(pk__in=oldest).update(read_at=timezone.now())
    browser = sign_in(requester)

    pages, query = [browser.get("/news/").content.decode()], ""
    while query := next_of(pages[-1]):
        pages.append(browser.get(f"/news/?{query}").content.decode())

    assert [rows_on(page) for page in pages] == [100, notices.count() - 100]
    assert pages[0].count('class="unread"') == 100
    assert pages[1].count('class="unread"') == 20


def test_more_is_brought_to_the_end_of_the_list(ticket: Ticket, fso: User, told: Told, sign_in: SignIn) -> None:
    for number in range(130):
        actions.note(ticket, body=f"Word {number}", actor=None)
    told()
    browser = sign_in(fso)
    query = next_of(browser.get("/news/").content.decode())

    part = browser.get(f"/news/?{query}", headers={"HX-Request": "true"}).content.decode()

    assert part.strip().startswith("<li")
    assert 'id="news-more" hx-swap-oob="true"' in part


@pytest.mark.parametrize("query", ["part=all", "part=new&after=x", "after=1", "part=earlier&after=1.2.3", "after=-1.1"])
def test_a_part_that_never_was_is_refused(query: str, fso: User, sign_in: SignIn) -> None:
    assert sign_in(fso).get(f"/news/?{query}").status_code == 400


@pytest.mark.parametrize("who", ["fso", "requester"])
def test_the_list_costs_the_same_however_long_it_is(
    who: str, ticket: Ticket, fso: User, requester: User, told: Told, sign_in: SignIn
) -> None:
    person = {"fso": fso, "requester": requester}[who]

    def answers(more: int) -> None:
        for number in range(more):
            actions.answer(ticket, body=f"Word {number}", actor=fso)
            actions.note(ticket, body=f"Note {number}", actor=None)
        told()

    within_budget(f"notifications:list {who}", sign_in(person), "/news/", answers)
