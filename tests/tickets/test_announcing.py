"""A known problem is announced, somebody has it too, and it is solved for everybody. Nothing internal reaches clients."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import User
from notifications.actions import tell_due
from notifications.models import Notification, Pending
from sites.models import Client, Membership, Site
from tests.cast import person_of_client
from tests.conftest import SignIn
from tickets import actions, problems
from tickets.actions import Described, NotAllowed, WrongMoment
from tickets.models import Problem, ProblemEvent, ProblemPerson, Ticket
from tickets.problems import Place

WORDS = {"en": "Mail is down. We know it.", "fr": "La messagerie est en panne.", "nl": ""}
SECRET = "canary: the switch was forgotten"


@pytest.fixture
def problem(brewery: Client, fso: User) -> Problem:
    return actions.note_problem(Described(SECRET, f"{SECRET} too"), client=brewery, actor=fso)


def soon() -> datetime:
    return timezone.now() + timedelta(hours=1)


def announced(problem: Problem, by: User, *places: Place, **more: object) -> Problem:
    told: dict[str, object] = {"words": WORDS, "next_word_at": soon(), **more}
    return actions.announce(problem, places=places or [Place(problem.client)], actor=by, **told)  # type: ignore[arg-type]


def told_now() -> list[tuple[str, str]]:
    """Let everything be told; return whom which mail reached."""
    mail.outbox.clear()
    Pending.objects.update(due_at=timezone.now())
    tell_due()
    return sorted((sent.to[0].split("<")[-1].strip(">"), vars(sent)["trio"].rpartition("/")[2]) for sent in mail.outbox)


def test_it_is_read_where_it_is_announced_and_nowhere_else(
    problem: Problem, fso: User, requester: User, outsider_requester: User
) -> None:
    assert problems.announced_for(requester) == []

    announced(problem, fso)

    (read,) = problems.announced_for(requester)
    assert (read.words, read.is_mine) == (WORDS["en"], False)
    assert problems.announced_for(outsider_requester) == []
    with translation.override("fr"):
        assert problems.announced_for(requester)[0].words == WORDS["fr"]
    with translation.override("nl"):  # nobody wrote it in Dutch: the firm's own language
        assert problems.announced_for(requester)[0].words == WORDS["en"]


def test_announced_at_one_place_it_is_read_by_who_works_there(
    problem: Problem, brewery: Client, brewery_site: Site, fso: User, requester: User, contact: User
) -> None:
    other = Site.objects.create(client=brewery, name="Ninove", region="")
    Membership.objects.filter(person__in=[requester, contact]).update(site=other)
    announced(problem, fso, Place(brewery, brewery_site))

    assert problems.announced_for(requester) == []
    assert len(problems.announced_for(contact)) == 1  # speaks for the whole company

    Membership.objects.filter(person=requester).update(site=brewery_site)
    assert len(problems.announced_for(requester)) == 1


def test_only_the_desk_announces_to_every_client(
    brewery: Client, garage: Client, fso: User, desk: User, requester: User, outsider_requester: User
) -> None:
    general = actions.note_problem(Described("The cloud"), client=None, actor=fso)
    for place in (Place(), Place(garage)):
        with pytest.raises(NotAllowed):
            announced(general, fso, place)

    announced(general, desk, Place())

    assert len(problems.announced_for(requester)) == len(problems.announced_for(outsider_requester)) == 1


def test_the_same_words_again_are_only_a_new_time(problem: Problem, fso: User) -> None:
    first = announced(problem, fso)
    same = announced(problem, fso, next_word_at=first.next_word_at)
    assert same.version == first.version
    assert first.next_word_at
    later = announced(problem, fso, next_word_at=first.next_word_at + timedelta(hours=1))

    assert later.state == "known"
    kinds = list(ProblemEvent.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["problem_noted", "problem_announced", "problem_next_word"]


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"words": {}}, "one language"),
        ({"next_word_at": datetime(2020, 1, 1, tzinfo=timezone.get_default_timezone())}, "still to come"),
        ({"version": 99}, "while you were writing"),
    ],
)
def test_nothing_said_too_late_or_stale_is_refused(
    problem: Problem, fso: User, requester: User, wrong: dict[str, object], why: str
) -> None:
    with pytest.raises(WrongMoment, match=why):
        announced(problem, fso, **wrong)

    assert problems.announced_for(requester) == []


def test_this_is_mine_too_counts_once_and_opens_no_ticket(
    problem: Problem, fso: User, requester: User, outsider_requester: User, ticket: Ticket, colleague: User
) -> None:
    announced(problem, fso)

    actions.have_it_too(problem, actor=colleague)
    actions.have_it_too(problem, actor=colleague)

    assert ProblemPerson.objects.get().person == colleague
    assert ProblemEvent.objects.filter(kind="problem_joined").count() == 1
    assert Ticket.objects.count() == 1
    assert not Ticket.objects.visible_to(colleague).exists()
    with pytest.raises(WrongMoment, match="not announced"):
        actions.have_it_too(problem, actor=outsider_requester)


def test_withdrawn_it_is_read_no_more(problem: Problem, fso: User, requester: User) -> None:
    announced(problem, fso)
    actions.withdraw_announcement(problem, actor=fso)
    actions.withdraw_announcement(problem, actor=fso)

    assert problems.announced_for(requester) == []
    assert ProblemEvent.objects.filter(kind="problem_withdrawn").count() == 1


@pytest.mark.django_db(transaction=True)
def test_who_has_it_too_hears_each_word_once_and_nobody_else(
    problem: Problem, fso: User, colleague: User, requester: User, outsider_requester: User
) -> None:
    announced(problem, fso)
    told_now()
    actions.have_it_too(problem, actor=colleague)
    assert told_now() == []

    announced(problem, fso, next_word_at=timezone.now() + timedelta(hours=3))
    assert told_now() == [(str(colleague.email), "problem_next_word")]
    (sent,) = mail.outbox
    assert SECRET not in f"{sent.body}{sent.subject}"
    assert WORDS["en"] in sent.body
    announced(problem, fso, words={**WORDS, "en": "Mail is slow."})
    assert told_now() == [(str(colleague.email), "problem_announced")]

    actions.solve_problem(problem, words={"en": "Mail works."}, actor=fso)
    assert told_now() == [(str(colleague.email), "problem_gone")]
    (sent,) = mail.outbox
    assert "Mail works." in sent.body
    assert SECRET not in f"{sent.body}{sent.subject}"
    assert "Stop these mails" not in sent.body


@pytest.mark.django_db(transaction=True)
def test_who_left_the_company_hears_nothing(problem: Problem, fso: User, colleague: User) -> None:
    announced(problem, fso)
    actions.have_it_too(problem, actor=colleague)
    Membership.objects.filter(person=colleague).update(ends_at=timezone.now())

    announced(problem, fso, words={"en": "Mail is slow."})

    assert told_now() == []
    assert not Notification.objects.filter(person=colleague, kind="problem_announced").exists()


@pytest.mark.django_db(transaction=True)
def test_solving_it_solves_what_hangs_on_it_and_tells_everybody_once(
    problem: Problem, brewery: Client, ticket: Ticket, fso: User, requester: User, colleague: User
) -> None:
    noor = person_of_client("Noor Peeters", "noor@hopveld.example", brewery, language="fr")
    second = actions.report(actions.Report(what="No mail"), client=brewery, actor=noor)
    for one in (ticket, second):
        actions.link_problem(one, problem, actor=fso)
    announced(problem, fso)
    actions.have_it_too(problem, actor=colleague)
    actions.have_it_too(problem, actor=requester)
    told_now()

    solved = actions.solve_problem(
        problem, words={"en": "Mail works again.", "fr": "La messagerie remarche."}, actor=fso
    )
    again = actions.solve_problem(problem, words={}, actor=fso)

    assert {one.pk for one in solved.tickets} == {ticket.pk, second.pk}
    assert (solved.refused, solved.unseen, list(again.tickets)) == ([], 0, [])
    assert {one.solution.text for one in Ticket.objects.all() if one.solution} == {
        "Mail works again.",
        "La messagerie remarche.",
    }
    assert problems.announced_for(colleague) == []
    assert told_now() == sorted(
        [
            (str(requester.email), "resolved"),
            (str(noor.email), "resolved"),
            (str(colleague.email), "problem_gone"),
        ]
    )


def test_what_could_not_be_solved_is_named_and_what_is_unseen_is_counted(
    problem: Problem, brewery: Client, ticket: Ticket, fso: User, requester: User, engineer: User
) -> None:
    secret = actions.report(actions.Report(what="Secret", confidential=True), client=brewery, actor=requester)
    for one in (ticket, secret):
        actions.link_problem(one, problem, actor=fso)

    solved = actions.solve_problem(problem, words={"en": "It works."}, actor=engineer)

    assert [one.pk for one in solved.tickets] == [ticket.pk]
    assert solved.unseen == 1
    assert Ticket.objects.get(pk=secret.pk).is_open


def test_where_somebody_waits_it_is_not_solved_without_a_word(problem: Problem, ticket: Ticket, fso: User) -> None:
    actions.link_problem(ticket, problem, actor=fso)

    with pytest.raises(WrongMoment, match="now that it is solved"):
        actions.solve_problem(problem, words={}, actor=fso)

    assert not Problem.objects.get().is_gone


def test_the_start_page_shows_it_and_takes_this_is_mine_too(
    problem: Problem, fso: User, requester: User, sign_in: SignIn
) -> None:
    announced(problem, fso)
    browser = sign_in(requester)
    page = browser.get("/").content.decode()
    assert WORDS["en"] in page
    assert SECRET not in page

    for _time in range(2):
        assert browser.post(reverse("tickets:mine_too", args=[problem.pk])).status_code == 302

    assert ProblemPerson.objects.count() == 1
    page = browser.get("/").content.decode()
    assert "you have it too" in page
    assert "This is mine too" not in page


def test_while_one_types_only_the_announced_words_are_looked_at(
    problem: Problem, fso: User, requester: User, outsider_requester: User, sign_in: SignIn
) -> None:
    announced(problem, fso)
    address, part = reverse("tickets:known"), {"HX-Request": "true"}
    browser = sign_in(requester)

    assert WORDS["en"] in browser.get(address, {"what": "my mail hangs"}, headers=part).content.decode()
    assert WORDS["en"] in browser.get(address, {"what": "messagerie"}, headers=part).content.decode()
    for typed in ("canary switch forgotten", "the printer", "", "ma"):
        assert WORDS["en"] not in browser.get(address, {"what": typed}, headers=part).content.decode(), typed
    outside = sign_in(outsider_requester).get(address, {"what": "mail"}, headers=part).content.decode()
    assert WORDS["en"] not in outside
    assert sign_in(fso).get(address).status_code == 404


def test_a_form_that_comes_back_shows_what_is_known_beside_the_words(
    problem: Problem, fso: User, requester: User, sign_in: SignIn
) -> None:
    announced(problem, fso)

    page = sign_in(requester).post(reverse("tickets:report"), {"type": "incident", "what": "no mail"})

    assert page.status_code == 422
    assert "Is it this? We know it already." in page.content.decode()


def test_another_clients_person_finds_no_such_address(
    problem: Problem, fso: User, outsider_requester: User, sign_in: SignIn
) -> None:
    announced(problem, fso)

    assert sign_in(outsider_requester).post(reverse("tickets:mine_too", args=[problem.pk])).status_code == 404
