"""All requests of a person, or of the company for its client contact."""

from __future__ import annotations

import re

from django.test import Client as Browser
from django.urls import reverse

from accounts.models import User
from sites.models import Client
from tests.budgets import within_budget
from tests.conftest import SignIn
from tickets import actions
from tickets.models import Ticket, Urgency

LIST = reverse("tickets:list")


def ask(client: Client, person: User, count: int, *, confidential: bool = False) -> list[Ticket]:
    return [
        actions.report(
            actions.Report(what=f"Problem {number}", urgency=Urgency.DIFFICULT, confidential=confidential),
            client=client,
            actor=person,
        )
        for number in range(count)
    ]


def numbers_on(page: str) -> list[int]:
    return [int(number) for number in re.findall(r'href="/tickets/(\d+)/"', page)]


def walk(browser: Browser) -> list[int]:
    """All numbers, page after page."""
    found, address = [], LIST
    while address:
        page = browser.get(address).content.decode()
        found += numbers_on(page)
        more = re.search(r'<a class="button" href="(/tickets/\?after=\d+)"', page)
        address = more.group(1) if more else ""
    return found


def test_a_requester_sees_her_own_and_the_contact_all_but_private_ones(
    brewery: Client, requester: User, colleague: User, contact: User, fso: User, sign_in: SignIn
) -> None:
    own, other = ask(brewery, requester, 1) + ask(brewery, colleague, 1)
    private = ask(brewery, colleague, 1, confidential=True)[0]

    assert walk(sign_in(requester)) == [own.pk]
    assert walk(sign_in(colleague)) == [private.pk, other.pk]
    assert walk(sign_in(contact)) == [other.pk, own.pk]
    page = sign_in(contact).get(LIST).content.decode()
    assert "Requests of your company" in page
    assert "Joke Van Hove" in page


def test_what_waits_for_a_word_comes_first_then_open_then_finished_and_pages_miss_none(
    brewery: Client, requester: User, fso: User, sign_in: SignIn
) -> None:
    made = ask(brewery, requester, 60)
    finished, solved = made[40], made[10]
    actions.resolve(finished, how="Done.", minutes=5, actor=fso)
    actions.confirm(finished, actor=requester)
    actions.resolve(solved, how="Done.", minutes=5, actor=fso)

    found = walk(sign_in(requester))

    still_open = [ticket.pk for ticket in reversed(made) if ticket not in (finished, solved)]
    assert found == [solved.pk, *still_open, finished.pk]


def test_another_page_begins_only_after_a_request_one_may_see(
    brewery: Client, requester: User, colleague: User, fso: User, sign_in: SignIn
) -> None:
    own, foreign = ask(brewery, requester, 2), ask(brewery, colleague, 1)

    for after in ["x", "9" * 40, "-1", "\u0661"]:
        assert sign_in(requester).get(LIST, {"after": after}).status_code == 400
    for after in [str(foreign[0].pk), "999999999"]:
        assert numbers_on(sign_in(requester).get(LIST, {"after": after}).content.decode()) == [own[1].pk, own[0].pk]


def test_htmx_gets_the_next_rows_alone(brewery: Client, requester: User, fso: User, sign_in: SignIn) -> None:
    made = ask(brewery, requester, 30)
    browser = sign_in(requester)

    page = browser.get(LIST, {"after": made[5].pk}, headers={"HX-Request": "true"}).content.decode()

    assert "<html" not in page
    assert numbers_on(page) == [ticket.pk for ticket in reversed(made[:5])]


def test_nothing_asked_yet_says_so(requester: User, sign_in: SignIn) -> None:
    assert "Nothing here yet." in sign_in(requester).get(LIST).content.decode()


def test_the_list_stays_within_its_budget(
    brewery: Client, requester: User, contact: User, fso: User, sign_in: SignIn
) -> None:
    within_budget(
        "tickets:list client", sign_in(contact), LIST, lambda count: ask(brewery, requester, count), at_most=8
    )


def test_words_in_the_address_of_the_list_lead_to_the_search(requester: User, sign_in: SignIn) -> None:
    answer = sign_in(requester).get("/tickets/", {"q": "printer & more"})

    assert (answer.status_code, answer["Location"]) == (302, "/search/?q=printer+%26+more")
