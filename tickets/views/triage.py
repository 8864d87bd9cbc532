"""Being built."""

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase


def categorize(request: HttpRequest, **named: int) -> HttpResponseBase:
    raise Http404

def override_priority(request: HttpRequest, **named: int) -> HttpResponseBase:
    raise Http404
