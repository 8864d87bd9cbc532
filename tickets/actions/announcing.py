"""A known problem is announced to who may have it, who has it too says so, and it is solved for everybody."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils import translation
from django.utils.translation import gettext

from accounts.answers import WrongMoment
from accounts.models import User
from history.recording import now_or
from tickets import events, permissions
from tickets.actions.problems import add_problem_event, refuse_stale_problem, store_problem
from tickets.actions.solving import resolve
from tickets.models import Announcement, Problem, ProblemPerson, Ticket
from tickets.problems import Place, announced_for, somebody_waits


@dataclass(frozen=True)
class Refused:
    """A ticket that stays open although its problem is solved, and why."""

    ticket: Ticket
    reason: str


@dataclass(frozen=True)
class Solved:
    """What became of it. unseen: how many tickets stay open that who solved it may not see."""

    problem: Problem
    tickets: Sequence[Ticket]
    refused: Sequence[Refused]
    unseen: int


@transaction.atomic
def announce(
    problem: Problem,
    *,
    words: Mapping[str, str],
    places: Sequence[Place],
    next_word_at: datetime,
    actor: User | None,
    version: int | None = None,
    at: datetime | None = None,
) -> Problem:
    """Tell people of these places, in words for them, what is known, and when they hear the next word (UTC).

    It is announced there and nowhere else from now on. With the same words at the same places only the time of the next
    word is new. words: by language; at least one. Raises NotAllowed for a place that is not the actor's or the problem's,
    WrongMoment when it is gone, nothing is said, the moment has passed, or somebody changed it meanwhile.
    """
    problem, at = Problem.objects.locked(problem.pk), now_or(at)
    for place in places:
        permissions.can_announce(actor, problem, client=place.client, site=place.site).enforce()
    permissions.can_tend(actor, problem).enforce()
    told = {code: words.get(code, "") for code in problem.words}
    moved = _announced_at(problem, places, actor=actor, at=at)
    if told == problem.words and not moved and next_word_at == problem.next_word_at:
        return problem
    refuse_stale_problem(problem, version)
    _refuse_nothing(told, places, next_word_at, at)
    is_news = moved or told != problem.words
    _write(problem, told)
    problem.next_word_at = next_word_at
    if problem.state == Problem.State.SEEN:
        problem.state = Problem.State.KNOWN
    store_problem(problem)
    facts: dict[str, object] = {"next_word": next_word_at.isoformat()}
    if is_news:
        facts["places"] = sorted(place.code for place in places)
        add_problem_event(problem, events.PROBLEM_ANNOUNCED, actor=actor, at=at, words=_joined(told), facts=facts)
    else:
        add_problem_event(problem, events.PROBLEM_NEXT_WORD, actor=actor, at=at, facts=facts)
    return problem


@transaction.atomic
def withdraw_announcement(problem: Problem, *, actor: User | None, at: datetime | None = None) -> Problem:
    """Take the announcement back everywhere; who said "this is mine too" still hears when it is gone.

    Raises NotAllowed for who may not announce there.
    """
    problem, at = Problem.objects.locked(problem.pk), now_or(at)
    running = list(_running(problem))
    if not running:
        return problem
    for announced in running:
        permissions.can_withdraw(actor, problem, announced).enforce()
    _end(problem, at)
    problem.next_word_at = None
    store_problem(problem)
    add_problem_event(problem, events.PROBLEM_WITHDRAWN, actor=actor, at=at)
    return problem


@transaction.atomic
def have_it_too(problem: Problem, *, actor: User, at: datetime | None = None) -> Problem:
    """Say, as somebody of a client to whom it is announced, "this is mine too". Twice is once.

    Raises WrongMoment when it is not announced to this person any more.
    """
    problem, at = Problem.objects.locked(problem.pk), now_or(at)
    if ProblemPerson.objects.filter(problem=problem, person=actor).exists():
        return problem
    through = next((one.client for one in announced_for(actor, at) if one.pk == problem.pk), None)
    if through is None:
        raise WrongMoment(gettext("This is not announced any more."))
    ProblemPerson.objects.create(problem=problem, person=actor, client=through, joined_at=at)
    add_problem_event(problem, events.PROBLEM_JOINED, actor=actor, at=at)
    return problem


def solve_problem(
    problem: Problem,
    *,
    words: Mapping[str, str],
    actor: User | None,
    version: int | None = None,
    at: datetime | None = None,
) -> Solved:
    """Solve it, and what hangs on it: each open ticket that the actor may see by ``resolve``, with these words as how.

    words: what people of the client read, by language. First the problem, which ends its announcement; then each ticket in
    a transaction of its own, so that one that is refused keeps no other open. Doing it again goes on with what is left.
    Raises NotAllowed for who does not serve the client, WrongMoment when nothing is said although somebody is to be told,
    or somebody changed it meanwhile.
    """
    at = now_or(at)
    problem = _gone(problem, words, actor=actor, version=version, at=at)
    open_ones = Ticket.objects.open().filter(problem=problem)
    seen = list(
        (Ticket.objects.visible_to(actor, at) if actor else Ticket.objects.all()).open().filter(problem=problem)
    )
    unseen = open_ones.count() - len(seen)
    done, refused = [], []
    for ticket in seen:
        with translation.override(ticket.requester.language):
            how = problem.public_words
        try:
            done.append(resolve(ticket, how=how, minutes=0, actor=actor, at=at))
        except WrongMoment as refusal:
            refused.append(Refused(ticket, " ".join(refusal.messages)))
        except PermissionDenied as refusal:
            refused.append(Refused(ticket, str(refusal)))
    return Solved(problem, done, refused, unseen)


@transaction.atomic
def _gone(
    problem: Problem, words: Mapping[str, str], *, actor: User | None, version: int | None, at: datetime
) -> Problem:
    problem = Problem.objects.locked(problem.pk)
    if problem.is_gone:
        permissions.can_note_problem(actor, problem.client).enforce()
        return problem
    permissions.can_tend(actor, problem).enforce()
    refuse_stale_problem(problem, version)
    told = {code: words.get(code, "") for code in problem.words}
    if not any(told.values()) and somebody_waits(problem):
        raise WrongMoment(gettext("Write what they read now that it is solved."))
    _write(problem, told)
    problem.state, problem.gone_at, problem.next_word_at = Problem.State.GONE, at, None
    _end(problem, at)
    store_problem(problem)
    add_problem_event(problem, events.PROBLEM_GONE, actor=actor, at=at, words=_joined(told))
    return problem


def _announced_at(problem: Problem, places: Sequence[Place], *, actor: User | None, at: datetime) -> bool:
    """Announce it at these places and nowhere else; return whether that is new."""
    wanted = {place.code: place for place in places}
    running = {Place(one.client, one.site).code: one for one in _running(problem)}
    over = [one for code, one in running.items() if code not in wanted]
    for announced in over:
        permissions.can_withdraw(actor, problem, announced).enforce()
    Announcement.objects.filter(pk__in=[one.pk for one in over]).update(ends_at=at)
    fresh = [place for code, place in wanted.items() if code not in running]
    Announcement.objects.bulk_create(
        Announcement(problem=problem, client=place.client, site=place.site, starts_at=at) for place in fresh
    )
    return bool(over or fresh)


def _running(problem: Problem) -> models.QuerySet[Announcement]:
    return Announcement.objects.filter(problem=problem, ends_at__isnull=True).select_related("client", "site")


def _end(problem: Problem, at: datetime) -> None:
    _running(problem).update(ends_at=at)


def _refuse_nothing(words: Mapping[str, str], places: Sequence[Place], next_word_at: datetime, at: datetime) -> None:
    if not any(words.values()):
        raise WrongMoment(gettext("Write what they read, in one language at least."))
    if not places:
        raise WrongMoment(gettext("Choose to whom it is announced."))
    if next_word_at <= at:
        raise WrongMoment(gettext("Choose a moment that is still to come."))


def _write(problem: Problem, words: Mapping[str, str]) -> None:
    problem.public_en, problem.public_fr, problem.public_nl = words["en"], words["fr"], words["nl"]


def _joined(words: Mapping[str, str]) -> str:
    return "\n\n".join(text for text in words.values() if text)
