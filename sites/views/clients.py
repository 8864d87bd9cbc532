from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import User
from sites import queries


@require_safe
@login_required
def clients(request: HttpRequest) -> HttpResponse:
    """The clients that this person of the firm serves."""
    user = cast(User, request.user)
    if not user.is_of_firm:
        raise Http404
    return render(request, "sites/clients.html", {"clients": queries.clients_served(user).order_by("name", "pk")})


@require_safe
@login_required
def client(request: HttpRequest, pk: int) -> HttpResponse:
    """A client's card: places, people, who serves it, where its documentation is."""
    found = queries.client_for(cast(User, request.user), pk)
    takes = {
        "client": found,
        "sites": queries.sites_of(found),
        "members": queries.members_of(found),
        "assignments": queries.assignments_of(found),
    }
    return render(request, "sites/client.html", takes)
