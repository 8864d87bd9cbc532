"""What one chooses to hear, and when it is quiet."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.doorway import person_of
from accounts.limits import CHOOSE_NEWS, is_too_often, said_too_often
from notifications import actions, queries
from notifications.forms import ChoicesForm
from notifications.habits import habits_of
from notifications.views.frame import frame_of
from tickets.views.fragments import wants_part


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def choose(request: HttpRequest) -> HttpResponseBase:
    """What I hear, and how: read and change."""
    person = person_of(request)
    if request.method != "POST":
        return _page(request, _form(request))
    form = _form(request, is_sent=True)
    if not form.is_valid():
        return _page(request, form, status=422)
    if is_too_often(request, person, CHOOSE_NEWS):
        return _too_often(request, form)
    try:
        actions.settle(person, form.chosen(), form.quiet(), actor=person)
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return _page(request, form, status=422)
    said = _("What you hear is kept.")
    if wants_part(request):
        return _page(request, _form(request), said=said)
    messages.success(request, said)
    return redirect("notifications:choose")


def _too_often(request: HttpRequest, form: ChoicesForm) -> HttpResponseBase:
    """429: in a part of the page a line that says so, beside what was chosen; else the page with what was chosen."""
    if wants_part(request):
        return said_too_often(request)
    form.add_error(None, _("Many requests at once. Try again in a minute."))
    return _page(request, form, status=429)


def _form(request: HttpRequest, *, is_sent: bool = False) -> ChoicesForm:
    person = person_of(request)
    topics = queries.topics_of(person)
    return ChoicesForm(person, topics, habits_of([person], topics), request.POST if is_sent else None)


def _page(request: HttpRequest, form: ChoicesForm, *, said: str = "", status: int = 200) -> HttpResponse:
    person = person_of(request)
    template = "notifications/choose.html#choices" if wants_part(request) else "notifications/choose.html"
    takes = {"form": form, "frame": frame_of(person), "zone": person.time_zone, "said": said}
    return render(request, template, takes, status=status)
