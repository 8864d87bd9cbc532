"""Being built."""

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase


def resolve(request: HttpRequest, **named: int) -> HttpResponseBase:
    raise Http404

def reopen(request: HttpRequest, **named: int) -> HttpResponseBase:
    raise Http404
