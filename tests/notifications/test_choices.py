"""What people choose to hear, how, and when it is quiet."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client as Browser

from accounts.answers import NotAllowed
from accounts.models import PersonEvent, User
from notifications import actions, events
from notifications.habits import habits_of
from notifications.models import Preference, QuietHours
from notifications.queries import topics_of
from notifications.topics import OF_CLIENT, OF_FIRM, Topic, topics_for
from tests.conftest import SignIn
from tests.notifications.conftest import Told, to
from tickets import actions as tickets
from tickets.models import Impact, Ticket, Urgency

CHOSEN = (events.NEWS_CHOSEN, events.QUIET_KEPT, events.QUIET_ENDED)


def facts(person: User) -> list[tuple[str, dict[str, str]]]:
    rows = PersonEvent.objects.filter(person=person, kind__in=CHOSEN).order_by("pk")
    return [(row.kind, row.details) for row in rows]


def as_it_is(person: User, **changed: str) -> dict[str, str]:
    """What the page of this person sends when only this is changed."""
    topics = topics_of(person)
    habits = habits_of([person], topics)
    return {topic.code: habits.choice(person, topic) for topic in topics} | changed


def chosen_in(page: str, topic: str) -> list[str]:
    """Return the codes of the tiles of this kind of news that stand chosen on the page."""
    tiles = re.findall(rf'<input type="radio" name="{topic}" value="(\w+)"([^>]*)>', page)
    return [code for code, more in tiles if "checked" in more]


# ---- the actions ----


def test_a_choice_is_kept_and_told_once(fso: User) -> None:
    for _again in range(2):
        actions.choose(fso, {"new": "morning", "words": "at_once", "critical": "at_once"}, actor=fso)

    assert list(Preference.objects.filter(person=fso).values_list("topic", "choice")) == [("new", "morning")]
    assert facts(fso) == [("news_chosen", {"topic": "new", "choice": "morning"})]


def test_a_choice_is_taken_back(fso: User) -> None:
    actions.choose(fso, {"new": "in_app"}, actor=fso)

    actions.choose(fso, {"new": "at_once"}, actor=fso)

    assert as_it_is(fso)["new"] == "at_once"
    assert len(facts(fso)) == 2


@pytest.mark.parametrize(
    ("who", "topic", "choice"),
    [
        ("fso", "critical", "in_app"),  # always comes
        ("fso", "critical", "morning"),
        ("fso", "my_day", "morning"),  # is a list of the morning itself
        ("fso", "new", "by pigeon"),
        ("fso", "received", "in_app"),  # of the other side
        ("fso", "nothing we know", "in_app"),
        ("requester", "answers", "in_app"),
        ("requester", "finished", "morning"),  # of people of the firm
        ("requester", "critical", "at_once"),
        ("requester", "new", "in_app"),
    ],
)
def test_what_is_not_offered_is_refused_and_nothing_else_is_changed(
    who: str, topic: str, choice: str, fso: User, requester: User
) -> None:
    person, other = {"fso": (fso, "words"), "requester": (requester, "received")}[who]

    with pytest.raises(ValidationError) as refusal:
        actions.choose(person, {other: "in_app", topic: choice}, actor=person)

    assert list(refusal.value.message_dict) == [topic]
    assert not Preference.objects.exists()
    actions.choose(person, {other: "in_app"}, actor=person)
    assert Preference.objects.count() == 1


def test_everybody_chooses_only_for_himself(fso: User, administrator: User) -> None:
    for actor in (administrator, None):
        with pytest.raises(NotAllowed):
            actions.choose(fso, {"new": "in_app"}, actor=actor)
        with pytest.raises(NotAllowed):
            actions.keep_quiet(fso, starts=time(22), ends=time(7), actor=actor)
        with pytest.raises(NotAllowed):
            actions.hear_always(fso, actor=actor)

    assert not facts(fso)


def test_quiet_hours_are_kept_changed_and_ended_once_each(fso: User) -> None:
    for _again in range(2):
        actions.keep_quiet(fso, starts=time(22), ends=time(7), actor=fso)
    actions.keep_quiet(fso, starts=time(21, 30), ends=time(7), actor=fso)
    for _again in range(2):
        actions.hear_always(fso, actor=fso)

    assert not QuietHours.objects.exists()
    assert facts(fso) == [
        ("quiet_kept", {"starts": "22:00", "ends": "07:00"}),
        ("quiet_kept", {"starts": "21:30", "ends": "07:00"}),
        ("quiet_ended", {}),
    ]


def test_a_span_of_no_length_is_refused(fso: User) -> None:
    with pytest.raises(ValidationError):
        actions.keep_quiet(fso, starts=time(7), ends=time(7), actor=fso)

    assert not QuietHours.objects.exists()


def test_every_kind_of_news_is_offered_to_somebody_in_a_way_that_it_comes_by_itself(fso: User, requester: User) -> None:
    def asked(person: User, topics: tuple[Topic, ...]) -> None:
        for topic in topics:
            assert topic.default in topic.choices(person), topic.code

    asked(fso, OF_FIRM)
    asked(requester, OF_CLIENT)


# ---- what follows from it ----


def test_what_one_wants_only_here_is_not_mailed(ticket: Ticket, fso: User, requester: User, told: Told) -> None:
    told()
    actions.choose(fso, {"words": "in_app"}, actor=fso)

    tickets.reply(ticket, body="It is worse now", actor=requester)

    assert to(fso, told()) == []


@time_machine.travel(datetime(2026, 11, 24, 22, 0, tzinfo=UTC), tick=False)
def test_in_quiet_hours_what_can_wait_waits_and_a_client_that_stands_still_does_not(
    ticket: Ticket, fso: User, requester: User, told: Told
) -> None:
    told()
    actions.keep_quiet(fso, starts=time(22), ends=time(7), actor=fso)

    tickets.reply(ticket, body="It is worse now", actor=requester)
    assert to(fso, told()) == []

    everybody = tickets.Report(what="Nothing works", impact=Impact.COMPANY, urgency=Urgency.STOPPED)
    tickets.report(everybody, client=ticket.client, actor=requester)
    assert len(to(fso, told())) == 1


# ---- the page ----


def test_the_page_shows_what_is_so(fso: User, sign_in: SignIn) -> None:
    actions.choose(fso, {"new": "morning"}, actor=fso)
    actions.keep_quiet(fso, starts=time(22), ends=time(7), actor=fso)

    page = sign_in(fso).get("/me/news/").content.decode()

    assert chosen_in(page, "new") == ["morning"]
    assert 'name="quiet_starts" value="22:00"' in page
    assert 'name="quiet_ends" value="07:00"' in page
    assert fso.time_zone in page


def test_what_always_comes_is_shown_chosen_with_its_reason(fso: User, sign_in: SignIn) -> None:
    page = sign_in(fso).get("/me/news/").content.decode()

    assert page.count('name="critical"') == 1
    assert 'name="critical" value="at_once" aria-disabled="true"' in page
    assert "Somebody must act at once." in page
    assert 'aria-describedby="news_critical_hint"' in page


def test_people_of_clients_are_offered_no_morning_list_and_only_what_comes_to_them(
    requester: User, contact: User, sign_in: SignIn
) -> None:
    pages = {person: sign_in(person).get("/me/news/").content.decode() for person in (requester, contact)}

    assert all('value="morning"' not in page for page in pages.values())
    assert 'name="company"' not in pages[requester]
    assert 'name="company"' in pages[contact]


def test_who_is_not_an_fso_has_no_day_to_hear_of(fso: User, desk: User) -> None:
    assert "my_day" in [topic.code for topic in topics_for(fso)]
    assert "my_day" not in [topic.code for topic in topics_for(desk)]


def test_one_saves_and_is_told_so(fso: User, sign_in: SignIn) -> None:
    browser = sign_in(fso)

    answer = browser.post("/me/news/", as_it_is(fso, new="in_app", quiet_starts="22:00", quiet_ends="07:00"))

    assert answer.headers["Location"] == "/me/news/"
    assert "What you hear is kept." in browser.get("/me/news/").content.decode()
    assert as_it_is(fso)["new"] == "in_app"
    assert QuietHours.objects.filter(person=fso, starts=time(22), ends=time(7)).exists()
    assert [kind for kind, _facts in facts(fso)] == ["news_chosen", "quiet_kept"]


def test_saved_within_the_account_only_the_part_comes_anew(fso: User, sign_in: SignIn) -> None:
    headers = {"HX-Request": "true"}
    browser = sign_in(fso)

    part = browser.get("/me/news/", headers=headers).content.decode()
    answer = browser.post("/me/news/", as_it_is(fso, new="in_app"), headers=headers).content.decode()
    wrong = browser.post("/me/news/", as_it_is(fso, quiet_starts="22:00"), headers=headers)

    assert all("<html" not in text for text in (part, answer, wrong.content.decode()))
    assert "What you hear is kept." in answer
    assert wrong.status_code == 422
    assert 'id="choices"' in wrong.content.decode()


def test_nothing_is_lost_when_one_choice_is_refused(fso: User, sign_in: SignIn) -> None:
    sent = as_it_is(fso, new="in_app", critical="in_app", quiet_starts="22:00", quiet_ends="07:00")

    answer = sign_in(fso).post("/me/news/", sent)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count("This always comes by mail, at once. Somebody must act at once.") == 2  # summary and field
    assert 'href="#news_critical_0"' in page
    assert chosen_in(page, "new") == ["in_app"]
    assert 'name="quiet_starts" value="22:00"' in page
    assert not Preference.objects.exists()
    assert not QuietHours.objects.exists()


@pytest.mark.parametrize(
    ("starts", "ends", "field", "words"),
    [
        ("22:00", "", "quiet_ends", "Write until when it is quiet, or leave both empty."),
        ("", "07:00", "quiet_starts", "Write from when it is quiet, or leave both empty."),
        ("07:00", "07:00", "quiet_ends", "Write another time than the one from which it is quiet."),
        ("25:00", "07:00", "quiet_starts", "Write a time of the day, for example 22:00."),
        ("22:00", "soon", "quiet_ends", "Write a time of the day, for example 22:00."),
    ],
)
def test_half_a_span_and_an_odd_one_come_back(
    starts: str, ends: str, field: str, words: str, fso: User, sign_in: SignIn
) -> None:
    answer = sign_in(fso).post("/me/news/", as_it_is(fso, new="in_app", quiet_starts=starts, quiet_ends=ends))

    assert answer.status_code == 422
    assert f'<a href="#news_{field}">{words}</a>' in answer.content.decode()
    assert answer.content.decode().count(words) == 2
    assert not QuietHours.objects.exists()
    assert not Preference.objects.exists()  # both or nothing


def test_without_quiet_hours_they_end(fso: User, sign_in: SignIn) -> None:
    actions.keep_quiet(fso, starts=time(22), ends=time(7), actor=fso)

    sign_in(fso).post("/me/news/", as_it_is(fso))

    assert not QuietHours.objects.exists()


def test_the_account_leads_to_it_with_and_without_a_script(fso: User, requester: User, sign_in: SignIn) -> None:
    for person in (fso, requester):
        page = sign_in(person).get("/me/").content.decode()

        assert 'id="news"' in page  # where mails lead to
        assert '<div hx-get="/me/news/" hx-trigger="load"' in page
        assert '<a href="/me/news/">' in page


def test_only_a_page_of_ours_changes_it(fso: User) -> None:
    elsewhere = Browser(enforce_csrf_checks=True)
    elsewhere.force_login(fso)

    assert elsewhere.post("/me/news/", as_it_is(fso, new="in_app")).status_code == 403
    assert not Preference.objects.exists()
