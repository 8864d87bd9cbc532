from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from accounts.doorway import person_of
from notifications import actions, queries
from notifications.forms import ReadForm
from notifications.views.frame import frame_of
from tickets.queries import ticket_for
from tickets.views.fragments import part_of_list, wants_part


@login_required
@require_safe
def news(request: HttpRequest) -> HttpResponse:
    """What happened to me: together per ticket, unread first."""
    return _list(request)


@login_required
@require_safe
def count(request: HttpRequest) -> HttpResponse:
    """How much of it is new: the words on the bell."""
    return _bell(request)


@login_required
@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Mark what was read: the news of one ticket, which then opens unless one stays, else everything."""
    form, person = ReadForm(request.POST), person_of(request)
    if not form.is_valid():
        raise Http404
    told = form.cleaned_data
    if told["ticket"] is not None:
        ticket = ticket_for(person, told["ticket"])
        actions.read_about(ticket.pk, actor=person)
        if not (told["stay"] or told["bell"]):
            return redirect("tickets:show", ticket.pk)
    elif told["own"]:
        actions.read_about(None, actor=person)
    else:
        actions.read_all(actor=person)
    if told["bell"]:
        return _bell(request)
    if wants_part(request):
        return _list(request, marked=told["ticket"])
    messages.success(request, pgettext("news", "Read."))
    return redirect("notifications:list")


def _list(request: HttpRequest, *, marked: int | None = None) -> HttpResponse:
    person = person_of(request)
    found = queries.news_of(person, request.GET)
    takes = {
        "frame": frame_of(person),
        "news": found.news,
        "next_query": found.next_query,
        "is_unread": any(one.is_unread for one in found.news),
        "marked": marked,
        "was_read": request.method == "POST",
        "count": queries.unread_count(person) if request.method == "POST" else None,
    }
    return render(request, part_of_list(request, "notifications/list.html"), takes)


def _bell(request: HttpRequest) -> HttpResponse:
    return render(request, "_news_count.html", {"count": queries.unread_count(person_of(request))})
