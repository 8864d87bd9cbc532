"""Being built."""

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase


def answer(request: HttpRequest, **named: int) -> HttpResponseBase:
    raise Http404

def note(request: HttpRequest, **named: int) -> HttpResponseBase:
    raise Http404
