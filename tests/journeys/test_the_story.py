"""The story that the desk exists for, from the form of an employee to the report of a manager: through its pages, with a
real worker and a real mail server, once in each language; and then everything in it again by people it is not meant for."""

from __future__ import annotations

import re
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from accounts.models import User
from tests.cast import PASSWORD
from tests.conftest import SignIn
from tests.journeys.conftest import Firm
from tests.journeys.outsiders import assert_nobody_else_gets_anything
from tests.journeys.visitor import Page, Visitor, all_of
from tests.journeys.words import LANGUAGES, plain, said
from tests.processes import SmtpSink, Worker, words_in
from tickets.models import Ticket

FACE, ENGINEERS = "Inès Vercammen", ("Thibault Martin", "Sofie Maes")
OUTLOOK, SERVER, DRINKS = (
    "Outlook ne s’ouvre pas <b>depuis</b> hier",
    "De server ligt plat!",
    "Drinks machine is broken",
)
HANDOVER = {"wrong": "NO-SHARE answers", "tried": "RESTARTED twice", "needed": "LOOK at the storage"}
INTERNAL = (*HANDOVER.values(), "REBUILT the volume", "CHANGE-THE-CABLE", "NOTE-AMONG-US", *ENGINEERS)


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest, firm: Firm) -> str:
    """The language of everybody in this telling of the story."""
    User.objects.update(language=request.param)
    return str(request.param)


@pytest.fixture
def people(firm: Firm) -> dict[str, Visitor]:
    """Everybody at his own browser, nobody signed in yet."""
    return {name: Visitor() for name in ("emma", "joke", "ines", "dario", "marleen", "thibault", "sofie", "yannick")}


def test_the_story(
    firm: Firm, language: str, people: dict[str, Visitor], smtp_sink: SmtpSink, worker: Worker, sign_in: SignIn,
    outsider_requester: User, outsider_fso: User, outsider_engineer: User, outsider_manager: User,
) -> None:  # fmt: skip
    story = Story(firm, language, people, smtp_sink)

    story.emma_signs_in_with_the_digits_of_her_mail()
    outlook = story.emma_reports_that_outlook_does_not_open()
    story.the_desk_records_what_somebody_says_on_the_phone()
    story.ines_finds_it_at_its_place_and_solves_it(outlook)
    story.emma_says_that_it_is_not_solved_and_then_that_it_is(outlook)
    story.joke_says_that_it_works_again_before_anybody_came()
    server = story.emma_reports_that_nobody_can_work()
    story.two_engineers_press_at_once(server)
    story.the_engineer_notes_and_hands_back(server)
    story.renewals_go_to_the_manager_and_drinks_to_the_desk()
    story.the_manager_reads_the_report_and_its_tickets()
    story.every_mail_came_once()

    outsiders = [sign_in(one) for one in (outsider_requester, outsider_fso, outsider_engineer, outsider_manager)]
    secrets = (OUTLOOK, "Outlook ne", SERVER, DRINKS, firm.client.name, "Emma", "Noor", *INTERNAL)
    assert_nobody_else_gets_anything(all_of(people.values()), outsiders, secrets)


class Story:
    """One telling, in one language: each method is one step and stands on those before it."""

    def __init__(self, firm: Firm, language: str, people: dict[str, Visitor], sink: SmtpSink) -> None:
        self.firm, self.language, self.sink = firm, language, sink
        self.emma, self.joke, self.ines, self.marleen = (
            people[name] for name in ("emma", "joke", "ines", "marleen")
        )  # fmt: skip
        self.thibault, self.sofie, self.yannick, self.dario = (
            people[name] for name in ("thibault", "sofie", "yannick", "dario")
        )  # fmt: skip

    # ---- 1: Emma asks ----

    def emma_signs_in_with_the_digits_of_her_mail(self) -> None:
        self._by_code(self.emma, "Emma@Hopveld.example")
        assert self.emma.page.language == self.language
        assert FACE in self.emma.page.words
        assert settings.FIRM_PHONE in self.emma.page.words
        for visitor, person in [
            (self.ines, self.firm.ines), (self.dario, self.firm.dario), (self.marleen, self.firm.marleen),
            (self.thibault, self.firm.thibault), (self.sofie, self.firm.sofie), (self.yannick, self.firm.yannick),
        ]:  # fmt: skip
            visitor.open("/sign-in/password/")
            visitor.send("/sign-in/password/", login=str(person.email), password=PASSWORD)
            assert visitor.page.language == self.language
        self._by_code(self.joke, "joke@hopveld.example")

    def emma_reports_that_outlook_does_not_open(self) -> int:
        self.emma.open("/")
        page = self.emma.send(
            "/tickets/report/", what=OUTLOOK, impact="3", urgency="2", phone="0470 55 12 30", for_whom="Noor Wouters"
        )
        number = self._number(page)
        assert page.address == f"/tickets/{number}/sent/"
        # Response targets end in office hours, so the moment is today or a day that is named: her face is, always.
        assert "Inès" in page.words
        assert self._say("Is it really everybody?") not in page.words
        page = self.emma.open("/")
        assert OUTLOOK in page.words
        assert self._say("We call you on %(phone)s. Change", phone="0470 55 12 30") in page.words
        self._mails("emma@hopveld.example", self._say("Received: %(title)s", title=OUTLOOK))
        self._mails("ines@lumen-it.example", self._say("New: %(title)s", title=OUTLOOK))
        return number

    def the_desk_records_what_somebody_says_on_the_phone(self) -> None:
        self.marleen.open("/tickets/record/")
        self.marleen.send("/tickets/record/", do="find", client=str(self.firm.client.pk), q="Bart")
        assert "Bart Goossens" in self.marleen.page.words
        page = self.marleen.send(
            "/tickets/record/", do="keep", person=str(self.firm.bart.pk), what="The projector shows nothing"
        )
        number = self._number(page)
        assert "The projector shows nothing" in page.words
        assert Ticket.objects.get(pk=number).requester == self.firm.bart
        self._mails(
            str(self.firm.bart.email), self._say("Written down: %(title)s", title="The projector shows nothing")
        )

    # ---- 2: Inès helps ----

    def ines_finds_it_at_its_place_and_solves_it(self, number: int) -> None:
        page = self.ines.open("/queue/")
        assert [text for _address, text in _rows(page)] == [OUTLOOK, "The projector shows nothing"]
        assert self._say("Why here?") in page.words
        page = self.ines.open(f"/tickets/{number}/")
        assert "Noor Wouters" in page.words
        assert "0470 55 12 30" in page.words
        self.ines.send(f"/tickets/{number}/start/")
        self.ines.send(f"/tickets/{number}/note/", body="NOTE-AMONG-US")
        self.ines.send(f"/tickets/{number}/answer/", body="I look at it, 5 minutes.\r\nStay where you are.")
        (mail,) = self._mails("emma@hopveld.example", self._say("Answered: %(title)s", title=OUTLOOK))
        assert "I look at it, 5 minutes." in words_in(mail)
        self._solve(number, minutes="10", how="A new profile.")
        (mail,) = self._mails("emma@hopveld.example", self._say("Solved: %(title)s", title=OUTLOOK))
        assert self._say("%(name)s solved this. Please say whether it works for you.", name=FACE) in plain(
            words_in(mail)
        )
        assert f'lang="{self.language}"' in words_in(mail, "html")
        assert f"{settings.BASE_URL}/tickets/{number}/" in words_in(mail)
        assert number not in [_number_of(address) for address, _text in _rows(self.ines.open("/queue/"))]

    def emma_says_that_it_is_not_solved_and_then_that_it_is(self, number: int) -> None:
        page = self.emma.open(f"/tickets/{number}/")
        for words in ("I look at it, 5 minutes.", "A new profile.", self._say("Is it solved for you?")):
            assert words in page.words
        page = self.emma.send(f"/tickets/{number}/reopen/", body="The same window again.")
        assert self._say("We go on with it.") in page.words
        assert number in [_number_of(address) for address, _text in _rows(self.ines.open("/queue/"))]
        (mail,) = self._mails("ines@lumen-it.example", self._say("Not solved: %(title)s", title=OUTLOOK))
        assert "The same window again." in words_in(mail)
        self._solve(number, minutes="15", how="Another profile.")
        self._mails("emma@hopveld.example", self._say("Solved: %(title)s", title=OUTLOOK), count=2)
        self.emma.open(f"/tickets/{number}/")
        page = self.emma.send(f"/tickets/{number}/confirm/")
        assert self._say("Thank you. This is finished.") in page.words
        assert "NOTE-AMONG-US" not in page.html

    def joke_says_that_it_works_again_before_anybody_came(self) -> None:
        self.joke.open("/")
        number = self._number(
            self.joke.send("/tickets/report/", what="No sound in the meeting room", impact="2", urgency="3")
        )
        self.joke.goes(self._say("Tell us more"))
        page = self.joke.send(f"/tickets/{number}/say-it-works/", body="The cable was loose.")
        assert self._say("Thank you. We are glad that it works again.") in page.words
        # Her words and "it works again" are one press, so one mail; the first mail was that it came in.
        (mail,) = self._mails(
            "ines@lumen-it.example", self._say("Works again: %(title)s", title="No sound in the meeting room")
        )
        assert "The cable was loose." in words_in(mail)
        assert len(self._wait("ines@lumen-it.example", number, 2)) == 2

    # ---- 3: nobody can work ----

    def emma_reports_that_nobody_can_work(self) -> int:
        self.emma.open("/")
        page = self.emma.send("/tickets/report/", what=SERVER, impact="1", urgency="1")
        number = self._number(page)
        question = self._say("Is it really everybody?")
        assert page.words.index(self._say("Call %(phone)s", phone=settings.FIRM_PHONE)) < page.words.index(question)
        for visitor in (self.ines, self.dario, self.marleen, self.thibault, self.sofie):
            rows = _rows(visitor.open("/queue/?view=mine"))
            assert rows[0] == (f"/tickets/{number}/", SERVER)
            assert self._say("Critical and in nobody’s hands: first, wherever you are") in visitor.page.words
        assert (f"/tickets/{number}/", SERVER) in self.yannick.open("/portfolio/").links
        told = {address for address in self.firm.serving if self._wait(address, number, 1)}
        assert told == self.firm.serving
        page = self.emma.open(f"/tickets/{number}/sent/")
        page = self.emma.send(f"/tickets/{number}/confirm-reach/", impact="1")
        assert question not in page.words
        assert settings.FIRM_PHONE in page.words
        assert question not in self.emma.open(f"/tickets/{number}/sent/").words
        return number

    # ---- 4: the second line ----

    def two_engineers_press_at_once(self, number: int) -> None:
        self.ines.open(f"/tickets/{number}/")
        page = self.ines.open(f"/tickets/{number}/escalate/")
        server = next(value for value, words in _options(page) if words in ("Server", "Serveur"))
        page = self.ines.send(f"/tickets/{number}/escalate/", preview="1", category=server)
        assert all(name in page.words for name in ENGINEERS)
        page = self.ines.send(f"/tickets/{number}/escalate/", category=server, **HANDOVER)
        assert page.address == f"/tickets/{number}/"
        for visitor in (self.thibault, self.sofie):
            page = visitor.open("/escalations/")
            assert SERVER in page.words
            assert all(words in page.words for words in HANDOVER.values())
        both, start = (self.thibault, self.sofie), Barrier(2)
        (address,) = {form.action for form in self.sofie.page.forms if form.action.endswith("/pick-up/")}

        def presses(visitor: Visitor) -> int:
            start.wait(60)
            try:
                visitor.tries(address)
            finally:
                connection.close()
            return visitor.status

        with ThreadPoolExecutor(2) as pool:
            statuses = list(pool.map(presses, both))
        assert sorted(statuses) == [200, 409]
        first, second = both if statuses[0] == 200 else both[::-1]
        winner = self.firm.thibault if first is self.thibault else self.firm.sofie
        assert first.page.address == f"/tickets/{number}/"
        assert winner.first_name in second.page.words
        assert Ticket.objects.get(pk=number).assignee == winner
        self.winner = first

    def the_engineer_notes_and_hands_back(self, number: int) -> None:
        together = self._say("%(name)s is on it together with a specialist colleague.", name="Inès")
        page = self.emma.open(f"/tickets/{number}/")
        assert together in page.words
        self.winner.open(f"/tickets/{number}/")
        self.winner.send(f"/tickets/{number}/note/", body="REBUILT the volume")
        page = self.winner.open(f"/tickets/{number}/escalation/")
        (back,) = [form.action for form in page.forms if form.action.endswith("/hand-back/")]
        self.winner.send(back, done="REBUILT the volume", needed_on_site="CHANGE-THE-CABLE")
        assert "CHANGE-THE-CABLE" in self.ines.open(f"/tickets/{number}/escalation/").words
        (mail,) = self._mails("ines@lumen-it.example", self._say("Handed back: %(title)s", title=SERVER))
        assert "CHANGE-THE-CABLE" in words_in(mail)
        ticket = Ticket.objects.get(pk=number)
        assert (ticket.contact, ticket.assignee) == (self.firm.ines, self.firm.ines)
        page = self.emma.open(f"/tickets/{number}/")
        assert together in page.words
        assert not [words for words in INTERNAL if words in page.html]
        self._solve(number, minutes="30", how="A cable was broken.", where="on_site")

    # ---- 5: other chains ----

    def renewals_go_to_the_manager_and_drinks_to_the_desk(self) -> None:
        renewal = self._asks("question", "When do we renew the laptops?")
        drinks = self._asks("incident", DRINKS, impact="2", urgency="3")
        self._escalate(renewal, ("Renewal", "Renouvellement", "Verlenging"), FACE_OF_CHAIN="Yannick Dubois")
        self._escalate(drinks, ("Not IT", "Hors IT", "Niet-IT"), FACE_OF_CHAIN="Marleen Peeters")
        assert "When do we renew the laptops?" in self.yannick.open("/escalations/").words
        assert DRINKS not in self.yannick.page.words
        for visitor in (self.thibault, self.sofie):
            assert "When do we renew the laptops?" not in visitor.open("/escalations/").words
        assert (f"/tickets/{drinks}/", DRINKS) in _rows(self.marleen.open("/queue/?view=not-it"))

    # ---- 6: the manager ----

    def the_manager_reads_the_report_and_its_tickets(self) -> None:
        today = timezone.localdate(timezone=ZoneInfo(self.firm.client.time_zone))
        address = f"/reports/{self.firm.client.pk}/?from={today - timedelta(days=30)}&until={today}"
        report = self.yannick.open(address)
        assert self.firm.client.name in report.words
        figures = [
            (link, re.findall(r"\d+", text)) for link, text in report.links if link.startswith("/tickets/?") and text
        ]
        assert len(figures) > 15
        for link, numbers in figures:
            rows = _rows(self.yannick.open(link))
            assert len(rows) == int(numbers[0]), (link, numbers, rows)
        came_in = Ticket.objects.filter(client=self.firm.client).count()
        assert str(came_in) in [numbers[0] for link, numbers in figures if "opened_from" in link]
        portfolio = self.yannick.open("/portfolio/")
        assert self.firm.client.name in portfolio.words
        assert f"/reports/{self.firm.client.pk}/?period=this_month" in [link for link, _text in portfolio.links]

    def every_mail_came_once(self) -> None:
        time.sleep(1)
        ids = [str(mail["Message-ID"]) for mail in self.sink.mails]
        assert len(ids) == len(set(ids))
        for mail in self.sink.mails:
            assert f'lang="{self.language}"' in words_in(mail, "html"), mail["Subject"]
        for_clients = [mail for address in ("emma@hopveld.example", "joke@hopveld.example", "bart@hopveld.example")
                       for mail in self.sink.to(address)]  # fmt: skip
        for mail in for_clients:
            assert not [words for words in INTERNAL if words in words_in(mail) + words_in(mail, "html")]
        told = [(str(mail["To"]), plain(str(mail["Subject"]))) for mail in self.sink.mails]
        again = {one for one in told if told.count(one) > 1}
        # Solved twice is told twice; the same news is not.
        assert all(self._say("Solved: %(title)s", title=OUTLOOK) in subject for _to, subject in again), again

    # ---- how ----

    def _say(self, sentence: str, **facts: object) -> str:
        return said(self.language, sentence, **facts)

    def _by_code(self, visitor: Visitor, address: str) -> None:
        before = len(self.sink.to(address.lower()))
        visitor.open("/sign-in/")
        visitor.send("/sign-in/", email=address)
        self.sink.wait_for(len(self.sink.mails) + (1 if len(self.sink.to(address.lower())) == before else 0))
        mail = self.sink.to(address.lower())[-1]
        assert f'lang="{self.language}"' in words_in(mail, "html")
        digits = re.search(r"\b\d{6}\b", words_in(mail))
        assert digits
        page = visitor.send("/sign-in/code/", code=digits[0])
        assert page.address == "/"

    def _solve(self, number: int, **how: str) -> None:
        self.ines.open(f"/tickets/{number}/?do=resolve")
        self.ines.send(f"/tickets/{number}/resolve/", **how)

    def _asks(self, kind: str, what: str, **more: str) -> int:
        self.emma.open("/")
        return self._number(self.emma.send("/tickets/report/", type=kind, what=what, **more))

    def _escalate(self, number: int, category: tuple[str, ...], FACE_OF_CHAIN: str) -> None:  # noqa: N803
        page = self.ines.open(f"/tickets/{number}/escalate/")
        chosen = next(value for value, words in _options(page) if words in category)
        page = self.ines.send(f"/tickets/{number}/escalate/", preview="1", category=chosen)
        assert FACE_OF_CHAIN in page.words
        self.ines.send(f"/tickets/{number}/escalate/", category=chosen, **HANDOVER)

    def _number(self, page: Page) -> int:
        return _number_of(page.address)

    def _mails(self, address: str, subject: str, *, count: int = 1) -> list[Any]:
        """Wait for so many mails with this subject (behind its number) to this address; exactly so many may be there."""
        until = time.monotonic() + 60
        while len(found := self._found(address, subject)) < count:
            assert time.monotonic() < until, [str(mail["Subject"]) for mail in self.sink.to(address)]
            time.sleep(0.05)
        assert len(found) == count
        return found

    def _found(self, address: str, subject: str) -> list[Any]:
        return [mail for mail in self.sink.to(address) if plain(str(mail["Subject"])).endswith(subject)]

    def _wait(self, address: str, number: int, count: int) -> list[Any]:
        until = time.monotonic() + 60
        while True:
            found = [mail for mail in self.sink.to(address) if plain(str(mail["Subject"])).startswith(f"[{number}]")]
            if len(found) >= count:
                return found
            assert time.monotonic() < until, (address, number, [str(mail["Subject"]) for mail in found])
            time.sleep(0.05)


def _rows(page: Page) -> list[tuple[str, str]]:
    """The links to tickets, in the order of the rows."""
    return [link for link in page.links if re.fullmatch(r"/tickets/\d+/", link[0])]


def _options(page: Page) -> list[tuple[str, str]]:
    return re.findall(r'<option value="(\d+)"[^>]*>([^<]+)</option>', page.html)


def _number_of(address: str) -> int:
    found = re.search(r"/tickets/(\d+)/", address)
    assert found, address
    return int(found[1])
