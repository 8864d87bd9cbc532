"""Being built."""

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase


def queue(request: HttpRequest, **named: int) -> HttpResponseBase:
    raise Http404
