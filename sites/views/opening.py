"""When a client's places are open, and when it is closed: read by who serves it, changed by who may."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.doorway import of_firm, person_of
from accounts.permissions import can_set_up
from sites import actions, queries
from sites.forms.opening import LONGEST_AGO, ClosingDayForm, WeekForm
from sites.models import Client, Weekday
from sites.permissions import can_set_closing_days
from sites.week_text import ALWAYS, Week, say_day, say_week


@require_safe
@of_firm
def opening(request: HttpRequest, pk: int) -> HttpResponse:
    """The hours of each place, the days on which the client is closed, and the public holidays to come."""
    client = queries.client_for(person_of(request), pk)
    return _page(request, client, ClosingDayForm(client=client))


@require_http_methods(["GET", "HEAD", "POST"])
@of_firm
def set_opening_hours(request: HttpRequest, pk: int, site: int) -> HttpResponse:
    """The hours of one place."""
    user = person_of(request)
    client = queries.client_for(user, pk)
    place = queries.sites_of(client).filter(pk=site).first()
    if place is None:
        raise Http404
    can_set_up(user).enforce()
    form = WeekForm.of(queries.opening_hours_of(place), request.POST if request.method == "POST" else None)
    takes = {"client": client, "site": place, "form": form}
    if not form.is_valid():
        return render(request, "sites/set_opening_hours.html", takes, status=422 if form.is_bound else 200)
    try:
        actions.set_opening_hours(place, week=form.week, shown=form.week_shown, actor=user)
    except ValidationError as refusal:
        takes["form"] = _refused(form, refusal, queries.opening_hours_of(place))
        return render(request, "sites/set_opening_hours.html", takes, status=_status(refusal))
    messages.success(request, _("The opening hours of %(site)s are set.") % {"site": place.name})
    return redirect("sites:opening", pk)


@require_POST
@of_firm
def add_closing_day(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter a day on which the client is closed."""
    user = person_of(request)
    client = queries.client_for(user, pk)
    can_set_closing_days(user, client).enforce()
    form = ClosingDayForm(request.POST, client=client)
    if form.is_valid():
        try:
            told = form.cleaned_data
            actions.add_closing_day(client, day=told["day"], site=told["site"], why=told["why"], actor=user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
    if not form.is_valid():
        return _page(request, client, form, status=422)
    messages.success(request, _("The closing day is entered."))
    return redirect("sites:opening", pk)


@require_POST
@of_firm
def withdraw_closing_day(request: HttpRequest, pk: int, day: int) -> HttpResponse:
    """Take a closing day back."""
    user = person_of(request)
    client = queries.client_for(user, pk)
    can_set_closing_days(user, client).enforce()
    row = queries.closing_day_of(client, day)
    if row is None:
        raise Http404
    actions.withdraw_closing_day(row, actor=user)
    messages.success(request, _("The closing day is withdrawn."))
    return redirect("sites:opening", pk)


@require_http_methods(["GET", "HEAD", "POST"])
@of_firm
def set_service_window(request: HttpRequest) -> HttpResponse:
    """When the firm serves, at whichever client."""
    user = person_of(request)
    can_set_up(user).enforce()
    window = queries.service_window() or ALWAYS
    form = WeekForm.of(window, request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render(request, "sites/set_service_window.html", {"form": form}, status=422 if form.is_bound else 200)
    try:
        actions.set_service_window(week=form.week, shown=form.week_shown, actor=user)
    except ValidationError as refusal:
        form = _refused(form, refusal, queries.service_window() or ALWAYS)
        return render(request, "sites/set_service_window.html", {"form": form}, status=_status(refusal))
    messages.success(request, _("The service hours are saved. Deadlines are being worked out again."))
    return redirect("sites:list")


def _page(request: HttpRequest, client: Client, form: ClosingDayForm, *, status: int = 200) -> HttpResponse:
    user, today = person_of(request), timezone.localdate()
    sites = list(queries.sites_of(client))
    weeks, window = queries.opening_hours_of_all(sites), queries.service_window()
    takes: dict[str, Any] = {
        "client": client,
        "places": [(site, _lines(weeks[site.pk])) for site in sites],
        "window": _lines(window) if window else None,
        "closing_days": queries.closing_days_of(client).filter(day__gte=today - LONGEST_AGO),
        "today": today,
        "holidays": queries.holidays_to_come(sites, today),
        "form": form,
        "may_set_up": bool(can_set_up(user)),
        "may_set_closing_days": bool(can_set_closing_days(user, client)),
    }
    return render(request, "sites/opening.html", takes, status=status)


def _refused(form: WeekForm, refusal: ValidationError, known: Week) -> WeekForm:
    """Say why at the form; what was typed stays, and sent again it is meant."""
    form.data = {**dict(form.data.items()), "shown": say_week(known)}
    form.add_error(None, refusal)
    return form


def _status(refusal: ValidationError) -> int:
    return 409 if isinstance(refusal, actions.WrongMoment) else 422


def _lines(week: Week) -> list[tuple[str, str]]:
    """A line for each day: its name and its hours, "" when it is closed."""
    return [(str(day.label), say_day(week[day.value])) for day in Weekday]
