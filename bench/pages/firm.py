"""The firm whose desk is measured, made by the product's own models and actions: two hundred clients, their people, and a few tickets
of each kind. ``bench.pages.fill`` copies those tickets until there are as many as wanted.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from accounts.models import Side, User
from sites.models import Client, Function, Membership, Site
from tests.cast import LONG_AGO, make_client, person_of_firm, serves
from tickets import actions
from tickets.models import Category, Channel, QuestionKind, Ticket, Type
from tickets.search_text import project_people

CLIENTS = 200
PEOPLE = 20  # of each client
FSOS = 20
SERVED = 60  # clients of the FSO whose pages are measured: even among ten thousand tickets she has fifty open ones
FIRST_NAMES = ("Emma", "Noah", "Joke", "Youssef", "Claire", "Arthur", "Lien", "Mohamed", "Sophie", "Jef")
LAST_NAMES = (
    "Claes",
    "Peeters",
    "Dubois",
    "Van den Broeck",
    "El Amrani",
    "Lambert",
    "Maes",
    "Willems",
    "Renard",
    "Jacobs",
)

DESK, FSO = "desk@lumen-it.example", "fso@lumen-it.example"
SAID = "The printer on the second floor is slow since this morning."


@dataclass(frozen=True)
class Models:
    """Numbers of the tickets that are copied. Each stands in the list as often as it shall be copied in turn."""

    open: list[int]
    ended: list[int]


def build() -> Models:
    """Make the firm and the tickets that are copied."""
    desk = person_of_firm("Dirk Maes", DESK, "desk")
    ines = person_of_firm("Inès Vercammen", FSO, "fso")
    others = [person_of_firm(f"Fso {number}", f"fso{number}@lumen-it.example", "fso") for number in range(1, FSOS)]
    clients = [make_client(f"Client {number:03}", f"client{number}.example", "Aalst") for number in range(CLIENTS)]
    for number, client in enumerate(clients):
        serves(ines if number < SERVED else others[number % len(others)], client, Function.FSO)
    for number, client in enumerate(clients):
        _people_of(client, number)
    category = Category.objects.create(name_en="Printers", question_kind=QuestionKind.TECHNICAL)
    member = Membership.objects.filter(client=clients[0]).select_related("person").order_by("pk")[0]
    story = _Story(clients[0], clients[0].sites.get(), member.person, ines, desk, category)
    return Models(open=_open(story), ended=_ended(story))


def _people_of(client: Client, number: int) -> None:
    people = User.objects.bulk_create(
        User(
            email=f"person{one}@client{number}.example",
            name=f"{FIRST_NAMES[(number + one) % 10]} {LAST_NAMES[(number * 3 + one // 2) % 10]}",
            side=Side.CLIENT,
            password="!",  # noqa: S106 - nobody signs in by it
            language=("en", "fr", "nl")[one % 3],
        )
        for one in range(PEOPLE)
    )
    Membership.objects.bulk_create(Membership(person=one, client=client, starts_at=LONG_AGO) for one in people)
    project_people([one.pk for one in people])


@dataclass(frozen=True)
class _Story:
    """One client, and who acts."""

    client: Client
    site: Site
    emma: User
    ines: User
    desk: User
    category: Category

    def asked(self, at: datetime, **told: object) -> Ticket:
        report = actions.Report(what=SAID, title="Printer is slow", site=self.site, **told)  # type: ignore[arg-type]
        return actions.report(report, client=self.client, actor=self.emma, at=at)

    def talked_about(self, at: datetime, **told: object) -> Ticket:
        """Four messages: asked, answered, a word from the client, a note."""
        ticket = self.asked(at, **told)
        hours = [at + timedelta(hours=number / 4) for number in range(1, 6)]
        actions.answer(ticket, body=SAID, actor=self.ines, at=hours[0])
        actions.categorize(ticket, category=self.category, actor=self.ines, at=hours[1])
        actions.start(ticket, actor=self.ines, at=hours[2])
        actions.reply(ticket, body=SAID, actor=self.emma, at=hours[3])
        return actions.note(ticket, body=SAID, actor=self.ines, at=hours[4])

    def solved(self, ticket: Ticket, at: datetime) -> Ticket:
        ticket = actions.resolve(ticket, how="Cleaned the rollers.", minutes=20, actor=self.ines, at=at)
        return actions.confirm(ticket, actor=self.emma, at=at + timedelta(hours=3))


KINDS: tuple[dict[str, object], ...] = (
    {"impact": 3, "urgency": 2},
    {"impact": 3, "urgency": 3},
    {"impact": 2, "urgency": 2},
    {"impact": 2, "urgency": 1},
    {"type": Type.REQUEST},
    {"type": Type.QUESTION},
)


def _open(story: _Story) -> list[int]:
    """A third new and of nobody, a third taken, a third talked about; reported within the last three days."""
    now, made = timezone.now(), []
    for number, kind in enumerate(KINDS):
        at = now - timedelta(hours=4 + 11 * number)
        new, taken = story.asked(at, **kind), story.asked(at + timedelta(hours=1), **kind)
        actions.assign(taken, to=story.ines, actor=story.desk, at=at + timedelta(hours=2))
        made += [new, taken, story.talked_about(at + timedelta(minutes=30), **kind)]
    return _numbers(made)


def _ended(story: _Story) -> list[int]:
    """Most were talked about, some solved at once, some opened again: about four messages and seven facts each."""
    at, made = timezone.now() - timedelta(days=14), []
    for kind in KINDS:
        made += [story.solved(story.talked_about(at, **kind), at + timedelta(hours=5)) for _ in range(2)]
        short = story.asked(at, **kind)
        actions.answer(short, body=SAID, actor=story.ines, at=at + timedelta(hours=1))
        made.append(story.solved(short, at + timedelta(hours=2)))
        again = story.talked_about(at, **kind)
        actions.resolve(again, how="Cleaned.", minutes=5, actor=story.ines, at=at + timedelta(hours=3))
        actions.reopen(again, reason="It is slow again.", actor=story.emma, at=at + timedelta(hours=4))
        actions.answer(again, body=SAID, actor=story.ines, at=at + timedelta(hours=5))
        made.append(story.solved(again, at + timedelta(hours=6)))
    told = actions.Report(what=SAID, title="Printer is slow", site=story.site, urgency=2)
    solved = actions.SolvedNow(minutes=5, how="Cleaned.")
    made.append(
        actions.record_call(
            told, client=story.client, caller=actions.Caller(person=story.emma), actor=story.ines,
            channel=Channel.WALK_IN, solved=solved, at=at,
        )
    )  # fmt: skip
    return _numbers(made)


def _numbers(tickets: Iterable[Ticket]) -> list[int]:
    return [ticket.pk for ticket in tickets]
