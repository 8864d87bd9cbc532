"""What we know already, for people of clients: announced problems while they type, and "this is mine too"."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.doorway import person_of
from accounts.limits import SAY, is_too_often, said_too_often
from accounts.models import User
from tickets import actions, problems
from tickets.known_words import LONGEST_TYPED
from tickets.models import Problem
from tickets.views.fragments import wants_part


@login_required
@require_safe
def known(request: HttpRequest) -> HttpResponse:
    """Answer what we know already of what is being typed; without words all that is announced to this person."""
    person = _of_client(request)
    if request.GET.keys() - {"what"}:
        raise BadRequest("parameters")
    typed = request.GET.get("what", "")[:LONGEST_TYPED].strip()
    announced = problems.announced_for(person)
    is_part = wants_part(request)
    found = problems.announced_like(typed, announced) if typed or is_part else announced
    return render(
        request,
        "tickets/_known_typed.html" if is_part else "tickets/known.html",
        {"alike": found, "announced_now": is_part},
    )


@login_required
@require_POST
def mine_too(request: HttpRequest, problem_pk: int) -> HttpResponseBase:
    """Take "this is mine too": one tap, and twice is once."""
    person = _of_client(request)
    problem = _problem(person, problem_pk)
    if is_too_often(request, person, SAY):
        return said_too_often(request)
    try:
        actions.have_it_too(problem, actor=person)
    except actions.WrongMoment:
        # It is over meanwhile: the page says what is so now.
        if not wants_part(request):
            return redirect("home")
    if not wants_part(request):
        messages.success(request, _("Noted. You hear from us as soon as there is news."))
        return redirect("home")
    now = next((one for one in problems.announced_for(person) if one.pk == problem_pk), None)
    return render(request, "tickets/_known_one.html", {"one": now, "is_answer": True})


def _problem(person: User, number: int) -> Problem:
    found = problems.announced_problem(person, number)
    if found is None:
        raise Http404
    return found


def _of_client(request: HttpRequest) -> User:
    """Return the signed-in person of a client; for the firm's people this page does not exist."""
    person = person_of(request)
    if person.is_of_firm:
        raise Http404
    return person
