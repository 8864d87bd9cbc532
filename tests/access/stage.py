"""The stage on which every address is tried: one client with all that can hang on it, its people, and outsiders."""

from __future__ import annotations

import io
import re
import typing
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import transaction
from django.http import HttpResponse
from django.test import Client as Browser
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from PIL import Image

from accounts import actions as people
from accounts.models import User
from escalation import actions as escalations
from escalation.models import Chain, Escalation, Level, Step
from notifications.stop_links import stop_url
from sites.models import Client, ClosingDay, Function, Site, Standing
from tests.cast import make_client, person_of_client, person_of_firm, serves
from tickets import actions as tickets
from tickets.models import Category, Impact, Problem, QuestionKind, Ticket, Urgency
from tickets.problems import Place

ROLES = (
    "anonymous", "requester", "contact", "fso", "engineer", "ict_manager", "desk", "administrator",
    "outsider_requester", "outsider_contact", "outsider_fso", "outsider_engineer", "outsider_manager",
)  # fmt: skip
NEVER = 987_654_321
CANARY = "canary7f3a"  # stands in every word that is for the firm only
CHANGES_BY_ITSELF = re.compile(
    rb'(name="csrfmiddlewaretoken" value="|"x-csrftoken": "|name="once" value="|data-once=")[\w-]+'
)


@dataclass
class Stage:
    """Everything an address can name, and a browser for every role."""

    brewery: Client
    garage: Client
    ticket: Ticket
    escalation: Escalation
    people: dict[str, User]
    browsers: dict[str, Browser] = field(default_factory=dict)

    def browser(self, role: str) -> Browser:
        """Return the browser in which this role is signed in."""
        if role not in self.browsers:
            self.browsers[role] = Browser()
            if role in self.people:
                self.browsers[role].force_login(self.people[role])
        return self.browsers[role]

    def answer(self, role: str, method: str, path: str, **more: object) -> HttpResponse:
        """Return the answer to this role; whatever the request changed is undone."""
        browser = self.browser(role)
        kept = deepcopy(browser.cookies)
        with transaction.atomic():
            answer = browser.generic(method, path, **more)  # type: ignore[arg-type]
            transaction.set_rollback(True)
        browser.cookies = kept
        return typing.cast(HttpResponse, answer)


def category() -> Category:
    """What the ticket on the stage is about."""
    return Category.objects.create(name_en="Mail", question_kind=QuestionKind.TECHNICAL)


def chains() -> None:
    """The firm's chain for technical questions, also where an earlier test emptied the tables."""
    chain, made = Chain.objects.get_or_create(client=None, kind_of_question=QuestionKind.TECHNICAL)
    if made:
        Step.objects.create(chain=chain, position=1, level=Level.ENGINEERS)


def outsiders() -> tuple[Client, dict[str, User]]:
    """The other client, its people and those who serve it."""
    garage = make_client("Garage Dewinter", "dewinter.example", "Vilvoorde")
    cast = {
        "outsider_requester": person_of_client("Luc Servais", "luc@dewinter.example", garage),
        "outsider_contact": person_of_client(
            "Annick Dewinter", "annick@dewinter.example", garage, standing=Standing.CONTACT
        ),
        "outsider_fso": person_of_firm("Wim Declercq", "wim@lumen-it.example", "fso"),
        "outsider_engineer": person_of_firm("Nadia Haddad", "nadia@lumen-it.example", "engineer"),
        "outsider_manager": person_of_firm("Pascal Leroy", "pascal@lumen-it.example", "ict_manager"),
    }
    serves(cast["outsider_fso"], garage, Function.FSO)
    serves(cast["outsider_engineer"], garage, Function.ENGINEER)
    serves(cast["outsider_manager"], garage, Function.ICT_MANAGER)
    return garage, cast


def insiders(about: Category) -> tuple[Client, Ticket, Escalation, dict[str, User]]:
    """The client, its people, those who serve it, and an escalated ticket."""
    brewery = make_client("Brouwerij Hopveld", "hopveld.example", "Aalst")
    cast = {
        "requester": person_of_client("Emma Claes", "emma@hopveld.example", brewery),
        "contact": person_of_client("Bart Goossens", "bart@hopveld.example", brewery, standing=Standing.CONTACT),
        "fso": person_of_firm("Inès Vercammen", "ines@lumen-it.example", "fso"),
        "engineer": person_of_firm("Thibault Martin", "thibault@lumen-it.example", "engineer"),
        "ict_manager": person_of_firm("Yannick Dubois", "yannick@lumen-it.example", "ict_manager"),
        "desk": person_of_firm("Marleen Peeters", "marleen@lumen-it.example", "desk"),
        "administrator": person_of_firm("Katrien Aerts", "katrien@lumen-it.example", "administrator"),
    }
    serves(cast["fso"], brewery, Function.FSO)
    serves(cast["engineer"], brewery, Function.ENGINEER)
    serves(cast["ict_manager"], brewery, Function.ICT_MANAGER)
    people.change_face(cast["fso"], upload=a_photo(), actor=None)
    told = tickets.Report(what="Outlook does not open", impact=Impact.PERSON, urgency=Urgency.DIFFICULT)
    ticket = tickets.report(told, client=brewery, actor=cast["requester"])
    escalation = escalations.escalate(
        ticket,
        category=about,
        wrong=f"{CANARY}-wrong",
        tried=f"{CANARY}-tried",
        needed=f"{CANARY}-needed",
        actor=cast["fso"],
    )
    tickets.note(ticket, body=f"{CANARY}-note", actor=cast["fso"])
    ticket.refresh_from_db()
    return brewery, ticket, escalation, cast


def set_the_stage() -> Stage:
    """Make all of it."""
    chains()
    garage, theirs = outsiders()
    brewery, ticket, escalation, ours = insiders(category())
    return Stage(brewery, garage, ticket, escalation, {**ours, **theirs})


def a_photo() -> bytes:
    """A small picture."""
    stored = io.BytesIO()
    Image.new("RGB", (96, 96), "teal").save(stored, "PNG")
    return stored.getvalue()


def stop_token(person: User, topic: str) -> str:
    """What stands in the link with which this person stops mail of this kind."""
    return stop_url(person, topic).rstrip("/").rpartition("/")[2]


def a_place_of(client: Client) -> Site:
    """The first place of this client, made when there is none."""
    return Site.objects.get_or_create(client=client, name="Aalst")[0]


def a_closing_day_of(client: Client) -> ClosingDay:
    """A closing day of this client, made when there is none."""
    return ClosingDay.objects.get_or_create(client=client, day=date(2099, 5, 15), withdrawn_at=None)[0]


def a_problem_of(client: Client, noted_by: User) -> Problem:
    """A known problem that is announced at this client, made when there is none."""
    known = Problem.objects.filter(client=client).first()
    if known is not None:
        return known
    told = tickets.Described(f"{CANARY}-what", f"{CANARY}-workaround")
    problem = tickets.note_problem(told, client=client, actor=noted_by)
    return tickets.announce(
        problem,
        words={"en": "Mail is down. We are on it."},
        places=[Place(client)],
        next_word_at=timezone.now() + timedelta(hours=2),
        actor=noted_by,
    )


# What the parameters of an address name. A new parameter, or a `pk` under a new name, is added here.
OBJECTS: dict[str, Callable[[Stage], object]] = {
    "number": lambda stage: stage.ticket.pk,
    "client_pk": lambda stage: stage.brewery.pk,
    "accounts:photo pk": lambda stage: stage.people["fso"].pk,
    "sites:show pk": lambda stage: stage.brewery.pk,
    "sites:opening pk": lambda stage: stage.brewery.pk,
    "sites:set_opening_hours pk": lambda stage: stage.brewery.pk,
    "sites:add_closing_day pk": lambda stage: stage.brewery.pk,
    "sites:withdraw_closing_day pk": lambda stage: stage.brewery.pk,
    "tickets:recalculation pk": lambda stage: stage.brewery.pk,
    "problem_pk": lambda stage: a_problem_of(stage.brewery, stage.people["fso"]).pk,
    "site": lambda stage: a_place_of(stage.brewery).pk,
    "day": lambda stage: a_closing_day_of(stage.brewery).pk,
    "escalation:pick_up pk": lambda stage: stage.escalation.pk,
    "escalation:hand_back pk": lambda stage: stage.escalation.pk,
    "escalation:withdraw pk": lambda stage: stage.escalation.pk,
    "api:escalation:pick_up pk": lambda stage: stage.escalation.pk,
    "api:escalation:hand_back pk": lambda stage: stage.escalation.pk,
    "api:escalation:withdraw pk": lambda stage: stage.escalation.pk,
    "api:accounts:revoke_token code": lambda stage: "0" * 20,
    "notifications:stop token": lambda stage: stop_token(stage.people["requester"], "finished"),
    "side": lambda stage: "client",
    "name": lambda stage: "answered",
    "uidb36": lambda stage: "1",
    "key": lambda stage: "no-such-key",
}


@dataclass(frozen=True)
class Address:
    """One address of the desk, by its name."""

    name: str
    parameters: tuple[str, ...]

    def path(self, stage: Stage, **other: object) -> str:
        """Return the path with the objects of the stage in it, or others."""
        named = {}
        for parameter in self.parameters:
            maker = OBJECTS.get(f"{self.name} {parameter}") or OBJECTS.get(parameter)
            assert maker, f"Say in tests/access/stage.py, OBJECTS, what {parameter!r} of {self.name} names."
            named[parameter] = other.get(parameter, maker(stage))
        return reverse(self.name, kwargs=named)

    @property
    def ids(self) -> tuple[str, ...]:
        """The parameters that are numbers of rows."""
        return tuple(name for name in self.parameters if name in {"number", "pk"} or name.endswith("_pk"))


def all_addresses() -> dict[str, Address]:
    """Return every named address that the resolver knows, but those of the set-up pages (tests/sites/test_set_up.py)."""
    return {found.name: found for found in _walk(get_resolver(), "", ())}


def _walk(resolver: URLResolver, space: str, above: tuple[str, ...]) -> Iterator[Address]:
    for pattern in resolver.url_patterns:
        parameters = (*above, *pattern.pattern.converters, *_named_groups(pattern))
        if isinstance(pattern, URLResolver):
            if pattern.namespace == "admin":
                continue
            yield from _walk(pattern, f"{space}{pattern.namespace}:" if pattern.namespace else space, parameters)
        elif isinstance(pattern, URLPattern):
            assert pattern.name, f"An address without a name: {pattern.pattern}"
            yield Address(space + pattern.name, parameters)


def _named_groups(pattern: URLPattern | URLResolver) -> tuple[str, ...]:
    regex = getattr(pattern.pattern, "regex", None)
    if pattern.pattern.converters or regex is None:
        return ()
    return tuple(regex.groupindex)


def without_what_changes(body: bytes) -> bytes:
    """Return a page without the values that differ in every answer: form secrets and one-time keys."""
    return CHANGES_BY_ITSELF.sub(b"", body)
