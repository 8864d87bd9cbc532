"""Known problems: noted, written down, announced and solved by the firm; read and joined by people of clients."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import BadRequest
from django.http import Http404
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.doorway import described, door, person_of, refuse_too_often
from accounts.api.shapes import Nothing, checked
from accounts.limits import SAY
from accounts.models import User
from tickets import actions, callers, problems
from tickets.api import of_problems as shapes
from tickets.api.answers import changed
from tickets.api.for_firm import FirmTicket
from tickets.forms import problems as forms
from tickets.queries import ticket_for

LANGUAGES = ("en", "fr", "nl")


@described("problems_list", answers=shapes.FirmProblems, parameters=("gone",))
@door("GET", to="firm", reads=("gone",))
def every(request: Request) -> Response:
    """List what is not gone (``gone=1``: what is), the heaviest first."""
    if request.query_params.get("gone", "1") != "1":
        raise BadRequest("gone")
    found = problems.problems_by_weight(person_of(request), gone="gone" in request.query_params)
    return Response(shapes.FirmProblems({"rows": found[: problems.MOST_SHOWN]}).data)


@described("problems_read", answers=shapes.FirmProblem)
@door("GET", to="firm")
def show(request: Request, problem_pk: int) -> Response:
    """Read one known problem."""
    return _shown(person_of(request), problem_pk)


@described("problems_note", sends=shapes.Note, answers=shapes.FirmProblem, status=201)
@door("POST", to="firm")
def note(request: Request) -> Response:
    """Note a problem; sent again with the same ``once``, the first one is the answer."""
    user = person_of(request)
    form = checked(forms.Note(shapes.Note.of(request), clients=callers.clients_to_record_for(user)))
    said = form.cleaned_data
    problem = actions.note_problem(form.told, client=said["client"], actor=user, once=said["once"])
    return _shown(user, problem.pk, status=201)


@described("problems_change", sends=shapes.Describe, answers=shapes.FirmProblem)
@door("POST", to="firm")
def change(request: Request, problem_pk: int) -> Response:
    """Write down better what it is, what to do meanwhile, who owns it and how far it is."""
    user = person_of(request)
    problem = problems.problem_for(user, problem_pk)
    sent = shapes.Describe.of(request)
    form = checked(forms.Describe({**sent, "owner": sent["owner"] or ""}, owners=problems.owners_to_choose(problem)))
    actions.change_problem(problem, form.told, version=form.cleaned_data["version"], actor=user)
    return _shown(user, problem_pk)


@described("problems_announce", sends=shapes.Announce, answers=shapes.FirmProblem)
@door("POST", to="firm")
def announce(request: Request, problem_pk: int) -> Response:
    """Tell people of clients what is known and when they hear more; with the same words only the time is new."""
    user = person_of(request)
    problem = problems.problem_for(user, problem_pk)
    sent = shapes.Announce.of(request)
    typed = {
        **_typed(sent),
        "places": [f"{one['client'] or 0}-{one.get('site') or 0}" for one in sent["places"]],
        "next_word_at": timezone.localtime(sent["next_word_at"]).strftime("%Y-%m-%dT%H:%M:%S"),
    }
    form = checked(forms.Announce(typed, places=problems.places_to_announce(problem, user)))
    said = form.cleaned_data
    actions.announce(
        problem,
        words=form.words,
        places=said["places"],
        next_word_at=said["next_word_at"],
        version=said["version"],
        actor=user,
    )
    return _shown(user, problem_pk)


@described("problems_withdraw", sends=Nothing, answers=shapes.FirmProblem)
@door("POST", to="firm")
def withdraw(request: Request, problem_pk: int) -> Response:
    """Take the announcement back."""
    user = person_of(request)
    problem = problems.problem_for(user, problem_pk)
    Nothing.of(request)
    actions.withdraw_announcement(problem, actor=user)
    return _shown(user, problem_pk)


@described("problems_solve", sends=shapes.PublicWords, answers=shapes.SolvedProblem)
@door("POST", to="firm")
def solve(request: Request, problem_pk: int) -> Response:
    """Solve it for everybody: each open ticket on it with these words; who has it too is told."""
    user = person_of(request)
    problem = problems.problem_for(user, problem_pk)
    needed = not problem.is_gone and problems.somebody_waits(problem)
    form = checked(forms.Solve(_typed(shapes.PublicWords.of(request)), needed=needed))
    solved = actions.solve_problem(problem, words=form.words, version=form.cleaned_data["version"], actor=user)
    return Response(shapes.SolvedProblem(solved).data)


@described("problems_bring_back", sends=Nothing, answers=shapes.FirmProblem)
@door("POST", to="firm")
def bring_back(request: Request, problem_pk: int) -> Response:
    """Say that a problem that was gone is back."""
    user = person_of(request)
    problem = problems.problem_for(user, problem_pk)
    Nothing.of(request)
    actions.bring_back(problem, actor=user)
    return _shown(user, problem_pk)


@described("tickets_link_problem", sends=shapes.Link, answers=FirmTicket, may_vanish=True)
@door("POST", to="firm")
def link(request: Request, number: int) -> Response:
    """Hang the ticket on a known problem."""
    user = person_of(request)
    ticket = ticket_for(user, number)
    problem = problems.problem_for(user, shapes.Link.of(request)["problem"])
    actions.link_problem(ticket, problem, actor=user)
    return changed(number, user)


@described("tickets_unlink_problem", sends=Nothing, answers=FirmTicket, may_vanish=True)
@door("POST", to="firm")
def unlink(request: Request, number: int) -> Response:
    """Take the ticket off its known problem."""
    user = person_of(request)
    ticket = ticket_for(user, number)
    Nothing.of(request)
    actions.unlink_problem(ticket, actor=user)
    return changed(number, user)


@described("tickets_note_problem", sends=Nothing, answers=FirmTicket, may_vanish=True)
@door("POST", to="firm")
def note_from(request: Request, number: int) -> Response:
    """Note that what this ticket is about happens more often."""
    user = person_of(request)
    ticket = ticket_for(user, number)
    Nothing.of(request)
    actions.note_problem_from(ticket, actor=user)
    return changed(number, user)


@described("known_list", answers=shapes.ClientProblems)
@door("GET", to="client")
def known(request: Request) -> Response:
    """List what we know already where you work."""
    return Response(shapes.ClientProblems({"rows": problems.announced_for(person_of(request))}).data)


@described("known_mine_too", sends=Nothing, answers=shapes.ClientProblems)
@door("POST", to="client")
def mine_too(request: Request, problem_pk: int) -> Response:
    """Say that you have it too: you hear as soon as there is news."""
    person = person_of(request)
    problem = problems.announced_problem(person, problem_pk)
    if problem is None:
        raise Http404
    Nothing.of(request)
    refuse_too_often(request, SAY)
    actions.have_it_too(problem, actor=person)
    return Response(shapes.ClientProblems({"rows": problems.announced_for(person)}).data)


def _typed(sent: Mapping[str, Any]) -> dict[str, Any]:
    return {"version": sent["version"], **{f"public_{code}": sent.get(code, "") for code in LANGUAGES}}


def _shown(user: User, number: int, *, status: int = 200) -> Response:
    return Response(shapes.FirmProblem(problems.problem_for(user, number)).data, status=status)
