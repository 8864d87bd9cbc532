from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.doorway import person_of
from notifications import actions, queries
from notifications.forms import ReadForm
from tickets.queries import ticket_for


@login_required
@require_safe
def news(request: HttpRequest) -> HttpResponse:
    """What happened to me: together per ticket, unread first."""
    person = person_of(request)
    found = queries.news_of(person)
    return render(
        request,
        "notifications/list.html",
        {
            "base": "base_staff.html" if person.is_of_firm else "base_portal.html",
            "news": found,
            "is_unread": any(one.is_unread for one in found),
        },
    )


@login_required
@require_safe
def count(request: HttpRequest) -> HttpResponse:
    """How much of it is new: the words on the bell."""
    return render(request, "_news_count.html", {"count": queries.unread_count(person_of(request))})


@login_required
@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Mark what was read: the news of one ticket, which then opens, else everything."""
    form, person = ReadForm(request.POST), person_of(request)
    if not form.is_valid():
        raise Http404
    number = form.cleaned_data["ticket"]
    if number is None:
        actions.read_all(actor=person)
        return redirect("notifications:list")
    ticket = ticket_for(person, number)
    actions.read_about(ticket.pk, actor=person)
    return redirect("tickets:show", ticket.pk)
