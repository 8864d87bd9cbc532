"""The link in a mail that stops its like: a page with a button, for who holds the link, without signing in."""

from allauth.core import ratelimit
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from accounts.models import User
from notifications import actions, stop_links
from notifications.habits import habits_of
from notifications.topics import IN_APP, MY_DAY, Topic


@require_http_methods(["GET", "HEAD", "POST"])
@csrf_exempt
def stop(request: HttpRequest, token: str) -> HttpResponseBase:
    """Say which mails stop, for whom; a press stops them.

    The one press of a mail program (RFC 8058) comes without a form of ours, from nobody's session: the token alone says who
    asks. All other presses are of the button on the page.
    """
    return _answer(request, token) if _is_one_press(request) else _page(request, token)


@csrf_protect
def _page(request: HttpRequest, token: str) -> HttpResponseBase:
    return _answer(request, token)


def _answer(request: HttpRequest, token: str) -> HttpResponseBase:
    found = stop_links.read(token)
    if found is None:
        raise Http404
    person, topic = found
    if request.method != "POST":
        return _shown(request, person, topic)
    if not ratelimit.consume(request, action="stop_news"):
        too_many: HttpResponseBase = ratelimit.respond_429(request)
        return too_many
    try:
        actions.stop(person, topic, actor=person)
    except ValidationError:
        return _shown(request, person, topic, status=409)
    return _shown(request, person, topic) if _is_one_press(request) else redirect("notifications:stop", token)


def _shown(request: HttpRequest, person: User, topic: Topic, *, status: int = 200) -> HttpResponse:
    takes = {
        "topic": topic,
        "address": _masked(str(person.email)),
        "is_stopped": habits_of([person], [topic]).choice(person, topic) == IN_APP,
        "stands_here": topic is not MY_DAY,
    }
    with translation.override(person.language):
        answer = render(request, "notifications/stop.html", takes, status=status)
    answer.headers["Content-Language"] = person.language
    return answer


def _is_one_press(request: HttpRequest) -> bool:
    return request.method == "POST" and request.POST.get("List-Unsubscribe") == "One-Click"


def _masked(address: str) -> str:
    """Enough for who owns the address to know it again, and no more: the link may have been forwarded."""
    local, _at, domain = address.rpartition("@")
    return f"{local[:1]}…@{domain}"
