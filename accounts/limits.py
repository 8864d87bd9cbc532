"""How often one person may do what wakes others: measures that nobody meets by hand. Settings say how often (ACCOUNT_RATE_LIMITS)."""

import logging
from typing import Final

from allauth.core import ratelimit
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from redis.exceptions import RedisError

from accounts.models import User

log = logging.getLogger(__name__)

ASK: Final = "ask"  # open a request of one's own
SAY: Final = "say"  # write on one
CHOOSE_NEWS: Final = "choose_news"


def is_too_often(request: HttpRequest, person: User, what: str) -> bool:
    """Whether this person has done this too often of late; counts this time. On the pages and through the API it is one count.

    While the counter does not answer nobody is held up: a request for help matters more than the measure.
    """
    try:
        return not ratelimit.consume(request, action=what, user=person)
    except RedisError as silent:
        log.warning("The cache that counts requests does not answer: %s", silent)
        return False


def said_too_often(request: HttpRequest) -> HttpResponseBase:
    """Return the answer 429; for htmx a line beside what was typed, which stays."""
    said: HttpResponseBase = ratelimit.respond_429(request)
    return said
