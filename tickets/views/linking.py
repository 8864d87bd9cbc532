"""A ticket hangs on a known problem, or is taken off it; or what it is about is noted as one."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.doorway import of_firm, person_of
from tickets import actions, problems
from tickets.forms.problems import Link
from tickets.permissions import can_note_from, can_work
from tickets.queries import ticket_for
from tickets.views.fragments import wants_part
from tickets.views.ticket_page import changed, refused


@require_safe
@of_firm
def offered(request: HttpRequest, number: int) -> HttpResponse:
    """The known problems that this ticket may be about, those that sound like it first, and the way to note one."""
    user = person_of(request)
    ticket = ticket_for(user, number)
    known = problems.known_problems(ticket.client, reader=user)
    alike = problems.like_what_is_typed(ticket.title, known)
    takes = {
        "ticket": ticket,
        "known": [*alike, *(one for one in known if one not in alike)][: problems.MOST_OFFERED],
        "may_link": bool(can_work(user, ticket)),
        "may_note": bool(can_note_from(user, ticket)),
    }
    return render(
        request, "tickets/_offered_problems.html" if wants_part(request) else "tickets/offered_problems.html", takes
    )


@require_POST
@of_firm
def link(request: HttpRequest, number: int) -> HttpResponse:
    """Hang the ticket on a known problem."""
    user = person_of(request)
    ticket = ticket_for(user, number)
    form = Link(request.POST)
    if not form.is_valid():
        raise Http404
    problem = problems.problem_for(user, form.cleaned_data["problem"])
    try:
        actions.link_problem(ticket, problem, actor=user)
    except actions.WrongMoment as refusal:
        return refused(request, number, refusal)
    return changed(request, ticket, _("It hangs on known problem %(number)d.") % {"number": problem.pk})


@require_POST
@of_firm
def unlink(request: HttpRequest, number: int) -> HttpResponse:
    """Take the ticket off its problem."""
    user = person_of(request)
    ticket = ticket_for(user, number)
    actions.unlink_problem(ticket, actor=user)
    return changed(request, ticket, _("It hangs on no known problem any more."))


@require_POST
@of_firm
def note_from(request: HttpRequest, number: int) -> HttpResponse:
    """Note that what this ticket is about happens more often."""
    user = person_of(request)
    ticket = ticket_for(user, number)
    try:
        noted = actions.note_problem_from(ticket, actor=user)
    except actions.WrongMoment as refusal:
        return refused(request, number, refusal)
    return changed(request, ticket, _("It is noted as known problem %(number)d.") % {"number": noted.problem_id or 0})
