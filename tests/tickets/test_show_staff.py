"""The page of a ticket for people of the firm: what happened, and what can be done now."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client as Browser
from django.utils import timezone, translation

from accounts.models import User
from accounts.moments import local_time
from history.kinds import all_kinds
from sites.models import Client
from tests.budgets import queries_of, within_budget
from tickets import actions, permissions
from tickets.lifecycle import Status
from tickets.models import Category, Impact, Reader, Ticket, TicketEvent
from tickets.timeline import Happened, names_of, sentence_of, timeline_of

SignIn = Callable[[User], Browser]


def address(ticket: Ticket, query: str = "") -> str:
    return f"/tickets/{ticket.pk}/{query}"


def test_the_timeline_tells_words_and_facts_in_order_with_names_in_the_readers_language(
    ticket: Ticket, fso: User, stand_in: User, engineer: User
) -> None:
    actions.start(ticket, actor=fso)
    actions.answer(ticket, body="I look at it.", actor=fso)
    actions.note(ticket, body="The profile is broken.", actor=fso)
    actions.override_priority(ticket, priority=2, reason="She sends invoices today", actor=fso)
    actions.assign(ticket, to=stand_in, actor=fso)
    actions.resolve(ticket, how="A new profile", minutes=12, is_public=False, actor=stand_in)

    told = [
        (entry.sentence, entry.words) if isinstance(entry, Happened) else entry.message.body
        for entry in timeline_of(Ticket.objects.get(pk=ticket.pk), reader=engineer)
    ]

    assert told == [
        "Outlook does not open",
        ("Inès Vercammen opened it", ""),
        ("Inès Vercammen started", ""),
        "I look at it.",
        "The profile is broken.",
        ("Inès Vercammen changed the priority from P4 Low to P2 High", "She sends invoices today"),
        ("Inès Vercammen assigned it to Dario Conti", ""),
        ("Dario Conti resolved it", "A new profile"),
    ]


@pytest.mark.parametrize("language", ["en", "fr", "nl"])
def test_every_kind_of_fact_has_a_sentence_that_formats_in_every_language(language: str) -> None:
    kinds = list(all_kinds())
    with translation.override(language):
        sentences = [sentence_of(kind, "Inès", dict.fromkeys(kind.facts, 1), {1: "Dario"}) for kind in kinds]

    assert len(kinds) > 15
    assert all(sentence and "%(" not in sentence for sentence in sentences)


def test_a_fact_without_an_actor_or_about_nobody_still_reads_as_a_sentence(ticket: Ticket, fso: User) -> None:
    actions.hand_over_contact(ticket, to=None, actor=None)
    event = TicketEvent.objects.filter(ticket=ticket).latest("pk")

    entries = timeline_of(Ticket.objects.get(pk=ticket.pk), reader=fso)[-2:]

    sentences = [entry.sentence for entry in entries if isinstance(entry, Happened)]
    assert sentences == ["nobody is now the face for the client", "The desk assigned it to nobody"]
    assert names_of([event]) == {fso.pk: fso.name}


def test_internal_notes_are_marked_and_the_buttons_say_who_reads(
    ticket: Ticket, fso: User, colleague: User, sign_in: SignIn
) -> None:
    actions.note(ticket, body="Between us", actor=fso)

    page = sign_in(fso).get(address(ticket)).content.decode()

    assert 'class="said inside"' in page
    assert "To Emma, who reads English" in page
    assert f'formaction="/tickets/{ticket.pk}/note/"' in page


def test_text_of_people_is_never_markup(brewery: Client, requester: User, fso: User, sign_in: SignIn) -> None:
    hostile = '<script>alert(1)</script> {{ 7|add:7 }} "><img src=x onerror=alert(1)>'
    ticket = actions.report(actions.Report(what=hostile), client=brewery, actor=requester)
    actions.note(ticket, body=hostile, actor=fso)
    actions.resolve(ticket, how=hostile, minutes=1, actor=fso)

    page = sign_in(fso).get(address(ticket)).content.decode()

    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "{{ 7|add:7 }}" in page


def test_what_cannot_be_done_keeps_its_place_with_the_reason(ticket: Ticket, fso: User, sign_in: SignIn) -> None:
    actions.start(ticket, actor=fso)

    page = sign_in(fso).get(address(ticket))

    assert list(page.context["why_not"]) == ["Somebody is on it already."]
    assert 'aria-disabled="true" aria-describedby="why-not"' in page.content.decode()


def test_who_only_reads_an_offer_sees_why_he_cannot_work_on_it(
    ticket: Ticket, outsider_engineer: User, sign_in: SignIn
) -> None:
    assert sign_in(outsider_engineer).get(address(ticket)).status_code == 404
    actions.let_read(ticket, [outsider_engineer], why=Reader.Why.OFFER)

    page = sign_in(outsider_engineer).get(address(ticket))

    assert list(page.context["why_not"]) == ["You may read this while it is offered to you. Pick it up to work on it."]
    assert 'id="write"' not in page.content.decode()


@pytest.mark.parametrize("status", [Status.NEW, Status.IN_PROGRESS, Status.RESOLVED, Status.CLOSED, Status.CANCELLED])
def test_one_question_answers_as_each_permission_does(
    status: Status, ticket: Ticket, fso: User, stand_in: User, outsider_fso: User, administrator: User, requester: User
) -> None:
    if status == Status.IN_PROGRESS:
        actions.start(ticket, actor=fso)
    if status in (Status.RESOLVED, Status.CLOSED):
        actions.resolve(ticket, how="Done", minutes=1, actor=fso)
    if status == Status.CLOSED:
        actions.confirm(ticket, actor=requester)
    if status == Status.CANCELLED:
        actions.cancel(ticket, reason="Twice", actor=fso)
    now = Ticket.objects.get(pk=ticket.pk)
    assert now.status == status

    for person in (fso, stand_in, outsider_fso, administrator):
        assert permissions.answers_for_firm(person, now) == {
            "answer": permissions.can_answer(person, now),
            "note": permissions.can_note(person, now),
            "speak": permissions.can_answer(person, now),
            "start": permissions.can_start(person, now),
            "assign": permissions.can_change(person, now),
            "categorize": permissions.can_change(person, now),
            "override_priority": permissions.can_change(person, now),
            "resolve": permissions.can_resolve(person, now),
            "link_problem": permissions.can_work(person, now),
            "reopen": permissions.can_reopen(person, now),
            "cancel": permissions.can_cancel(person, now),
            "wait": permissions.can_wait(person, now),
            "end_wait": permissions.can_end_wait(person, now),
            "remind": permissions.can_remind(person, now),
            "close_unanswered": permissions.can_close_unanswered(person, now),
        }


@pytest.mark.parametrize("panel", ["resolve", "assign", "categorize", "override_priority", "cancel", "wait"])
def test_each_form_opens_by_its_address_and_alone_for_htmx(
    panel: str, ticket: Ticket, fso: User, mail_category: Category, sign_in: SignIn
) -> None:
    browser = sign_in(fso)

    page = browser.get(address(ticket, f"?do={panel}"))
    part = browser.get(address(ticket, f"?do={panel}"), headers={"HX-Request": "true"}).content.decode()

    assert f'action="/tickets/{ticket.pk}/{panel.replace("_", "-")}/"' in page.content.decode()
    assert part.lstrip().startswith('<div id="panel">')
    assert "<html" not in part


def test_an_unknown_form_is_a_bad_request(ticket: Ticket, fso: User, sign_in: SignIn) -> None:
    assert sign_in(fso).get(address(ticket, "?do=delete")).status_code == 400


def test_an_unconfirmed_p1_says_so(critical_ticket: Ticket, fso: User, sign_in: SignIn) -> None:
    browser = sign_in(fso)

    assert "unconfirmed" in browser.get(address(critical_ticket)).content.decode()
    actions.start(critical_ticket, actor=fso)
    assert "unconfirmed" not in browser.get(address(critical_ticket)).content.decode()


def test_an_overridden_priority_stands_beside_the_calculated_one(ticket: Ticket, fso: User, sign_in: SignIn) -> None:
    actions.override_priority(ticket, priority=2, reason="Payday", actor=fso)

    page = sign_in(fso).get(address(ticket)).content.decode()

    assert "Set by hand" in page
    assert "P4 Low" in page


def test_a_ticket_of_another_client_is_the_same_as_none(
    ticket: Ticket, outsider_fso: User, outsider_engineer: User, outsider_manager: User, sign_in: SignIn
) -> None:
    for person in (outsider_fso, outsider_engineer, outsider_manager):
        browser = sign_in(person)
        real, none = browser.get(address(ticket)), browser.get("/tickets/999999/")
        assert (real.status_code, none.status_code) == (404, 404)
        assert real.content == none.content
    assert "/sign-in/" in Browser().get(address(ticket))["Location"]


def test_the_page_asks_the_database_as_often_for_many_messages_as_for_few(
    ticket: Ticket, fso: User, stand_in: User, desk: User, sign_in: SignIn
) -> None:
    def add_rows(count: int) -> None:
        for number in range(count):
            actions.answer(ticket, body=f"Word {number}", actor=[fso, stand_in, desk][number % 3])
            actions.assign(ticket, to=[fso, stand_in][number % 2], actor=fso)

    browser = sign_in(stand_in)
    within_budget("tickets:show staff", browser, address(ticket), add_rows, at_most=14)
    assert len(queries_of(browser, address(ticket, "?do=assign"))) <= 14


def test_the_clock_says_what_was_met(brewery: Client, requester: User, fso: User, sign_in: SignIn) -> None:
    at = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
    ticket = actions.report(actions.Report(what="x"), client=brewery, actor=requester, at=at)
    actions.resolve(ticket, how="Done", minutes=1, actor=fso, at=at.replace(hour=9))

    page = sign_in(fso).get(address(ticket)).content.decode()

    assert page.count("on time") == 2


def test_the_clock_says_each_deadline_once(ticket: Ticket, fso: User, sign_in: SignIn) -> None:
    def clock() -> str:
        page = sign_in(fso).get(address(ticket)).content.decode()
        card = page.split('<h2 id="clock">')[1].split("</section>")[0]
        return " ".join(re.sub(r"<[^>]+>", " ", card).split())

    asked = ticket.opened_at
    Ticket.objects.filter(pk=ticket.pk).update(
        respond_due_at=asked + timedelta(hours=2), resolve_due_at=asked + timedelta(days=3)
    )
    before = clock()
    assert ("First answer due" in before, "Solution due" in before) == (True, True)

    Ticket.objects.filter(pk=ticket.pk).update(responded_at=asked + timedelta(hours=1))

    with timezone.override(fso.time_zone):
        came, due = local_time(asked + timedelta(hours=1)), local_time(asked + timedelta(days=3))
        promised = local_time(asked + timedelta(hours=2))
    after = clock()
    assert f"First answer {came} on time" in after
    assert after.count(due) == 1
    assert promised not in after


@pytest.mark.parametrize(
    ("impact", "words"), [(Impact.COMPANY, "Everyone"), (Impact.TEAM, "Several people"), (Impact.PERSON, "One person")]
)
def test_how_many_are_hit_is_said_as_colleagues_say_it(
    impact: Impact, words: str, brewery: Client, requester: User, fso: User, sign_in: SignIn
) -> None:
    ticket = actions.report(actions.Report(what="No mail", impact=impact), client=brewery, actor=requester)

    assert f"<dd>{words}</dd>" in sign_in(fso).get(address(ticket)).content.decode()
