"""How often one person may do what wakes others: measures that nobody meets by hand. Settings say how often (ACCOUNT_RATE_LIMITS)."""

import logging
import time
from typing import Final

from allauth.core import ratelimit
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from redis.exceptions import RedisError

from accounts.models import User

log = logging.getLogger(__name__)

ASK_AGAIN: Final = 5  # seconds after which a counter that did not answer is asked again

ASK: Final = "ask"  # open a request of one's own
SAY: Final = "say"  # write on one
CHOOSE_NEWS: Final = "choose_news"


class _Silence:
    """For how long this process leaves the counter alone."""

    until = 0.0  # monotonic seconds

    def lasts(self) -> bool:
        return time.monotonic() < self.until

    def begins(self) -> None:
        self.until = time.monotonic() + ASK_AGAIN


_silence = _Silence()


def is_too_often(request: HttpRequest, person: User, what: str) -> bool:
    """Whether this person has done this too often of late; counts this time. On the pages and through the API it is one count.

    While the counter does not answer nobody is held up: a request for help matters more than the measure, and only one in
    ASK_AGAIN waits to hear that there is no answer.
    """
    if _silence.lasts():
        return False
    try:
        return not ratelimit.consume(request, action=what, user=person)
    except RedisError as silent:
        log.warning("The cache that counts requests does not answer: %s", silent)
        _silence.begins()
        return False


def said_too_often(request: HttpRequest) -> HttpResponseBase:
    """Return the answer 429; for htmx a line beside what was typed, which stays."""
    said: HttpResponseBase = ratelimit.respond_429(request)
    return said
