"""Known problems as each side finds them: the firm by weight, people of clients what is announced to them.

What somebody of a client reads leaves this module as ``Announced``, which holds nothing that the firm wrote among itself.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Count, Exists, F, IntegerField, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.http import Http404
from django.utils import timezone

from accounts.models import User
from sites.models import Client, Site
from sites.queries import SEES_EVERY_CLIENT, clients_served, memberships_of, serving, sites_of
from sites.querysets import not_closed
from tickets.known_words import sounds_like
from tickets.lifecycle import Status
from tickets.models import Announcement, Problem, ProblemEvent, ProblemPerson, Ticket, TimeEntry
from tickets.models.problem import PUBLIC_LANGUAGES, in_language_of_reader
from tickets.permissions import WORKING_ROLES
from tickets.querysets import ProblemQuerySet, TicketQuerySet, announced_to

MOST_SHOWN: Final = 100  # problems on the list, the heaviest
MOST_OFFERED: Final = 5  # on a ticket, and while a call is written down
PUBLIC: Final = [f"public_{code}" for code in PUBLIC_LANGUAGES]


@dataclass(frozen=True)
class Place:
    """Where a problem may be announced: to a client, or at one of its sites; client None = to every client."""

    client: Client | None = None
    site: Site | None = None

    @property
    def code(self) -> str:
        """What the form sends for it, and what the recorded fact holds."""
        return f"{self.client.pk if self.client else 0}-{self.site.pk if self.site else 0}"


@dataclass(frozen=True)
class Announced:
    """A known problem as people of a client read it. client: the one through which the reader has it; next_word_at: UTC."""

    pk: int
    words: str
    next_word_at: datetime | None
    is_mine: bool
    client: Client
    texts: Sequence[str]

    @property
    def zone(self) -> str:
        """The zone in which the next word is promised."""
        return self.client.time_zone

    @property
    def waits_for_word(self) -> bool:
        """Whether the moment of the next word is still to come."""
        return self.next_word_at is not None and self.next_word_at > timezone.now()


# ---- for people of the firm ----


def problem_for(user: User, number: int) -> Problem:
    """Return this problem with its weight, or raise Http404 as for a number that never was."""
    found = weighed(Problem.objects.visible_to(user).filter(pk=number)).first()
    if found is None or not user.is_of_firm:
        raise Http404
    return found


def problems_by_weight(user: User, *, gone: bool = False, client: int | None = None) -> ProblemQuerySet:
    """Return what is not gone (or what is), the heaviest first: how many people have it, then how many minutes it cost."""
    found = Problem.objects.visible_to(user)
    found = found.exclude(gone_at__isnull=True) if gone else found.unsolved()
    if client is not None:
        found = found.filter(client=client)
    order = ["-gone_at", "-pk"] if gone else ["-people_count", "-minutes", "-tickets_count", "-pk"]
    return weighed(found).order_by(*order)


def weighed(problems: ProblemQuerySet) -> ProblemQuerySet:
    """Return these problems with ``tickets_count``, ``people_count`` and ``minutes``: in the same query.

    People: who asked on a ticket that hangs on it, and who said "this is mine too", each once. Minutes: worked on those
    tickets. What was merged into another ticket counts there.
    """
    linked = Ticket.objects.filter(problem=OuterRef("pk")).exclude(status=Status.MERGED).order_by().values("problem")
    asked = Ticket.objects.filter(problem=OuterRef("problem"), requester=OuterRef("person"))
    joined = ProblemPerson.objects.filter(~Exists(asked), problem=OuterRef("pk")).order_by().values("problem")
    worked = TimeEntry.objects.filter(ticket__problem=OuterRef("pk")).order_by().values("ticket__problem")
    found: ProblemQuerySet = problems.select_related("client", "site", "owner").annotate(
        tickets_count=_of(linked, Count("pk")),
        people_count=_of(linked, Count("requester", distinct=True)) + _of(joined, Count("pk")),
        minutes=_of(worked, Sum("minutes")),
    )
    return found


def _of(rows: QuerySet[Any, Any], figure: Count | Sum) -> Coalesce:
    counted = Subquery(rows.annotate(figure=figure).values("figure"), output_field=IntegerField())
    return Coalesce(counted, Value(0), output_field=IntegerField())


def tickets_on(problem: Problem, *, reader: User) -> TicketQuerySet:
    """Return the tickets that hang on it and that this reader may see, unsolved ones first, then the newest."""
    return (
        Ticket.objects.visible_to(reader)
        .filter(problem=problem)
        .order_by(F("resolved_at").desc(nulls_first=True), "-pk")
    )


def unseen_on(problem: Problem, *, reader: User) -> int:
    """Return how many of the tickets that its weight counts this reader may not see."""
    all_of_them = Ticket.objects.filter(problem=problem).exclude(status=Status.MERGED)
    return all_of_them.exclude(pk__in=Ticket.objects.visible_to(reader).filter(problem=problem)).count()


def somebody_waits(problem: Problem) -> bool:
    """Whether anybody reads how it was solved: who has it too, who asked on an open ticket, to whom it is announced."""
    return (
        ProblemPerson.objects.filter(problem=problem).exists()
        or Ticket.objects.open().filter(problem=problem).exists()
        or Announcement.objects.filter(problem=problem, ends_at__isnull=True).exists()
    )


def people_of(problem: Problem, *, reader: User) -> list[ProblemPerson]:
    """Return who said "this is mine too", of the clients that this reader serves, in the order in which they did."""
    rows = ProblemPerson.objects.filter(problem=problem, client__in=clients_served(reader))
    return list(rows.select_related("person", "client").order_by("joined_at", "pk"))


def history_of(problem: Problem) -> QuerySet[ProblemEvent]:
    """Return all facts about the problem, oldest first."""
    return ProblemEvent.objects.filter(problem=problem).select_related("actor", "words").order_by("occurred_at", "pk")


def announcements_of(problem: Problem, at: datetime | None = None) -> list[Announcement]:
    """Return to whom it is announced now."""
    running = Announcement.objects.running(at or timezone.now()).filter(problem=problem)
    return list(running.select_related("client", "site").order_by("client__name", "site__name", "pk"))


def places_to_announce(problem: Problem, user: User) -> list[Place]:
    """Return where this person may announce it: its client and its sites; what is of no client alone to any he serves."""
    if problem.client is not None:
        return [Place(problem.client), *(Place(problem.client, site) for site in sites_of(problem.client))]
    everywhere = [Place()] if user.has_role(*SEES_EVERY_CLIENT) else []
    served = clients_served(user).filter(not_closed(timezone.now())).order_by("name", "pk")
    return [*everywhere, *(Place(client) for client in served)]


def possible_owners(client: Client | None) -> list[User]:
    """Return who may own a problem of this client (None = of no client alone): colleagues who work on its tickets."""
    return list(serving(client) if client else User.objects.with_role(*WORKING_ROLES).order_by("name", "pk"))


def owners_to_choose(problem: Problem) -> list[User]:
    """Return who may own this problem, and who does."""
    others, owner = possible_owners(problem.client), problem.owner
    return others if owner is None or owner in others else [owner, *others]


def known_problems(client: Client, *, reader: User) -> list[Problem]:
    """Return what this client may have again: its own problems that are not gone, then those of no client alone."""
    found = Problem.objects.visible_to(reader).unsolved()
    own, general = found.filter(client=client), found.filter(client__isnull=True)
    return [*own.order_by("-pk")[:MOST_SHOWN], *general.order_by("-pk")[:MOST_SHOWN]]


def like_what_is_typed(typed: str, problems: Sequence[Problem]) -> list[Problem]:
    """Return those of these problems that sound like it, the likest first."""
    return sounds_like(typed, [(one, _texts_of(one)) for one in problems])


def _texts_of(problem: Problem) -> list[str]:
    return [problem.what, problem.workaround, *problem.words.values()]


# ---- for people of clients ----


def announced_for(
    user: User, at: datetime | None = None, *, works_for: Iterable[Client] | None = None
) -> list[Announced]:
    """Return what is announced where this person of a client works, the latest first, each once: one query.

    works_for: the clients of this person, where they are known; else another query.
    """
    at = at or timezone.now()
    own = (row.client for row in memberships_of(user, at)) if works_for is None else works_for
    clients = {client.pk: client for client in own}
    rows = (
        Announcement.objects.running(at)
        .filter(announced_to(user, at))
        .exclude(problem__state=Problem.State.GONE)
        .annotate(
            is_mine=Exists(ProblemPerson.objects.filter(problem=OuterRef("problem"), person=user)),
            **{name: F(f"problem__{name}") for name in PUBLIC},
            next_word_at=F("problem__next_word_at"),
        )
        .order_by("-starts_at", "-pk")
    )
    found: dict[int, Announced] = {}
    for row in rows.values("problem_id", "client_id", "is_mine", "next_word_at", *PUBLIC) if clients else ():
        words = dict(zip(PUBLIC_LANGUAGES, (row[name] for name in PUBLIC), strict=True))
        client = clients.get(row["client_id"]) or next(iter(clients.values()))
        announced = Announced(
            row["problem_id"],
            in_language_of_reader(words),
            row["next_word_at"],
            row["is_mine"],
            client,
            list(words.values()),
        )
        found.setdefault(announced.pk, announced)
    return list(found.values())


def announced_problem(user: User, number: int) -> Problem | None:
    """Return this problem for an act of somebody of a client to whom it is announced, or who has said that it is his; else None."""
    return Problem.objects.visible_to(user).filter(pk=number).first()


def announced_like(typed: str, announced: Sequence[Announced]) -> list[Announced]:
    """Return those that sound like what is typed: looked at are the announced words only, in every language."""
    return sounds_like(typed, [(one, one.texts) for one in announced])
