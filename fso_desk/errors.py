"""The pages of failure: one sentence, one way on, the phone number. To htmx only the sentence, for a live region.

They know nobody: no query, no name, no secret of a form, so that two answers of one kind are the same bytes, and
the page of our own fault still stands when everything else has fallen.
"""

from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext

from accounts.answers import NotAllowed
from fso_desk.api import errors as api

# What htmx shows of our own faults, in its live region.
OWN_FAULTS: Final = {500: "_failed.html", 503: "_not_now.html"}


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: what was sent cannot be read."""
    return _answer(request, 400, gettext("We cannot read what was sent. Go back and try once more."))


def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: one may see it, but not do this; a refusal of ours brings its reason."""
    plain = gettext("You may see this, but you may not do that.")
    return _answer(request, 403, str(exception) if isinstance(exception, NotAllowed) else plain)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: never was, or not yours to see; the same bytes for both."""
    return _answer(request, 404, gettext("It may have been moved, or it is not yours to see."))


def failed(request: HttpRequest) -> HttpResponse:
    """500: our own fault."""
    return _answer(request, 500, "")


def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 of a form whose secret does not fit: open too long, or sent from elsewhere."""
    return _answer(request, 403, gettext("This page was open for too long. Go back, reload it and send once more."))


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """429: throttled."""
    return _answer(request, 429, gettext("Many requests at once. Try again in a minute."))


def unavailable(request: HttpRequest) -> HttpResponse:
    """503: what counts the tries does not answer, so nobody is let past it."""
    if request.user.is_authenticated:
        return _answer(request, 503, gettext("We cannot do this just now."))
    return _answer(request, 503, gettext("We cannot let anybody in just now."))


def _answer(request: HttpRequest, status: int, sentence: str) -> HttpResponse:
    if api.is_api(request):
        return api.answer(status, sentence)
    takes = {"sentence": sentence, "firm_name": settings.FIRM_NAME, "firm_phone": settings.FIRM_PHONE}
    if request.headers.get("HX-Request") != "true":
        return HttpResponse(render_to_string(f"{status}.html", takes), status=status)
    if status >= 500:
        return HttpResponse(render_to_string(OWN_FAULTS[status], takes), status=status)
    said = gettext("It is no longer here.") if status == 404 else sentence
    return HttpResponse(render_to_string("_toast.html", {"said": said}), status=status)
