"""The links in mails that stop their like: who holds one stops those mails, and nothing else."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from accounts import actions as people
from accounts.models import Language, PersonEvent, User
from notifications import actions, events, stop_links
from notifications.habits import habits_of
from notifications.models import Preference
from notifications.stop_links import stop_url
from notifications.topics import BY_CODE, MY_DAY, NEW
from tests.conftest import SignIn
from tests.notifications.conftest import Told, to
from tickets import actions as tickets
from tickets.models import Ticket

ONE_PRESS = {"List-Unsubscribe": "One-Click"}


def path_of(person: User, topic: str = "new") -> str:
    return urlsplit(stop_url(person, topic)).path


def choice(person: User, topic: str) -> str:
    return habits_of([person], [BY_CODE[topic]]).choice(person, BY_CODE[topic])


@pytest.fixture(autouse=True)
def _no_limit_is_near() -> None:
    cache.clear()


# ---- what stands on the page ----


def test_the_link_starts_with_our_address_and_is_always_the_same(fso: User) -> None:
    assert stop_url(fso, "new").startswith(f"{settings.BASE_URL}/news/stop/")
    assert stop_url(fso, "new") == stop_url(fso, "new") != stop_url(fso, "words")


def test_without_signing_in_one_reads_which_mails_stop_and_not_whose(fso: User) -> None:
    page = Browser().get(path_of(fso)).content.decode()

    assert str(NEW.stop) in page
    assert "i…@lumen-it.example" in page
    assert "ines@" not in page
    assert "Inès" not in page
    assert page.count('<button class="button go-on"') == 1


@pytest.mark.parametrize(("language", "lang"), [("en", "en"), ("fr", "fr"), ("nl", "nl")])
def test_it_speaks_the_language_of_who_got_the_mail(language: str, lang: str, fso: User, desk: User) -> None:
    people.change_language(fso, language=Language(language), actor=fso)
    browser = Browser()
    browser.force_login(desk)

    answer = browser.get(path_of(fso), headers={"accept-language": "en"})

    assert f'<html lang="{lang}"' in answer.content.decode()
    assert answer.headers["Content-Language"] == lang


def test_nobody_keeps_the_page_and_no_other_site_learns_its_address(fso: User) -> None:
    answer = Browser().get(path_of(fso))

    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert "http" not in answer.content.decode().replace("http-equiv", "")  # nothing leads or loads from elsewhere


def test_what_can_be_stopped_says_so_in_a_sentence_of_its_own_and_nothing_else_does() -> None:
    assert [topic.code for topic in BY_CODE.values() if bool(str(topic.stop)) == topic.is_locked] == []
    stops = [str(topic.stop) for topic in BY_CODE.values() if topic.stop]
    assert len(set(stops)) == len(stops)


# ---- reading never writes ----


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "PUT", "DELETE"])
def test_whoever_looks_at_the_link_changes_nothing(method: str, fso: User) -> None:
    """A mail scanner follows every link, more than once, with HEAD as well."""
    with CaptureQueriesContext(connection) as made:
        for _again in range(2):
            answer = Browser().generic(method, path_of(fso))

    assert answer.status_code == (200 if method in {"GET", "HEAD"} else 405)
    assert [query["sql"] for query in made.captured_queries if not query["sql"].startswith("SELECT")] == []
    assert choice(fso, "new") == "at_once"


# ---- a press ----


def pressed(browser: Browser, path: str) -> HttpResponse:
    """Press the button of the page, as a browser does."""
    browser.get(path)
    told = {"csrfmiddlewaretoken": browser.cookies["csrftoken"].value}
    return browser.post(path, told)  # type: ignore[return-value]


def test_a_press_stops_those_mails_once_and_says_how_to_take_it_back(fso: User) -> None:
    browser = Browser(enforce_csrf_checks=True)
    for _again in range(2):
        answer = pressed(browser, path_of(fso))
        assert answer.headers["Location"] == path_of(fso)

    page = browser.get(path_of(fso)).content.decode()
    assert "These mails have stopped" in page
    assert 'href="/me/news/"' in page
    assert choice(fso, "new") == "in_app"
    assert choice(fso, "words") == "at_once"
    told = PersonEvent.objects.get(person=fso, kind=events.NEWS_CHOSEN)
    assert (told.actor, told.details) == (fso, {"topic": "new", "choice": "in_app"})


def test_the_one_press_of_a_mail_program_needs_no_page_before(fso: User) -> None:
    answer = Browser(enforce_csrf_checks=True).post(path_of(fso), ONE_PRESS)

    assert answer.status_code == 200  # RFC 8058: leads nowhere
    assert choice(fso, "new") == "in_app"


def test_the_one_press_comes_as_a_form_of_either_kind(fso: User) -> None:
    urlencoded = "application/x-www-form-urlencoded"
    answer = Browser(enforce_csrf_checks=True).post(path_of(fso), "List-Unsubscribe=One-Click", content_type=urlencoded)

    assert answer.status_code == 200
    assert choice(fso, "new") == "in_app"


@pytest.mark.parametrize("told", [{}, {"List-Unsubscribe": "yes"}, {"list-unsubscribe": "One-Click"}])
def test_any_other_press_must_come_from_our_page(told: dict[str, str], fso: User) -> None:
    answer = Browser(enforce_csrf_checks=True).post(path_of(fso), told)

    assert answer.status_code == 403
    assert choice(fso, "new") == "at_once"


def test_who_is_signed_in_there_makes_no_difference(fso: User, desk: User, sign_in: SignIn) -> None:
    sign_in(desk).post(path_of(fso))

    assert choice(fso, "new") == "in_app"
    assert choice(desk, "new") == "at_once"


def test_one_s_day_stops_too(fso: User) -> None:
    assert str(MY_DAY.stop) in Browser().get(path_of(fso, "my_day")).content.decode()

    Browser().post(path_of(fso, "my_day"), ONE_PRESS)

    assert choice(fso, "my_day") == "in_app"
    assert "under the bell" not in Browser().get(path_of(fso, "my_day")).content.decode()


def test_stopped_mails_do_not_come(ticket: Ticket, fso: User, requester: User, told: Told) -> None:
    told()
    Browser().post(path_of(fso, "words"), ONE_PRESS)

    tickets.reply(ticket, body="It is worse now", actor=requester)

    assert to(fso, told()) == []


@pytest.mark.parametrize("topic", ["critical", "offers", "welcome"])
def test_what_always_comes_cannot_be_stopped_and_the_page_says_why(topic: str, fso: User) -> None:
    page = Browser().get(path_of(fso, topic)).content.decode()
    press = Browser().post(path_of(fso, topic), ONE_PRESS)

    assert str(BY_CODE[topic].why_locked) in page
    assert f"<dd>{BY_CODE[topic].name}</dd>" in page
    assert '<button class="button go-on"' not in page
    assert 'href="/me/news/"' in page
    assert press.status_code == 409
    assert not Preference.objects.exists()


# ---- a link that is none ----


def refused(path: str) -> list[HttpResponse]:
    return [Browser().get(path), Browser().post(path), Browser().post(path, ONE_PRESS)]  # type: ignore[list-item]


def signed(told: object, salt: str = stop_links.SALT) -> str:
    return f"/news/stop/{signing.Signer(salt=salt, sep='.').sign_object(told)}/"


def test_a_token_that_we_did_not_make_is_a_number_that_never_was(fso: User, requester: User) -> None:
    right = path_of(fso)
    token = right.split("/")[3]
    said, _dot, seal = token.partition(".")
    other_said = path_of(requester).split("/")[3].partition(".")[0]
    told = signing.Signer(salt=stop_links.SALT, sep=".").unsign_object(token)
    never = {
        "changed": f"/news/stop/{said[:-1]}A.{seal}/",
        "another seal": f"/news/stop/{said}.{seal[:-1]}{'A' if seal[-1] != 'A' else 'B'}/",
        "somebody else's words": f"/news/stop/{other_said}.{seal}/",
        "of another purpose": signed(told, salt="django.core.signing"),
        "with an expiry": f"/news/stop/{signing.dumps(told, salt=stop_links.SALT)}/",
        "nobody's": signed({**told, "p": 987_654_321}),
        "of no kind of news and no address": signed({**told, "m": ""}),
        "of an earlier make": signed({"p": told["p"], "t": "changes", "a": told["m"]}),
        "no token": "/news/stop/x/",
    }

    assert Browser().get(right).status_code == 200
    for what, path in never.items():
        for answer in refused(path):
            assert answer.status_code == 404, what
            assert b"We cannot find this" in answer.content, what
    assert not Preference.objects.exists()


def test_who_is_gone_has_no_link(fso: User) -> None:
    path = path_of(fso)
    people.deactivate(fso, actor=None)

    assert [answer.status_code for answer in refused(path)] == [404, 404, 404]


def test_who_was_deleted_has_no_link(desk: User) -> None:
    path = path_of(desk)
    User.objects.filter(pk=desk.pk).delete()

    assert [answer.status_code for answer in refused(path)] == [404, 404, 404]


def test_the_mailbox_that_one_had_before_stops_nothing(fso: User) -> None:
    path = path_of(fso)
    User.objects.filter(pk=fso.pk).update(email="ines.vercammen@lumen-it.example")

    assert [answer.status_code for answer in refused(path)] == [404, 404, 404]
    fso.refresh_from_db()
    assert Browser().get(path_of(fso)).status_code == 200


def test_neither_the_address_nor_the_kind_of_news_is_in_the_link(fso: User, engineer: User) -> None:
    told = signing.Signer(salt=stop_links.SALT, sep=".").unsign_object(path_of(fso).split("/")[3])
    of_another = signing.Signer(salt=stop_links.SALT, sep=".").unsign_object(path_of(engineer).split("/")[3])

    assert set(told) == {"p", "m"}
    assert len(told["m"]) == 16
    assert "ines" not in str(told)
    assert told["m"] != of_another["m"], "who knows his own link would know theirs"


# ---- limits ----


def test_presses_are_limited_by_network(fso: User) -> None:
    path = path_of(fso)
    answers = [Browser().post(path, ONE_PRESS, REMOTE_ADDR="192.0.2.7").status_code for _press in range(51)]

    assert answers[:50] == [200] * 50
    assert answers[50] == 429
    assert Browser().post(path, ONE_PRESS, REMOTE_ADDR="192.0.2.8").status_code == 200


def test_mails_can_be_let_come_again(fso: User) -> None:
    Browser().post(path_of(fso), ONE_PRESS)

    actions.choose(fso, {"new": "at_once"}, actor=fso)

    assert choice(fso, "new") == "at_once"
    assert "Stop these mails" in Browser().get(path_of(fso)).content.decode()
