"""The pages of the second line: for people of the firm who see the ticket, and for nobody else."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import User
from escalation import actions
from escalation.models import Escalation, Standing
from sites.models import Client
from tests.budgets import within_budget
from tests.cast import person_of_firm
from tests.conftest import SignIn
from tests.escalation.conftest import Escalate
from tickets import actions as ticket_actions
from tickets.models import Category, Impact, Ticket, TicketEvent, Urgency

WORDS = {"wrong": "No <b>profile</b>", "tried": "Nothing yet", "needed": "Look at it"}


def at(name: str, key: int) -> str:
    return reverse(f"escalation:{name}", args=[key])


def test_the_fso_sees_who_gets_it_before_he_writes_and_escalates(
    sign_in: SignIn, ticket: Ticket, fso: User, engineer: User, mail_category: Category, renewal_category: Category,
    ict_manager: User,
) -> None:  # fmt: skip
    browser = sign_in(fso)
    page = browser.get(at("escalate", ticket.pk))
    assert "Choose what it is about: that decides who gets it." in page.content.decode()

    page = browser.get(at("escalate", ticket.pk), {"category": renewal_category.pk})
    assert "Yannick Dubois" in page.content.decode()
    assert "Thibault Martin" not in page.content.decode()

    fragment = browser.get(
        at("escalate", ticket.pk), {"category": mail_category.pk}, headers={"HX-Request": "true"}
    ).content.decode()
    assert "Thibault Martin" in fragment
    assert "<html" not in fragment

    sent = browser.post(at("escalate", ticket.pk), {**WORDS, "category": mail_category.pk, "once": uuid4()})
    assert sent.status_code == 302
    assert sent["Location"] == reverse("tickets:show", args=[ticket.pk])
    assert Escalation.objects.get().step.level == "engineers"


def test_looking_who_gets_it_keeps_what_was_typed_and_changes_nothing(
    sign_in: SignIn, ticket: Ticket, fso: User, engineer: User, mail_category: Category
) -> None:
    answer = sign_in(fso).post(
        at("escalate", ticket.pk), {"preview": "1", "category": mail_category.pk, "wrong": "Half a sentence"}
    )

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Half a sentence" in page
    assert "Thibault Martin" in page
    assert "Please check this" not in page
    assert not Escalation.objects.exists()


def test_a_form_without_words_comes_back_with_sentences_and_what_was_typed(
    sign_in: SignIn, ticket: Ticket, fso: User, engineer: User
) -> None:
    answer = sign_in(fso).post(at("escalate", ticket.pk), {"wrong": "Kept", "category": "999999"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Kept" in page
    for sentence in ("Choose one of these.", "Write what is needed.", "Write what was tried"):
        assert sentence in page


def test_a_live_one_is_refused_with_the_reason_and_the_words_are_kept(
    sign_in: SignIn, offered: Escalation, fso: User, engineer: User, mail_category: Category
) -> None:
    browser, url = sign_in(fso), at("escalate", offered.ticket_id)

    assert "It is already offered. Withdraw first" in browser.get(url).content.decode()

    actions.pick_up(offered, actor=engineer)
    answer = browser.post(url, {**WORDS, "category": mail_category.pk})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Thibault Martin already has it. Withdraw first to choose another." in page
    assert "No &lt;b&gt;profile&lt;/b&gt;" in page


def test_a_chain_that_reaches_nobody_says_so_before_and_after(
    sign_in: SignIn, ticket: Ticket, fso: User, renewal_category: Category
) -> None:
    browser, url = sign_in(fso), at("escalate", ticket.pk)

    assert "Nobody is there to take this." in browser.get(url, {"category": renewal_category.pk}).content.decode()
    assert browser.post(url, {**WORDS, "category": renewal_category.pk}).status_code == 409


def test_an_engineer_finds_the_offer_picks_it_up_and_hands_it_back(
    sign_in: SignIn, offered: Escalation, ticket: Ticket, fso: User, engineer: User
) -> None:
    browser = sign_in(engineer)
    page = browser.get(reverse("escalation:list")).content.decode()
    for words in (ticket.title, "Inès Vercammen", "No profile loads", "Look at the mail server"):
        assert words in page

    taken = browser.post(at("pick_up", offered.pk))
    assert taken.status_code == 302
    assert taken["Location"] == reverse("tickets:show", args=[ticket.pk])

    empty = browser.post(at("hand_back", offered.pk), {"done": "Rebuilt it"})
    assert empty.status_code == 422
    assert "Rebuilt it" in empty.content.decode()

    back = browser.post(at("hand_back", offered.pk), {"done": "Rebuilt it", "needed_on_site": "Restart"})
    assert back.status_code == 302
    assert "Restart" in browser.get(reverse("escalation:list")).content.decode()
    assert "Restart" in sign_in(fso).get(reverse("escalation:list")).content.decode()


def test_who_comes_second_reads_who_was_first(
    sign_in: SignIn, offered: Escalation, engineer: User, other_engineer: User
) -> None:
    actions.pick_up(offered, actor=engineer)
    other_engineer.language = "en"
    other_engineer.save()

    answer = sign_in(other_engineer).post(at("pick_up", offered.pk))

    assert answer.status_code == 409
    assert "Thibault picked this up" in answer.content.decode()


def test_who_was_offered_it_with_the_team_and_comes_second_reads_nothing(
    sign_in: SignIn, escalate: Escalate, outsider_engineer: User
) -> None:
    second = person_of_firm("Jana Wouters", "jana@lumen-it.example", "engineer")
    escalation = escalate()
    browser = sign_in(second)
    assert escalation.ticket.title in browser.get(reverse("escalation:list")).content.decode()

    actions.pick_up(escalation, actor=outsider_engineer)

    assert browser.post(at("pick_up", escalation.pk)).status_code == 404


def test_who_sees_the_ticket_but_was_not_offered_it_is_told_so(
    sign_in: SignIn, offered: Escalation, desk: User
) -> None:
    answer = sign_in(desk).post(at("pick_up", offered.pk))

    assert answer.status_code == 403
    assert "This was not offered to you." in answer.content.decode()


def test_words_of_a_hand_back_that_comes_too_late_are_shown(
    sign_in: SignIn, offered: Escalation, ticket: Ticket, fso: User, engineer: User
) -> None:
    actions.pick_up(offered, actor=engineer)
    ticket_actions.resolve(ticket, how="Solved meanwhile", minutes=1, actor=fso)

    answer = sign_in(engineer).post(at("hand_back", offered.pk), {"done": "My words", "needed_on_site": "These too"})

    assert answer.status_code == 409
    assert "My words" in answer.content.decode()
    assert "These too" in answer.content.decode()


def test_withdrawing_leads_back_to_the_ticket(sign_in: SignIn, offered: Escalation, fso: User) -> None:
    answer = sign_in(fso).post(at("withdraw", offered.pk))

    assert answer.status_code == 302
    assert Escalation.objects.get().status == Standing.WITHDRAWN
    assert sign_in(fso).post(at("withdraw", offered.pk)).status_code == 302, "twice is once"


def test_the_panel_says_who_has_it_and_offers_what_one_may_do(
    sign_in: SignIn, offered: Escalation, fso: User, engineer: User
) -> None:
    url = at("panel", offered.ticket_id)
    page = sign_in(fso).get(url).content.decode()
    assert "Thibault Martin" in page
    assert "No profile loads" in page
    assert at("withdraw", offered.pk) in page
    assert at("pick_up", offered.pk) not in page

    for_engineer = sign_in(engineer).get(url, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in for_engineer
    assert at("pick_up", offered.pk) in for_engineer
    assert at("withdraw", offered.pk) not in for_engineer

    actions.pick_up(offered, actor=engineer)
    assert at("hand_back", offered.pk) in sign_in(engineer).get(url).content.decode()
    actions.hand_back(offered, done="x", needed_on_site="Change the cable", actor=engineer)
    after = sign_in(fso).get(url).content.decode()
    assert "Change the cable" in after
    assert at("escalate", offered.ticket_id) in after


@pytest.mark.parametrize("who", ["requester", "contact", "outsider_requester", "outsider_contact"])
def test_for_clients_people_none_of_these_pages_exists(
    who: str, request: pytest.FixtureRequest, sign_in: SignIn, offered: Escalation
) -> None:
    assert all_answers(sign_in, request.getfixturevalue(who), offered) == {404}


@pytest.mark.parametrize("who", ["outsider_fso", "outsider_engineer", "outsider_manager"])
def test_for_who_does_not_see_the_ticket_it_does_not_exist(
    who: str, request: pytest.FixtureRequest, sign_in: SignIn, offered: Escalation
) -> None:
    person = request.getfixturevalue(who)

    assert all_answers(sign_in, person, offered, without=("list",)) == {404}
    assert offered.ticket.title not in sign_in(person).get(reverse("escalation:list")).content.decode()


def all_answers(sign_in: SignIn, person: User, escalation: Escalation, without: tuple[str, ...] = ()) -> set[int]:
    browser = sign_in(person)
    codes = {browser.post(at(verb, escalation.pk)).status_code for verb in ("pick_up", "hand_back", "withdraw")}
    codes |= {browser.get(at(page, escalation.ticket_id)).status_code for page in ("escalate", "panel")}
    codes.add(browser.post(at("escalate", escalation.ticket_id), WORDS).status_code)
    if "list" not in without:
        codes.add(browser.get(reverse("escalation:list")).status_code)
    return codes


def test_the_client_reads_that_a_specialist_is_on_it_and_nothing_of_the_handover(
    sign_in: SignIn, offered: Escalation, ticket: Ticket, engineer: User, requester: User
) -> None:
    actions.pick_up(offered, actor=engineer)
    actions.hand_back(offered, done="Secret work", needed_on_site="Secret need", actor=engineer)

    page = sign_in(requester).get(reverse("tickets:show", args=[ticket.pk])).content.decode()

    assert "is on it together with a specialist colleague" in page
    for internal in ("Thibault", "Secret", "No profile loads", "A new profile", "mail server", "handed"):
        assert internal not in page


def test_nobody_changes_anything_by_looking(sign_in: SignIn, offered: Escalation, engineer: User) -> None:
    browser = sign_in(engineer)
    for verb in ("pick_up", "hand_back", "withdraw"):
        assert browser.get(at(verb, offered.pk)).status_code == 405
    for name in ("escalate", "panel"):
        browser.get(at(name, offered.ticket_id))
    assert Escalation.objects.get().status == Standing.OFFERED


def test_a_visitor_is_sent_to_sign_in(offered: Escalation) -> None:
    assert "/sign-in/" in Browser().get(at("panel", offered.ticket_id))["Location"]


def test_the_list_asks_as_often_for_thirty_as_for_three(
    sign_in: SignIn, escalate: Escalate, brewery: Client, requester: User, engineer: User, other_engineer: User
) -> None:
    def add(count: int) -> None:
        for number in range(count):
            told = ticket_actions.Report(what=f"Case {number}", impact=Impact.PERSON, urgency=Urgency.DIFFICULT)
            for stands in ("offered", "held", "back"):
                escalation = escalate(ticket_actions.report(told, client=brewery, actor=requester))
                if stands != "offered":
                    actions.pick_up(escalation, actor=engineer)
                if stands == "back":
                    actions.hand_back(escalation, done="x", needed_on_site="y", actor=engineer)

    within_budget("escalation:list", sign_in(engineer), reverse("escalation:list"), add, at_most=12)


@pytest.mark.parametrize("who", ["fso", "engineer", "desk"])
def test_the_panel_asks_no_more_for_many_past_ones(
    who: str, request: pytest.FixtureRequest, sign_in: SignIn, escalate: Escalate, ticket: Ticket, engineer: User
) -> None:
    person = request.getfixturevalue(who)

    def add(count: int) -> None:
        for live in Escalation.objects.live():
            actions.withdraw(live, actor=live.escalated_by)
        for number in range(count):
            escalation = escalate()
            if number < count - 1:
                actions.pick_up(escalation, actor=engineer)
                actions.hand_back(escalation, done="x", needed_on_site="y", actor=engineer)

    within_budget(f"escalation:panel {who}", sign_in(person), at("panel", ticket.pk), add, at_most=8)


def test_who_picked_it_up_is_told_in_one_line_and_is_not_refused_what_he_does_not_need(
    sign_in: SignIn, offered: Escalation, other_engineer: User, fso: User
) -> None:
    User.objects.get_queryset().filter(pk=other_engineer.pk).update(language="en")
    actions.pick_up(offered, actor=other_engineer)
    address = reverse("tickets:show", args=[offered.ticket_id])

    his = sign_in(other_engineer).get(address).content.decode()

    assert "Sofie Maes picked it up" in his
    assert "Sofie Maes assigned it to Sofie Maes" not in his
    assert TicketEvent.objects.filter(ticket=offered.ticket_id, kind="assigned", actor=other_engineer).exists()
    for person, is_refused in [(other_engineer, False), (fso, True)]:
        page = sign_in(person).get(address).content.decode()
        assert ("It is escalated already." in page) == is_refused
