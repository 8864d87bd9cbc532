"""What the firm's people do on a ticket, through its page: each verb, its refusals, its fact."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.test import Client as Browser
from django.utils import timezone

from accounts.models import User
from tickets import actions
from tickets.lifecycle import Status
from tickets.models import Category, Message, Ticket, TicketEvent, TimeEntry

SignIn = Callable[[User], Browser]
HTMX = {"HX-Request": "true"}


def kinds(ticket: Ticket) -> list[str]:
    return list(TicketEvent.objects.filter(ticket=ticket).order_by("pk").values_list("kind", flat=True))


def now(ticket: Ticket) -> Ticket:
    return Ticket.objects.get(pk=ticket.pk)


@pytest.fixture
def forms(ticket: Ticket, stand_in: User, mail_category: Category) -> dict[str, dict[str, str]]:
    """For each verb a form that is right."""
    version = str(ticket.version)
    return {
        "answer": {"body": "I look at it."},
        "note": {"body": "Between us"},
        "start": {},
        "assign": {"to": str(stand_in.pk), "version": version},
        "resolve": {"minutes": "15", "how": "A new profile", "is_public": "yes", "where": "remote"},
        "categorize": {"category": str(mail_category.pk), "version": version},
        "override-priority": {"priority": "2", "reason": "Payday", "version": version},
        "cancel": {"reason": "Reported twice"},
    }


VERBS = {
    "answer": ["opened", "answered"],
    "note": ["opened", "noted"],
    "start": ["opened", "started"],
    "assign": ["opened", "assigned"],
    "resolve": ["opened", "resolved"],
    "categorize": ["opened", "categorized"],
    "override-priority": ["opened", "priority_overridden"],
    "cancel": ["cancelled"],
}


@pytest.mark.parametrize("verb", VERBS)
def test_others_are_refused_and_who_works_on_it_does_it_once(
    verb: str, ticket: Ticket, forms: dict[str, dict[str, str]], fso: User, outsider_fso: User, requester: User,
    contact: User, administrator: User, sign_in: SignIn,
) -> None:  # fmt: skip
    address, form = f"/tickets/{ticket.pk}/{verb}/", forms[verb]

    assert sign_in(outsider_fso).post(address, form).status_code == 404
    assert sign_in(requester).post(address, form).status_code == 404
    assert sign_in(contact).post(address, form).status_code == 404
    assert "/sign-in/" in Browser().post(address, form)["Location"]
    assert sign_in(administrator).post(address, form).status_code == 403
    assert sign_in(fso).get(address).status_code == 405
    assert kinds(ticket) == ["reported"]

    done = sign_in(fso).post(address, form)

    assert (done.status_code, done["Location"]) == (302, f"/tickets/{ticket.pk}/")
    assert kinds(ticket) == ["reported", *VERBS[verb]]
    assert TicketEvent.objects.filter(ticket=ticket).latest("pk").actor == fso


@pytest.mark.parametrize("verb", VERBS)
def test_htmx_gets_the_ticket_as_it_is_now_and_the_news(
    verb: str, ticket: Ticket, forms: dict[str, dict[str, str]], fso: User, sign_in: SignIn
) -> None:
    answered = sign_in(fso).post(f"/tickets/{ticket.pk}/{verb}/", forms[verb], headers=HTMX)

    part = answered.content.decode()
    assert answered.status_code == 200
    assert part.lstrip().startswith('<div id="ticket">')
    assert 'id="status"' in part
    assert "<html" not in part


def test_an_answer_reaches_the_client_and_a_note_does_not(
    ticket: Ticket, forms: dict[str, dict[str, str]], fso: User, requester: User, sign_in: SignIn
) -> None:
    browser = sign_in(fso)
    browser.post(f"/tickets/{ticket.pk}/answer/", forms["answer"])
    browser.post(f"/tickets/{ticket.pk}/note/", forms["note"])

    seen = sign_in(requester).get(f"/tickets/{ticket.pk}/").content.decode()

    assert "I look at it." in seen
    assert "Between us" not in seen
    assert now(ticket).responded_at is not None


@pytest.mark.parametrize("verb", ["answer", "note"])
def test_words_sent_twice_are_said_once(verb: str, ticket: Ticket, fso: User, sign_in: SignIn) -> None:
    browser = sign_in(fso)
    form = {"body": "Once", "once": str(browser.get(f"/tickets/{ticket.pk}/").context["write"]["once"].value())}

    for _ in range(2):
        assert browser.post(f"/tickets/{ticket.pk}/{verb}/", form).status_code == 302

    assert Message.objects.filter(ticket=ticket, body="Once").count() == 1


@pytest.mark.parametrize(
    ("verb", "wrong", "field"),
    [
        ("answer", {"body": "  "}, "body"),
        ("note", {"body": ""}, "body"),
        ("assign", {"to": "999999"}, "to"),
        ("assign", {"to": ""}, "to"),
        ("resolve", {"minutes": "a while"}, "minutes"),
        ("resolve", {"minutes": "1441"}, "minutes"),
        ("resolve", {"minutes": "6", "how": ""}, "how"),
        ("resolve", {"how": "x" * 501}, "how"),
        ("categorize", {"category": "999999"}, "category"),
        ("override-priority", {"priority": "6"}, "priority"),
        ("override-priority", {"reason": " "}, "reason"),
        ("cancel", {"reason": ""}, "reason"),
    ],
)
def test_what_is_wrong_comes_back_with_a_sentence_and_changes_nothing(
    verb: str, wrong: dict[str, str], field: str, ticket: Ticket, forms: dict[str, dict[str, str]], fso: User, sign_in: SignIn
) -> None:  # fmt: skip
    page = sign_in(fso).post(f"/tickets/{ticket.pk}/{verb}/", forms[verb] | wrong)

    form = page.context["write" if verb in ("answer", "note") else "form"]
    assert page.status_code == 422
    assert list(form.errors) == [field]
    assert "This field is required" not in page.content.decode()
    assert "<title>Error:" in page.content.decode()
    assert kinds(ticket) == ["reported"]


def test_a_short_or_on_the_spot_solution_needs_no_words(ticket: Ticket, fso: User, sign_in: SignIn) -> None:
    form = {"minutes": "40", "how": "", "is_public": "no", "where": "on_site", "on_the_spot": "on"}

    sign_in(fso).post(f"/tickets/{ticket.pk}/resolve/", form)

    solved = now(ticket)
    assert (solved.status, solved.solved_on_the_spot, solved.solution) == (Status.RESOLVED, True, None)
    assert TimeEntry.objects.get(ticket=ticket).minutes == 40


def test_the_action_itself_asks_how_a_long_one_was_solved(ticket: Ticket, fso: User) -> None:
    with pytest.raises(actions.WrongMoment):
        actions.resolve(ticket, how="", minutes=6, actor=fso)
    assert now(ticket).is_open


@pytest.mark.parametrize("verb", ["assign", "categorize", "override-priority"])
def test_who_overwrites_what_somebody_changed_meanwhile_reads_who_and_keeps_his_words(
    verb: str, ticket: Ticket, forms: dict[str, dict[str, str]], fso: User, desk: User, sign_in: SignIn
) -> None:
    actions.answer(ticket, body="Somebody looks at it.", actor=desk)
    before = kinds(ticket)

    page = sign_in(fso).post(f"/tickets/{ticket.pk}/{verb}/", forms[verb])

    said = page.content.decode()
    assert page.status_code == 409
    assert "Somebody changed this while you were writing." in said
    assert "Marleen Peeters" in page.context["what_changed"]
    assert "It is now: Open." in said
    assert kinds(ticket) == before
    if verb == "override-priority":
        assert page.context["form"]["reason"].value() == "Payday"


def test_the_form_that_came_back_as_stale_can_be_sent_again(
    ticket: Ticket, forms: dict[str, dict[str, str]], fso: User, desk: User, sign_in: SignIn
) -> None:
    actions.answer(ticket, body="Somebody looks at it.", actor=desk)
    browser = sign_in(fso)
    page = browser.post(f"/tickets/{ticket.pk}/override-priority/", forms["override-priority"])

    again = {name: str(page.context["form"][name].value()) for name in ("priority", "reason", "version")}
    done = browser.post(f"/tickets/{ticket.pk}/override-priority/", again)

    assert done.status_code == 302
    assert now(ticket).priority == 2


@pytest.mark.parametrize("verb", ["answer", "resolve", "cancel", "start"])
def test_the_wrong_moment_shows_what_is_so_and_keeps_the_words(
    verb: str, ticket: Ticket, forms: dict[str, dict[str, str]], fso: User, requester: User, sign_in: SignIn
) -> None:
    actions.resolve(ticket, how="Done", minutes=1, actor=fso)
    actions.confirm(ticket, actor=requester)
    before = kinds(ticket)

    for headers in ({}, HTMX):
        page = sign_in(fso).post(f"/tickets/{ticket.pk}/{verb}/", forms[verb], headers=headers)
        assert page.status_code == 409
        assert "It is now: Closed." in page.content.decode()
        for words in forms[verb].values():
            assert verb == "start" or words in page.content.decode()
    assert kinds(ticket) == before


def test_solved_can_be_undone_and_reopened_with_a_reason(
    ticket: Ticket, fso: User, requester: User, outsider_fso: User, sign_in: SignIn
) -> None:
    browser = sign_in(fso)
    actions.resolve(ticket, how="Done", minutes=1, actor=fso)

    assert sign_in(outsider_fso).post(f"/tickets/{ticket.pk}/reopen/", {"reason": "No"}).status_code == 404
    assert browser.get(f"/tickets/{ticket.pk}/reopen/").status_code == 405
    assert browser.post(f"/tickets/{ticket.pk}/reopen/", {"reason": "Still black"}).status_code == 302

    event = TicketEvent.objects.filter(ticket=ticket).latest("pk")
    assert (now(ticket).status, event.kind, event.actor) == (Status.OPEN, "reopened", fso)
    assert event.words is not None
    assert event.words.text == "Still black"


def test_a_solution_offers_to_be_undone_at_once(
    ticket: Ticket, forms: dict[str, dict[str, str]], fso: User, sign_in: SignIn
) -> None:
    part = sign_in(fso).post(f"/tickets/{ticket.pk}/resolve/", forms["resolve"], headers=HTMX).content.decode()

    assert f'action="/tickets/{ticket.pk}/reopen/"' in part


@pytest.mark.parametrize(
    ("seconds", "by_colleague", "status", "counted"),
    [(9, False, Status.IN_PROGRESS, 0), (13, False, Status.OPEN, 1), (9, True, Status.OPEN, 1)],
    ids=["undone", "too late", "by a colleague"],
)
def test_who_takes_his_own_solution_back_at_once_finds_the_ticket_in_progress(
    seconds: int, by_colleague: bool, status: Status, counted: int, ticket: Ticket, fso: User, stand_in: User
) -> None:
    at = timezone.now()
    actions.start(ticket, actor=fso)
    actions.resolve(ticket, how="Done", minutes=1, actor=fso, at=at)

    actions.reopen(ticket, reason="", actor=stand_in if by_colleague else fso, at=at + timedelta(seconds=seconds))

    again = now(ticket)
    assert (again.status, again.reopen_count, again.resolved_at) == (status, counted, None)
    assert kinds(ticket)[-2:] == ["resolved", "reopened" if counted else "taken_back"]


def test_a_solution_of_what_nobody_had_begun_is_taken_back_to_open(ticket: Ticket, fso: User) -> None:
    actions.resolve(ticket, how="Done", minutes=1, actor=fso)
    actions.reopen(ticket, reason="", actor=fso)

    assert (now(ticket).status, now(ticket).reopen_count) == (Status.OPEN, 0)


def test_who_says_why_opens_it_again_however_soon(ticket: Ticket, fso: User) -> None:
    actions.resolve(ticket, how="Done", minutes=1, actor=fso)
    actions.reopen(ticket, reason="It still prints black.", actor=fso)

    assert now(ticket).reopen_count == 1
    assert kinds(ticket)[-1] == "reopened"


def test_taking_a_p1_in_hand_confirms_it_and_it_leaves_the_first_place(
    critical_ticket: Ticket, stand_in: User, sign_in: SignIn
) -> None:
    sign_in(stand_in).post(f"/tickets/{critical_ticket.pk}/start/")

    taken = now(critical_ticket)
    assert (taken.assignee, taken.is_unconfirmed, taken.queue_step) == (stand_in, False, 1)


def test_a_category_with_a_floor_raises_the_priority(
    ticket: Ticket, server_category: Category, fso: User, sign_in: SignIn
) -> None:
    Ticket.objects.filter(pk=ticket.pk).update(urgency=1, calculated_priority=3, priority=3)

    sign_in(fso).post(
        f"/tickets/{ticket.pk}/categorize/", {"category": str(server_category.pk), "version": str(ticket.version)}
    )

    assert now(ticket).priority == 2


def test_a_priority_set_by_hand_stands_when_a_later_calculation_meets_it_and_leaves_it_again(
    ticket: Ticket, fso: User, server_category: Category, mail_category: Category
) -> None:
    server_category.floor_always = True
    server_category.save()
    actions.override_priority(ticket, priority=2, reason="Payday", actor=fso)

    met = actions.categorize(ticket, category=server_category, actor=fso)
    assert (met.calculated_priority, met.priority, met.priority_is_overridden) == (2, 2, True)

    left = actions.categorize(ticket, category=mail_category, actor=fso)
    assert left.calculated_priority != 2
    assert (left.priority, left.priority_is_overridden) == (2, True)


def test_setting_the_calculated_priority_again_ends_the_override(ticket: Ticket, fso: User) -> None:
    calculated = ticket.priority
    actions.override_priority(ticket, priority=1, reason="All of us", actor=fso)

    back = actions.override_priority(ticket, priority=calculated, reason="Only her after all", actor=fso)

    assert not back.priority_is_overridden


def test_another_priority_than_the_calculated_one_is_set_by_hand_or_refused_by_the_database(ticket: Ticket) -> None:
    with pytest.raises(IntegrityError):
        Ticket.objects.filter(pk=ticket.pk).update(priority=1, priority_is_overridden=False)
