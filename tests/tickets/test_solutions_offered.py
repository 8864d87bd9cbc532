"""Solving offers how tickets of the same category were solved last."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client as Browser

from accounts.models import User
from sites.models import Client
from tickets import actions
from tickets.models import Category, Ticket
from tickets.queries import last_solutions

SignIn = Callable[[User], Browser]
MONDAY = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)


@pytest.fixture
def about_mail(ticket: Ticket, mail_category: Category, fso: User) -> Ticket:
    return actions.categorize(ticket, category=mail_category, actor=fso)


def solved(
    client: Client, asker: User, by: User, category: Category | None, how: str, *,
    days: int = 0, is_public: bool = True, confidential: bool = False,
) -> Ticket:  # fmt: skip
    told = actions.Report(what="Mail again", confidential=confidential, category=category)
    at = MONDAY + timedelta(days=days)
    one = actions.report(told, client=client, actor=asker, at=at)
    return actions.resolve(one, how=how, minutes=5, is_public=is_public, actor=by, at=at)


def test_the_last_five_of_the_category_are_offered_each_once(
    about_mail: Ticket, brewery: Client, requester: User, fso: User, mail_category: Category, server_category: Category
) -> None:
    for days in range(7):
        solved(brewery, requester, fso, mail_category, f"Way {days}.", days=days)
    solved(brewery, requester, fso, mail_category, "Way 6.", days=8)
    solved(brewery, requester, fso, server_category, "A restart.", days=9)

    assert last_solutions(about_mail, reader=fso) == ["Way 6.", "Way 5.", "Way 4.", "Way 3.", "Way 2."]


def test_nothing_is_offered_of_what_is_confidential_for_us_only_or_of_clients_one_does_not_serve(
    about_mail: Ticket, brewery: Client, requester: User, fso: User, desk: User, mail_category: Category,
    garage: Client, outsider_requester: User, outsider_fso: User,
) -> None:  # fmt: skip
    solved(brewery, requester, fso, mail_category, "Her salary.", confidential=True)
    solved(brewery, requester, fso, mail_category, "He forgets it each week.", is_public=False)
    solved(garage, outsider_requester, outsider_fso, mail_category, "The garage's way.")

    assert last_solutions(about_mail, reader=fso) == []
    assert last_solutions(about_mail, reader=desk) == ["The garage's way."]


def test_without_a_category_nothing_is_offered(ticket: Ticket, brewery: Client, requester: User, fso: User) -> None:
    solved(brewery, requester, fso, None, "Some way.")

    assert last_solutions(ticket, reader=fso) == []


def test_a_sentence_is_taken_as_it_is_and_words_of_ones_own_go_before_it(
    about_mail: Ticket, brewery: Client, requester: User, fso: User, mail_category: Category, sign_in: SignIn
) -> None:
    other = solved(brewery, requester, fso, mail_category, "A new profile.")
    browser, sent = sign_in(fso), {"minutes": "30", "is_public": "yes", "where": "remote", "how": ""}
    assert b"A new profile." in browser.get(f"/tickets/{about_mail.pk}/?do=resolve").content
    assert browser.post(f"/tickets/{about_mail.pk}/resolve/", sent).status_code == 422

    browser.post(f"/tickets/{about_mail.pk}/resolve/", {**sent, "like": "A new profile."})

    about_mail.refresh_from_db()
    assert about_mail.solution is not None
    assert about_mail.solution.text == "A new profile."
    actions.reopen(other, reason="", actor=fso)
    browser.post(f"/tickets/{other.pk}/resolve/", {**sent, "like": "A new profile.", "how": "The cable."})
    other.refresh_from_db()
    assert other.solution is not None
    assert other.solution.text == "The cable."
