"""Who a page is for: one address may be two pages, and a page of the firm does not exist for others."""

from collections.abc import Callable
from functools import wraps
from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from rest_framework.request import Request

from accounts.models import User

View = Callable[..., HttpResponseBase]


def by_audience(*, firm: View, client: View) -> View:
    """Return the view of one address that is two pages: people of the firm get the first, clients' people the second."""

    @login_required
    def view(request: HttpRequest, **named: int) -> HttpResponseBase:
        return (firm if person_of(request).is_of_firm else client)(request, **named)

    return view


def of_firm(view: View) -> View:
    """Let only people of the firm in; for clients' people the page does not exist (404)."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, **named: int) -> HttpResponseBase:
        if not person_of(request).is_of_firm:
            raise Http404
        return view(request, **named)

    return guarded


def person_of(request: HttpRequest | Request) -> User:
    """Return the signed-in person of a page behind ``login_required``, or of the API, which is for known people only."""
    return cast(User, request.user)
