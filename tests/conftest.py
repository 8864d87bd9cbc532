"""The cast: people named by their part, all of one client, and outsiders of another who must see nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.test import Client as Browser

from accounts.models import User
from escalation.models import Chain, Level, Step
from sites.models import Client, Function, Site, Standing
from tests.cast import make_client, person_of_client, person_of_firm, serves
from tests.processes import smtp_sink, start_worker, worker  # noqa: F401 - fixtures
from tickets import actions
from tickets.models import Category, Impact, Priority, QuestionKind, Ticket, Urgency

SignIn = Callable[[User], Browser]


@pytest.fixture(autouse=True)
def nothing_was_counted() -> None:
    """People of another test had the same keys: what they did too often is not what these do."""
    cache.clear()


@pytest.fixture
def brewery(db: None) -> Client:
    """The client that most tests are about."""
    return make_client("Brouwerij Hopveld", "hopveld.example", "Aalst")


@pytest.fixture
def brewery_site(brewery: Client) -> Site:
    return Site.objects.get(client=brewery)


@pytest.fixture
def garage(db: None) -> Client:
    """Another client, of which the cast of the brewery must see nothing."""
    return make_client("Garage Dewinter", "dewinter.example", "Vilvoorde")


@pytest.fixture
def requester(brewery: Client) -> User:
    return person_of_client("Emma Claes", "emma@hopveld.example", brewery)


@pytest.fixture
def colleague(brewery: Client) -> User:
    return person_of_client("Joke Van Hove", "joke@hopveld.example", brewery, language="nl")


@pytest.fixture
def contact(brewery: Client) -> User:
    return person_of_client("Bart Goossens", "bart@hopveld.example", brewery, standing=Standing.CONTACT)


@pytest.fixture
def fso(brewery: Client) -> User:
    person = person_of_firm("Inès Vercammen", "ines@lumen-it.example", "fso")
    serves(person, brewery, Function.FSO)
    return person


@pytest.fixture
def stand_in(brewery: Client) -> User:
    person = person_of_firm("Dario Conti", "dario@lumen-it.example", "fso")
    serves(person, brewery, Function.STAND_IN)
    return person


@pytest.fixture
def desk(db: None) -> User:
    return person_of_firm("Marleen Peeters", "marleen@lumen-it.example", "desk")


@pytest.fixture
def engineer(brewery: Client) -> User:
    person = person_of_firm("Thibault Martin", "thibault@lumen-it.example", "engineer", language="fr")
    serves(person, brewery, Function.ENGINEER)
    return person


@pytest.fixture
def other_engineer(brewery: Client) -> User:
    person = person_of_firm("Sofie Maes", "sofie@lumen-it.example", "engineer", language="nl")
    serves(person, brewery, Function.ENGINEER)
    return person


@pytest.fixture
def ict_manager(brewery: Client) -> User:
    person = person_of_firm("Yannick Dubois", "yannick@lumen-it.example", "ict_manager")
    serves(person, brewery, Function.ICT_MANAGER)
    return person


@pytest.fixture
def administrator(db: None) -> User:
    return person_of_firm("Katrien Aerts", "katrien@lumen-it.example", "administrator")


@pytest.fixture
def outsider_requester(garage: Client) -> User:
    return person_of_client("Luc Servais", "luc@dewinter.example", garage)


@pytest.fixture
def outsider_contact(garage: Client) -> User:
    return person_of_client("Annick Dewinter", "annick@dewinter.example", garage, standing=Standing.CONTACT)


@pytest.fixture
def outsider_fso(garage: Client) -> User:
    person = person_of_firm("Wim Declercq", "wim@lumen-it.example", "fso")
    serves(person, garage, Function.FSO)
    return person


@pytest.fixture
def outsider_engineer(garage: Client) -> User:
    person = person_of_firm("Nadia Haddad", "nadia@lumen-it.example", "engineer")
    serves(person, garage, Function.ENGINEER)
    return person


@pytest.fixture
def outsider_manager(garage: Client) -> User:
    person = person_of_firm("Pascal Leroy", "pascal@lumen-it.example", "ict_manager")
    serves(person, garage, Function.ICT_MANAGER)
    return person


@pytest.fixture
def sign_in() -> SignIn:
    """Return a function that gives a browser in which this person is signed in."""

    def browser_of(person: User) -> Browser:
        browser = Browser()
        browser.force_login(person)
        return browser

    return browser_of


@pytest.fixture
def mail_category(db: None) -> Category:
    return Category.objects.create(
        name_en="Mail", name_fr="Messagerie", name_nl="Mail", question_kind=QuestionKind.TECHNICAL
    )


@pytest.fixture
def server_category(db: None) -> Category:
    return Category.objects.create(
        name_en="Server", name_fr="Serveur", name_nl="Server", question_kind=QuestionKind.TECHNICAL, floor=Priority.P2
    )


@pytest.fixture
def renewal_category(db: None) -> Category:
    return Category.objects.create(
        name_en="Renewal",
        name_fr="Renouvellement",
        name_nl="Verlenging",
        question_kind=QuestionKind.INFRASTRUCTURE,
    )


@pytest.fixture
def not_it_category(db: None) -> Category:
    return Category.objects.create(
        name_en="Not IT", name_fr="Hors IT", name_nl="Niet-IT", question_kind=QuestionKind.NOT_IT
    )


@pytest.fixture
def ticket(brewery: Client, requester: User, fso: User) -> Ticket:
    """Emma's Outlook does not open: she can work with difficulty."""
    told = actions.Report(what="Outlook does not open", impact=Impact.PERSON, urgency=Urgency.DIFFICULT)
    return actions.report(told, client=brewery, actor=requester)


@pytest.fixture
def critical_ticket(brewery: Client, colleague: User, fso: User) -> Ticket:
    """The server is down: everybody, nothing works."""
    told = actions.Report(what="The server is down", impact=Impact.COMPANY, urgency=Urgency.STOPPED)
    return actions.report(told, client=brewery, actor=colleague)


@pytest.fixture
def default_chains(db: None) -> None:
    """The firm's chains, also where an earlier test emptied the tables."""
    levels = {
        QuestionKind.TECHNICAL: Level.ENGINEERS,
        QuestionKind.INFRASTRUCTURE: Level.ICT_MANAGER,
        QuestionKind.NOT_IT: Level.DESK,
    }
    for kind, level in levels.items():
        chain, made = Chain.objects.get_or_create(client=None, kind_of_question=kind)
        if made:
            Step.objects.create(chain=chain, position=1, level=level)
