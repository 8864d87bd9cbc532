"""The pages of reports: they only read."""

from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.doorway import person_of
from reports import queries
from reports.forms import ChosenPeriod, NamedPeriod, PortfolioPeriod

CHOSEN = ("from", "until")


@require_safe
@login_required
def clients(request: HttpRequest) -> HttpResponse:
    """The clients whose reports one reads; one alone is the report itself."""
    found = queries.clients_for(person_of(request))
    if len(found) == 1:
        return redirect("reports:show", client_pk=found[0].pk)
    return render(request, "reports/list.html", {"clients": found})


@require_safe
@login_required
def show(request: HttpRequest, client_pk: int) -> HttpResponse:
    """The report of one client for a period; days that cannot be are refused with a sentence beside the usual period."""
    reader, at = person_of(request), timezone.now()
    client = queries.client_for(reader, client_pk)
    today = at.astimezone(ZoneInfo(client.time_zone)).date()
    by_days = ChosenPeriod(request.GET if any(name in request.GET for name in CHOSEN) else None, today=today)
    by_name = NamedPeriod(request.GET if "period" in request.GET else None, today=today)
    form: ChosenPeriod | NamedPeriod = by_days if by_days.is_bound else by_name
    period, before = form.periods()
    report = queries.client_report(reader, client, period, before, at)
    context = {"report": report, "by_name": by_name, "by_days": by_days, "form": form}
    return render(request, "reports/show.html", context, status=422 if form.is_bound and form.errors else 200)


@require_safe
@login_required
def portfolio(request: HttpRequest) -> HttpResponse:
    """All clients of a manager, those that need him first."""
    reader, at = person_of(request), timezone.now()
    found = queries.clients_for(reader)
    form = PortfolioPeriod(request.GET if "period" in request.GET else None)
    name = form.name()
    context = {"portfolio": queries.portfolio(reader, found, name, at), "form": form, "period": name}
    return render(request, "reports/portfolio.html", context, status=422 if form.is_bound and form.errors else 200)
