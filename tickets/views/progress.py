"""Being built."""

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase


def start(request: HttpRequest, **named: int) -> HttpResponseBase:
    raise Http404

def assign(request: HttpRequest, **named: int) -> HttpResponseBase:
    raise Http404

def cancel(request: HttpRequest, **named: int) -> HttpResponseBase:
    raise Http404
