"""Known problems, for people of the firm: the list by weight, one of them, and what is done with it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.answers import NotAllowed, WrongMoment
from accounts.doorway import of_firm, person_of
from sites.queries import client_for
from tickets import actions, callers, problems
from tickets.forms.problems import Announce, Describe, Note, Solve, announced_now
from tickets.keyset import whole
from tickets.models import Problem
from tickets.permissions import can_bring_back, can_note_problem, can_tend, can_work
from tickets.queries import ticket_for
from tickets.rows import narrow, rows_of
from tickets.timeline import happened_of, names_of

ROWS_SHOWN = 50


@require_safe
@of_firm
def every(request: HttpRequest) -> HttpResponse:
    """List what is not gone, the heaviest first; ``?gone=1`` what is; ``?client=`` of one client."""
    user = person_of(request)
    if request.GET.keys() - {"gone", "client"} or request.GET.get("gone", "1") != "1":
        raise BadRequest("parameters")
    client = client_for(user, whole(request.GET["client"])) if request.GET.get("client") else None
    is_gone = "gone" in request.GET
    found = problems.problems_by_weight(user, gone=is_gone, client=client.pk if client else None)
    rows = list(found[: problems.MOST_SHOWN + 1])
    shown = {
        "rows": rows[: problems.MOST_SHOWN],
        "more": len(rows) > problems.MOST_SHOWN,
        "is_gone": is_gone,
        "client": client,
        "may_note": bool(can_note_problem(user, None)),
    }
    return render(request, "tickets/problems.html", shown)


@require_safe
@of_firm
def show(request: HttpRequest, problem_pk: int) -> HttpResponse:
    """Show a problem: what to do meanwhile, what is announced, what hangs on it, what happened."""
    return _page(request, problems.problem_for(person_of(request), problem_pk))


@require_http_methods(["GET", "HEAD", "POST"])
@of_firm
def note(request: HttpRequest) -> HttpResponse:
    """Note a problem; ``?ticket=`` hangs that ticket on it."""
    user = person_of(request)
    can_note_problem(user, None).enforce()
    number = (request.POST or request.GET).get("ticket", "")
    ticket = ticket_for(user, whole(number)) if number else None
    if ticket:
        can_work(user, ticket).enforce()
    clients = [ticket.client] if ticket else callers.clients_to_record_for(user)
    first = {"client": str(ticket.client_id)} if ticket else {}
    form = Note(request.POST if request.method == "POST" else None, clients=clients, initial=first)
    takes = {"form": form, "ticket": ticket}
    if not form.is_valid():
        return render(request, "tickets/problem_note.html", takes, status=422 if form.is_bound else 200)
    client, once = form.cleaned_data["client"], form.cleaned_data["once"]
    site = ticket.site if ticket and client else None
    problem = actions.note_problem(form.told, client=client, site=site, actor=user, once=once)
    if ticket:
        actions.link_problem(ticket, problem, actor=user)
    messages.success(request, _("The problem is noted."))
    return redirect("tickets:problem", problem.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@of_firm
def change(request: HttpRequest, problem_pk: int) -> HttpResponse:
    """Write down better what it is, what to do meanwhile, who owns it and how far it is."""
    user = person_of(request)
    problem = problems.problem_for(user, problem_pk)
    first = {
        "version": problem.version,
        "what": problem.what,
        "workaround": problem.workaround,
        "owner": problem.owner_id,
        "state": problem.state,
    }
    owners = problems.owners_to_choose(problem)
    form = Describe(request.POST if request.method == "POST" else None, initial=first, owners=owners)

    def act() -> str:
        actions.change_problem(problem, form.told, version=form.cleaned_data["version"], actor=user)
        return _("The change is kept.")

    return _form(request, problem, "tickets/problem_change.html", form, act)


@require_http_methods(["GET", "HEAD", "POST"])
@of_firm
def announce(request: HttpRequest, problem_pk: int) -> HttpResponse:
    """Tell people of clients what is known, and when they hear more."""
    user = person_of(request)
    problem = problems.problem_for(user, problem_pk)
    now = [problems.Place(one.client, one.site) for one in problems.announcements_of(problem)]
    places = problems.places_to_announce(problem, user)
    first = announced_now(problem, now or places[:1] if problem.client else now)
    form = Announce(request.POST if request.method == "POST" else None, initial=first, places=places)

    def act() -> str:
        said = form.cleaned_data
        actions.announce(
            problem,
            words=form.words,
            places=said["places"],
            next_word_at=said["next_word_at"],
            version=said["version"],
            actor=user,
        )
        return _("It is announced.")

    return _form(request, problem, "tickets/problem_announce.html", form, act, is_announced=bool(now))


@require_POST
@of_firm
def withdraw(request: HttpRequest, problem_pk: int) -> HttpResponse:
    """Take the announcement back."""
    user = person_of(request)
    problem = problems.problem_for(user, problem_pk)
    actions.withdraw_announcement(problem, actor=user)
    messages.success(request, _("The announcement is withdrawn."))
    return redirect("tickets:problem", problem.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@of_firm
def solve(request: HttpRequest, problem_pk: int) -> HttpResponse:
    """Solve it and all that hangs on it; what stays open is named with the reason."""
    user = person_of(request)
    problem = problems.problem_for(user, problem_pk)
    first = {"version": problem.version}
    form = Solve(
        request.POST if request.method == "POST" else None,
        initial=first,
        needed=not problem.is_gone and problems.somebody_waits(problem),
    )
    solved: list[actions.Solved] = []

    def act() -> str:
        solved.append(
            actions.solve_problem(problem, words=form.words, version=form.cleaned_data["version"], actor=user)
        )
        count = len(solved[0].tickets)
        return ngettext(
            "It is solved, and %(count)d ticket with it.", "It is solved, and %(count)d tickets with it.", count
        ) % {"count": count}

    answer = _form(request, problem, "tickets/problem_solve.html", form, act, is_again=problem.is_gone)
    if solved and (solved[0].refused or solved[0].unseen):
        return _page(request, problems.problem_for(user, problem_pk), solved=solved[0])
    return answer


@require_POST
@of_firm
def bring_back(request: HttpRequest, problem_pk: int) -> HttpResponse:
    """Say that a problem that was gone is back."""
    user = person_of(request)
    problem = problems.problem_for(user, problem_pk)
    actions.bring_back(problem, actor=user)
    messages.success(request, _("It is known again."))
    return redirect("tickets:problem", problem.pk)


def _form(
    request: HttpRequest, problem: Problem, template: str, form: forms.Form, act: Any, **more: Any
) -> HttpResponse:
    """Show the form of a problem, or act and lead back to it: 422 for what is missing, 409 with the truth for a wrong moment."""
    user = person_of(request)
    can_note_problem(user, problem.client).enforce()
    takes = {"problem": problem, "form": form, **more}
    if not form.is_valid():
        return render(request, template, takes, status=422 if form.is_bound else 200)
    try:
        said = act()
    except WrongMoment as refusal:
        now = problems.problem_for(user, problem.pk)
        form.data = {**_sent(request), "version": str(now.version)}
        form.add_error(None, refusal)
        return render(request, template, {**takes, "problem": now}, status=409)
    except NotAllowed as refusal:
        form.add_error(None, str(refusal))
        return render(request, template, takes, status=403)
    messages.success(request, said)
    return redirect("tickets:problem", problem.pk)


def _sent(request: HttpRequest) -> dict[str, Any]:
    """What was typed, several ticks of one name together."""
    return {name: request.POST.getlist(name) if name == "places" else request.POST[name] for name in request.POST}


def _page(request: HttpRequest, problem: Problem, *, solved: actions.Solved | None = None) -> HttpResponse:
    user, now = person_of(request), timezone.now()
    facts = list(problems.history_of(problem))
    people = names_of(facts)
    rows = list(narrow(problems.tickets_on(problem, reader=user))[: ROWS_SHOWN + 1])
    shown = {
        "problem": problem,
        "rows": rows_of(rows[:ROWS_SHOWN], reader=user, at=now),
        "more": len(rows) > ROWS_SHOWN,
        "unseen": problems.unseen_on(problem, reader=user),
        "people": problems.people_of(problem, reader=user),
        "announcements": problems.announcements_of(problem, now),
        "entries": [happened_of(event, people) for event in facts],
        "may_tend": bool(can_tend(user, problem)),
        "may_bring_back": bool(can_bring_back(user, problem)),
        "solved": solved,
    }
    return render(request, "tickets/problem.html", shown)
