"""Somebody of a client follows a request: public words only, and two answers to one question: is it solved?"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from history.recording import event_recorded
from sites.models import Client
from tests.budgets import within_budget
from tests.conftest import SignIn
from tests.tickets.test_portal_asking import NEVER_READ, words_of
from tickets import actions
from tickets.lifecycle import Status
from tickets.models import Message, SecondLine, Ticket, TicketEvent

CHANGES = ["reply", "say_it_works", "confirm", "reopen", "confirm_reach"]


def at(verb: str, ticket: Ticket) -> str:
    return reverse(f"tickets:{verb}", args=[ticket.pk])


@pytest.fixture
def emma(requester: User, sign_in: SignIn) -> Browser:
    return sign_in(requester)


@pytest.fixture
def solved(ticket: Ticket, fso: User) -> Ticket:
    return actions.resolve(ticket, how="A new profile was needed.", minutes=10, actor=fso)


def page_of(browser: Browser, ticket: Ticket) -> str:
    response = browser.get(at("show", ticket))
    assert response.status_code == 200
    return words_of(response.content.decode())


def test_she_reads_what_she_told_and_what_was_answered(emma: Browser, ticket: Ticket, fso: User) -> None:
    actions.answer(ticket, body="Close it once and open it again.", actor=fso)

    page = page_of(emma, ticket)

    assert "Outlook does not open" in page
    assert "Inès Vercammen" in page
    assert "Close it once and open it again." in page
    assert "Inès has it" in page
    assert "Inès answered" in page


def test_notes_and_solutions_among_ourselves_never_appear(
    emma: Browser, contact: User, sign_in: SignIn, ticket: Ticket, fso: User
) -> None:
    actions.note(ticket, body="SECRET-NOTE", actor=fso)
    actions.resolve(ticket, how="SECRET-SOLUTION", minutes=5, is_public=False, actor=fso)

    for browser in (emma, sign_in(contact)):
        for address in ["/", reverse("tickets:list"), at("show", ticket), at("sent", ticket)]:
            assert "SECRET" not in browser.get(address).content.decode(), address
    assert "Solved, please confirm" in page_of(emma, ticket)


def test_a_reason_to_stop_is_a_word_among_ourselves(emma: Browser, ticket: Ticket, fso: User) -> None:
    actions.cancel(ticket, reason="SECRET-REASON", actor=fso)

    page = page_of(emma, ticket)

    assert "Stopped" in page
    assert "SECRET" not in page


@pytest.mark.parametrize("state", [SecondLine.OFFERED, SecondLine.PICKED_UP, SecondLine.HANDED_BACK])
def test_of_the_second_line_she_reads_only_that_a_specialist_looks_along(
    emma: Browser, ticket: Ticket, fso: User, engineer: User, state: SecondLine
) -> None:
    actions.note_second_line(ticket, state, actor=engineer, assignee=engineer)

    page = page_of(emma, ticket)

    assert "Inès is on it together with a specialist colleague." in page
    assert "Thibault" not in page


def test_an_engineer_who_works_on_it_is_not_named_until_he_speaks(
    emma: Browser, ticket: Ticket, fso: User, engineer: User
) -> None:
    actions.start(ticket, actor=engineer)
    actions.resolve(ticket, how="The connector was switched off.", minutes=20, actor=engineer)

    page = page_of(emma, ticket)

    assert "A colleague solved it: “The connector was switched off.”" in page
    assert "Thibault" not in page


def test_she_answers_and_twice_is_once(emma: Browser, ticket: Ticket) -> None:
    said = {"body": "Since\r\nyesterday ", "once": str(uuid.uuid4())}

    for _ in range(2):
        assert emma.post(at("reply", ticket), said).headers["Location"] == at("show", ticket)

    assert list(Message.objects.filter(ticket=ticket).values_list("body", flat=True).order_by("pk")) == [
        "Outlook does not open",
        "Since\r\nyesterday ",
    ]
    assert TicketEvent.objects.filter(ticket=ticket, kind="replied").count() == 1


def test_an_empty_answer_is_told_in_a_sentence(emma: Browser, ticket: Ticket) -> None:
    response = emma.post(at("reply", ticket), {"body": " "})

    assert response.status_code == 422
    assert response.content.decode().count("Write your answer first.") == 2


def test_a_too_long_answer_comes_back_whole(emma: Browser, ticket: Ticket) -> None:
    text = "a" * 102_401

    response = emma.post(at("reply", ticket), {"body": text})

    assert response.status_code == 422
    assert text in response.content.decode()


def test_she_says_that_it_works_again_and_her_words_are_kept(emma: Browser, ticket: Ticket) -> None:
    emma.post(at("say_it_works", ticket), {"body": "I switched it off and on."})

    ticket.refresh_from_db()
    assert ticket.status == Status.RESOLVED
    assert Message.objects.filter(ticket=ticket, body="I switched it off and on.").exists()
    assert "Emma said it works again" in page_of(emma, ticket)


def test_what_she_said_works_again_she_is_not_asked_to_confirm(
    emma: Browser, contact: User, sign_in: SignIn, ticket: Ticket
) -> None:
    emma.post(at("say_it_works", ticket))

    page = emma.get(at("show", ticket)).content.decode()
    assert "You told us that it works again. Thank you." in words_of(page)
    assert f'action="{at("reopen", ticket)}"' in page
    assert at("confirm", ticket) not in page
    for address in ["/", reverse("tickets:list"), at("show", ticket)]:
        seen = emma.get(address).content.decode()
        assert "It works again" in words_of(seen)
        assert "confirm" not in words_of(seen).casefold()
        assert at("confirm", ticket) not in seen
    assert "Emma said it works again. Thank you." in page_of(sign_in(contact), ticket)


def test_solved_by_us_after_it_did_not_work_again_she_is_asked(
    emma: Browser, ticket: Ticket, requester: User, fso: User
) -> None:
    actions.say_it_works(ticket, actor=requester)
    actions.reopen(ticket, reason="", actor=requester)
    actions.resolve(ticket, how="A new cable.", minutes=5, actor=fso)

    page = page_of(emma, ticket)

    assert "Is it solved for you?" in page
    assert "You told us that it works again" not in page


@pytest.mark.parametrize(("kind", "offered"), [("incident", True), ("request", False), ("question", False)])
def test_only_what_did_not_work_can_work_again(
    kind: str, offered: bool, emma: Browser, brewery: Client, requester: User
) -> None:
    told = actions.Report(what="The label printer", type=kind)
    ticket = actions.report(told, client=brewery, actor=requester)

    assert (at("say_it_works", ticket) in emma.get(at("show", ticket)).content.decode()) == offered
    assert emma.post(at("say_it_works", ticket)).status_code == (302 if offered else 409)


def test_she_reads_for_whom_it_was_told(emma: Browser, brewery: Client, requester: User) -> None:
    told = actions.Report(what="No sound in the meeting room", for_whom="Joke <Van> Hove")
    ticket = actions.report(told, client=brewery, actor=requester)

    assert "For: Joke &lt;Van&gt; Hove" in page_of(emma, ticket)


def test_a_link_in_a_mail_shows_the_buttons_and_changes_nothing(emma: Browser, solved: Ticket) -> None:
    response = emma.get(at("show", solved) + "?solved=1")

    page = response.content.decode()
    solved.refresh_from_db()
    assert solved.status == Status.RESOLVED
    assert "A new profile was needed." in page
    assert f'action="{at("confirm", solved)}"' in page
    assert f'formaction="{at("reopen", solved)}"' in page


def test_she_says_it_is_solved(emma: Browser, solved: Ticket) -> None:
    response = emma.post(at("confirm", solved), follow=True)

    solved.refresh_from_db()
    page = words_of(response.content.decode())
    assert solved.status == Status.CLOSED
    assert "Thank you. This is finished." in page
    assert "Finished" in page
    assert "Tell us again" in page


def test_she_says_it_is_not_solved_and_why(emma: Browser, solved: Ticket) -> None:
    emma.post(at("reopen", solved), {"body": "Still the same window."})

    solved.refresh_from_db()
    assert (solved.status, solved.reopen_count) == (Status.OPEN, 1)
    assert str(TicketEvent.objects.get(ticket=solved, kind="reopened").words) == "Still the same window."
    assert "Emma said it is not solved: “Still the same window.”" in page_of(emma, solved)


def test_the_wrong_moment_shows_the_truth_and_keeps_the_text(
    emma: Browser, ticket: Ticket, fso: User, requester: User
) -> None:
    actions.resolve(ticket, how="Done.", minutes=5, actor=fso)
    actions.confirm(ticket, actor=requester)

    response = emma.post(at("reply", ticket), {"body": "One more thing"})

    page = response.content.decode()
    assert response.status_code == 409
    assert "This has changed in the meantime" in page
    assert "Finished" in page
    assert "One more thing" in page
    assert not Message.objects.filter(body="One more thing").exists()


def test_not_solved_after_the_end_is_a_wrong_moment_too(emma: Browser, solved: Ticket, requester: User) -> None:
    actions.confirm(solved, actor=requester)

    assert emma.post(at("reopen", solved), {"body": "It is back"}).status_code == 409


def test_the_contact_of_the_company_follows_and_answers(contact: User, sign_in: SignIn, ticket: Ticket) -> None:
    bart = sign_in(contact)

    bart.post(at("reply", ticket), {"body": "She is in a meeting until noon."})

    page = page_of(bart, ticket)
    assert "Emma Claes told us" in page
    assert "She is in a meeting until noon." in page


@pytest.mark.parametrize("stranger", ["colleague", "outsider_requester", "outsider_contact", "outsider_fso"])
def test_for_others_it_never_was(
    stranger: str, request: pytest.FixtureRequest, sign_in: SignIn, ticket: Ticket
) -> None:
    browser = sign_in(request.getfixturevalue(stranger))

    assert browser.get(at("show", ticket)).content == browser.get("/tickets/999999/").content
    for verb in ["show", "sent"]:
        assert browser.get(at(verb, ticket)).status_code == 404
    for verb in CHANGES:
        assert browser.post(at(verb, ticket), {"body": "x", "impact": "1"}).status_code == 404


def test_an_anonymous_visitor_is_led_to_sign_in(ticket: Ticket) -> None:
    for verb in ["show", "sent"]:
        assert Browser().get(at(verb, ticket)).status_code == 302
    for verb in CHANGES:
        assert Browser().post(at(verb, ticket), {"body": "x", "impact": "1"}).status_code == 302
    assert Message.objects.count() == 1


def test_a_person_of_the_firm_does_not_speak_for_the_client(fso: User, sign_in: SignIn, ticket: Ticket) -> None:
    for verb in ["reply", "say_it_works"]:
        assert sign_in(fso).post(at(verb, ticket), {"body": "x"}).status_code == 403


@pytest.mark.parametrize("verb", CHANGES)
def test_it_rejects_get(verb: str, emma: Browser, ticket: Ticket) -> None:
    assert emma.get(at(verb, ticket)).status_code == 405


def test_no_word_of_the_trade_stands_in_any_state(emma: Browser, ticket: Ticket, fso: User, requester: User) -> None:
    steps: list[Callable[[], object]] = [
        lambda: actions.start(ticket, actor=fso),
        lambda: actions.note_second_line(ticket, SecondLine.OFFERED, actor=fso),
        lambda: actions.resolve(ticket, how="Done.", minutes=5, actor=fso),
        lambda: actions.reopen(ticket, reason="", actor=requester),
        lambda: actions.say_it_works(ticket, actor=requester),
        lambda: actions.confirm(ticket, actor=requester),
    ]
    for step in steps:
        step()
        assert not NEVER_READ.findall(page_of(emma, ticket))


def test_with_htmx_the_request_alone_comes_back(emma: Browser, ticket: Ticket) -> None:
    wrong = emma.post(at("reply", ticket), {"body": ""}, headers={"HX-Request": "true"})
    right = emma.post(at("reply", ticket), {"body": "x"}, headers={"HX-Request": "true"})

    assert wrong.content.decode().strip().startswith('<div id="request"')
    assert right.headers["HX-Redirect"] == at("show", ticket)


def test_a_question_that_waits_leads_the_page(emma: Browser, ticket: Ticket, fso: User) -> None:
    actions.answer(ticket, body="Did anyone change the password?", actor=fso)
    Ticket.objects.filter(pk=ticket.pk).update(
        status=Status.WAITING, waiting_for="customer", waiting_until=timezone.now() + timedelta(days=3), in_queue=False
    )

    page = page_of(emma, ticket)

    assert "We need your answer" in page
    assert re.search(r"Inès asked you: Did anyone change the password\? Answer", page)


def test_the_page_stays_within_its_budget(emma: Browser, ticket: Ticket, fso: User, requester: User) -> None:
    def add_rows(count: int) -> None:
        for number in range(count):
            actions.answer(ticket, body=f"Answer {number}", actor=fso)
            actions.reply(ticket, body=f"Reply {number}", actor=requester)

    within_budget("tickets:show client", emma, at("show", ticket), add_rows, at_most=14)


def test_when_another_colleague_takes_over_she_reads_who_looks_after_it(
    emma: Browser, ticket: Ticket, fso: User, stand_in: User
) -> None:
    actions.hand_over_contact(ticket, to=stand_in, actor=None)

    assert "Dario now looks after this" in page_of(emma, ticket)


@pytest.mark.parametrize("verb", ["say_it_works", "confirm"])
def test_words_beside_an_act_that_fails_are_not_stored(
    verb: str, emma: Browser, ticket: Ticket, solved: Ticket
) -> None:
    """Half of it stored would tell the desk something, and leave the form to be sent again."""

    def refuse(event: TicketEvent, **_: object) -> None:
        if event.kind in {"works_again", "confirmed"}:
            raise actions.WrongMoment("no")

    if verb == "say_it_works":
        actions.reopen(solved, reason="", actor=solved.requester)
    event_recorded.connect(refuse, sender=TicketEvent)
    try:
        assert emma.post(at(verb, ticket), {"body": "The printer hums again."}).status_code == 409
    finally:
        event_recorded.disconnect(refuse, sender=TicketEvent)

    assert not Message.objects.filter(body="The printer hums again.").exists()


def test_confirming_twice_with_one_form_says_its_words_once(emma: Browser, solved: Ticket) -> None:
    sent = {"body": "Thank you!", "once": str(uuid.uuid4())}

    assert [emma.post(at("confirm", solved), sent).status_code for _ in range(2)] == [302, 302]

    assert Message.objects.filter(ticket=solved, body="Thank you!").count() == 1


def test_new_words_beside_a_confirmation_that_came_too_late_stand_in_the_form(emma: Browser, solved: Ticket) -> None:
    emma.post(at("confirm", solved), {})

    late = emma.post(at("confirm", solved), {"body": "One more thing", "once": str(uuid.uuid4())})

    assert late.status_code == 409
    assert "One more thing" in late.content.decode()
