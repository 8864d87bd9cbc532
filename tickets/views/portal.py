"""What clients' people see of their requests."""

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase


def _later(request: HttpRequest, **named: int) -> HttpResponseBase:
    raise Http404


home = requests = show = sent = report = reply = say_it_works = confirm = confirm_reach = reopen = _later
ask_call_back = _later
