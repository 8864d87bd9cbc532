"""Whose word counts on where a request came from."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

FORWARDED_HEADERS = [
    "HTTP_FORWARDED",
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_X_REAL_IP",
]


class TrustedProxyMiddleware:
    """Take the visitor's address from X-Forwarded-For if TRUSTED_PROXY sent it; forget all such headers otherwise.

    Rate limits and sign-in count REMOTE_ADDR, so that no visitor can choose the address he is counted under. The proxy appends
    the address it saw, so only the last one is its word. https is recognised by gunicorn, for the same proxy only.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.META.get("REMOTE_ADDR") in settings.TRUSTED_PROXY:
            visitor = request.META.get("HTTP_X_FORWARDED_FOR", "").rsplit(",", 1)[-1].strip()
            if visitor:
                request.META["REMOTE_ADDR"] = visitor
        for header in FORWARDED_HEADERS:
            request.META.pop(header, None)
        return self.get_response(request)
