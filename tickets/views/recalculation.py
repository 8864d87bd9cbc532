"""How far the deadlines of a client are worked out again, after its hours changed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.doorway import of_firm, person_of
from sites.queries import client_for
from tickets.queries import latest_recalculation


@require_safe
@of_firm
def recalculation(request: HttpRequest, pk: int) -> HttpResponse:
    """A line: how many tickets are done, or when all were."""
    client = client_for(person_of(request), pk)
    takes = {"client": client, "recalculation": latest_recalculation(client)}
    return render(request, "tickets/_recalculation.html", takes)
