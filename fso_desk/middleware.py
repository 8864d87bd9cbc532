"""What every request passes: text that both databases can hold, the person's language and zone, nothing kept by caches."""

import json
import re
from collections.abc import Callable, Iterable
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.core.exceptions import BadRequest
from django.core.handlers.wsgi import WSGIRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import resolve_url
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers

Answer = Callable[[HttpRequest], HttpResponseBase]

NO_TEXT: Final = re.compile("[\x00\ud800-\udfff]")
# The same two as an escape inside JSON, in any spelling; pairs of surrogates are text, so a hit is only a suspicion.
SUSPECT_JSON: Final = re.compile(rb"\\u(0000|[dD][89a-fA-F])")
LARGEST_KEY: Final = 2**63 - 1
LARGEST_BODY: Final = 32 * 1024 * 1024  # bytes: a photo as a camera makes it, with room to spare


class Utf8Request(WSGIRequest):
    """A request whose address is read as UTF-8 whatever its headers say: the library would let them choose a codec that
    fails before any of our answers. CleanTextMiddleware refuses it."""

    encoding = "utf-8"


class CleanTextMiddleware:
    """Refuses NUL and lone surrogates with 400: one database takes them, the other fails. One place for all doors.

    Looks at the path, the query, the cookies, the fields of a form, and JSON; Django itself cleans names of files. What is
    not UTF-8 is no text of ours either, and a body that no form of ours sends is not read at all.
    A number in a path that no row can have is a number that never was: 404.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if (request.content_params or {}).get("charset", "utf-8").lower() not in {"utf-8", "utf8"}:
            raise BadRequest("The request is in another encoding.")
        if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_BODY:
            raise BadRequest("The request is larger than any form of ours.")
        if any(NO_TEXT.search(text) for text in _texts(request)):
            raise BadRequest("The request holds text that is none.")
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, arguments: Any, named: dict[str, Any]) -> None:
        """Raise Http404 for a number in the path that is larger than any key."""
        if any(isinstance(value, int) and value > LARGEST_KEY for value in named.values()):
            raise Http404


class PersonLocaleMiddleware:
    """The signed-in person's own language and time zone, for the time of the request.

    Before sign-in the language is what LocaleMiddleware found: the choice made on the page, else the browser's.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        person = request.user
        if not person.is_authenticated:
            with timezone.override(None):
                return self.get_response(request)
        with translation.override(person.language), timezone.override(zone_of(person.time_zone)):
            request.LANGUAGE_CODE = person.language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", person.language)
        return response


class PrivateAnswersMiddleware:
    """What the desk says to somebody is kept by no cache; a fragment is never taken for its page.

    A view that sets Cache-Control itself (a face) keeps it. Static files never come this far.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "private, no-store")
        patch_vary_headers(response, ["HX-Request"])
        return response


class SignedOutMiddleware:
    """After sign-out the browser forgets what it kept for that person (unsent words), with or without script."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        was_signed_in = request.user.is_authenticated
        response = self.get_response(request)
        if was_signed_in and not request.user.is_authenticated:
            response.headers["Clear-Site-Data"] = '"storage"'
        return response


class SignInAgainMiddleware:
    """A fragment asked for after the session ended: the whole page goes to sign-in and comes back, not the sign-in
    page into the fragment. The browser reloads where it stands; no address is made from what was sent."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        leads_to = response.headers.get("Location", "").split("?", 1)[0]
        if request.headers.get("HX-Request") == "true" and leads_to and leads_to == resolve_url(settings.LOGIN_URL):
            return HttpResponse(status=401, headers={"HX-Refresh": "true"})
        return response


def zone_of(name: str) -> ZoneInfo:
    """The zone of this name; a name that this machine does not know must not lock its person out."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("Europe/Brussels")


def _texts(request: HttpRequest) -> Iterable[str]:
    yield request.path
    for values in (request.GET, request.POST):
        for name, texts in values.lists():
            yield name
            yield from (str(text) for text in texts)
    for name, cookie in request.COOKIES.items():
        yield from (name, cookie)
    if request.content_type == "application/json" and SUSPECT_JSON.search(request.body):
        yield from _texts_of_json(request.body)


def _texts_of_json(body: bytes) -> Iterable[str]:
    try:
        waiting = [json.loads(body)]
    except (ValueError, RecursionError):
        return  # not JSON: the view that reads it says so
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            waiting += [*value.keys(), *value.values()]
        elif isinstance(value, list):
            waiting += value
