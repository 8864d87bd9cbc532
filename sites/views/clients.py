from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.doorway import of_firm, person_of
from sites import queries


@require_safe
@of_firm
def clients(request: HttpRequest) -> HttpResponse:
    """The clients that this person of the firm serves."""
    served = queries.clients_served(person_of(request)).order_by("name", "pk")
    return render(request, "sites/clients.html", {"clients": served})


@require_safe
@login_required
def client(request: HttpRequest, pk: int) -> HttpResponse:
    """A client's card: places, people, who serves it, where its documentation is."""
    found = queries.client_for(person_of(request), pk)
    takes = {
        "client": found,
        "sites": queries.sites_of(found),
        "members": queries.members_of(found),
        "assignments": queries.assignments_of(found),
    }
    return render(request, "sites/client.html", takes)
