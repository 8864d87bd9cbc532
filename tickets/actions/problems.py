"""What many people have, or have again, is noted, written down better, and tickets hang on it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from accounts.answers import WrongMoment
from accounts.models import User
from history import once as once_keys
from history.recording import now_or, record
from sites.models import Client, Site
from tickets import events, permissions
from tickets.actions.storing import add_event, store, touch
from tickets.models import Problem, ProblemEvent, Ticket

NOTED = "problem"  # under which one-time keys know what was made


@dataclass(frozen=True)
class Described:
    """What the firm writes of a problem among itself: what it is, what to do meanwhile, who sees to it."""

    what: str
    workaround: str = ""
    owner: User | None = None
    state: str = Problem.State.SEEN


def note_problem(
    told: Described,
    *,
    client: Client | None,
    site: Site | None = None,
    actor: User | None,
    at: datetime | None = None,
    once: UUID | None = None,
) -> Problem:
    """Note a problem of this client (None = of no client alone); the same ``once`` answers with the first one.

    Raises NotAllowed for who does not serve the client.
    """
    try:
        return _note(told, client, site, actor, at, once)
    except IntegrityError:
        made = once_keys.already_made(actor, once, NOTED)
        if made is None:
            raise
        return Problem.objects.get(pk=made)


@transaction.atomic
def note_problem_from(ticket: Ticket, *, actor: User | None, at: datetime | None = None) -> Ticket:
    """Note that what this ticket is about happens more often: a problem with its title, on which it hangs.

    Raises NotAllowed for who does not work on it, WrongMoment for a confidential ticket, whose title is not for all.
    """
    at = now_or(at)
    ticket = Ticket.objects.locked(ticket.pk)
    if ticket.problem_id is not None:
        return ticket
    permissions.can_note_from(actor, ticket).enforce()
    problem = note_problem(Described(ticket.title), client=ticket.client, site=ticket.site, actor=actor, at=at)
    _hang(ticket, problem, actor=actor, at=at)
    return ticket


@transaction.atomic
def change_problem(
    problem: Problem,
    told: Described,
    *,
    actor: User | None,
    version: int | None = None,
    at: datetime | None = None,
) -> Problem:
    """Write down better what it is, what to do meanwhile, who owns it and how far it is; one fact each.

    version: the one the actor saw. Raises NotAllowed for who does not serve the client, WrongMoment when it is gone, or
    somebody changed it meanwhile.
    """
    problem = Problem.objects.locked(problem.pk)
    before = Described(problem.what, problem.workaround, problem.owner, problem.state)
    if told == before:
        return problem
    permissions.can_tend(actor, problem).enforce()
    refuse_stale_problem(problem, version)
    if told.state == Problem.State.GONE:
        raise WrongMoment(gettext("Solve it, so that everybody who has it is told."))
    at = now_or(at)
    problem.what, problem.workaround = told.what, told.workaround
    problem.owner, problem.state = told.owner, told.state
    store_problem(problem)
    if (told.what, told.workaround) != (before.what, before.workaround):
        add_problem_event(problem, events.PROBLEM_CHANGED, actor=actor, at=at)
    if told.owner != before.owner:
        owners = {"from": before.owner.pk if before.owner else None, "to": told.owner.pk if told.owner else None}
        add_problem_event(problem, events.PROBLEM_OWNED, actor=actor, at=at, facts=owners)
    if told.state != before.state:
        states = {"from": before.state, "to": told.state}
        add_problem_event(problem, events.PROBLEM_MOVED, actor=actor, at=at, facts=states)
    return problem


@transaction.atomic
def bring_back(problem: Problem, *, actor: User | None, at: datetime | None = None) -> Problem:
    """Say that a problem that was gone is back. Raises NotAllowed for who does not serve the client."""
    problem = Problem.objects.locked(problem.pk)
    if not problem.is_gone:
        return problem
    permissions.can_bring_back(actor, problem).enforce()
    problem.state, problem.gone_at = Problem.State.KNOWN, None
    store_problem(problem)
    add_problem_event(problem, events.PROBLEM_BACK, actor=actor, at=now_or(at))
    return problem


@transaction.atomic
def link_problem(ticket: Ticket, problem: Problem, *, actor: User | None, at: datetime | None = None) -> Ticket:
    """Hang the ticket on a known problem: on this one instead of another.

    Raises NotAllowed for who does not work on it or a problem of another client, WrongMoment when the problem is gone.
    """
    problem = Problem.objects.locked(problem.pk)
    ticket = Ticket.objects.locked(ticket.pk)
    if ticket.problem_id == problem.pk:
        return ticket
    permissions.can_link(actor, ticket, problem).enforce()
    at = now_or(at)
    touch(ticket, actor=actor, at=at)
    _hang(ticket, problem, actor=actor, at=at)
    return ticket


@transaction.atomic
def unlink_problem(ticket: Ticket, *, actor: User | None, at: datetime | None = None) -> Ticket:
    """Take the ticket off the problem it hangs on. Raises NotAllowed for who does not work on it."""
    ticket = Ticket.objects.locked(ticket.pk)
    if ticket.problem_id is None:
        return ticket
    permissions.can_work(actor, ticket).enforce()
    at = now_or(at)
    facts = {"problem": ticket.problem_id}
    ticket.problem = None
    store(ticket, at=at)
    add_event(ticket, events.PROBLEM_UNLINKED, actor=actor, at=at, facts=facts)
    return ticket


def add_problem_event(
    problem: Problem,
    kind: str,
    *,
    actor: User | None,
    at: datetime,
    words: str = "",
    facts: dict[str, Any] | None = None,
) -> ProblemEvent:
    """Record a fact about this problem."""
    event = ProblemEvent(problem=problem, kind=kind, actor=actor, occurred_at=at, details=facts or {})
    return record(event, words=words)


def store_problem(problem: Problem) -> None:
    """Save the problem; its version rises."""
    problem.version += 1
    problem.save()


def refuse_stale_problem(problem: Problem, version: int | None) -> None:
    """Raise WrongMoment when the person saw another version than the stored one (None = saw none)."""
    if version is not None and problem.version != version:
        raise WrongMoment(gettext("Somebody changed this while you were writing."), code="stale")


@transaction.atomic
def _note(
    told: Described,
    client: Client | None,
    site: Site | None,
    actor: User | None,
    at: datetime | None,
    once: UUID | None,
) -> Problem:
    made = once_keys.already_made(actor, once, NOTED)
    if made is not None:
        return Problem.objects.get(pk=made)
    permissions.can_note_problem(actor, client).enforce()
    at = now_or(at)
    problem = Problem.objects.create(
        client=client,
        site=site,
        what=told.what,
        workaround=told.workaround,
        owner=told.owner,
        state=told.state,
        noted_at=at,
    )
    once_keys.remember(actor, once, NOTED, problem.pk)
    add_problem_event(problem, events.PROBLEM_NOTED, actor=actor, at=at)
    return problem


def _hang(ticket: Ticket, problem: Problem, *, actor: User | None, at: datetime) -> None:
    ticket.problem = problem
    store(ticket, at=at)
    add_event(ticket, events.PROBLEM_LINKED, actor=actor, at=at, facts={"problem": problem.pk})
