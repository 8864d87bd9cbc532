"""Being built."""

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase


def record(request: HttpRequest, **named: int) -> HttpResponseBase:
    raise Http404

def people(request: HttpRequest, **named: int) -> HttpResponseBase:
    raise Http404
