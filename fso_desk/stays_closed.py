"""What counts tries (of codes, passwords, tokens) and does not answer: the door stays closed, in words."""

import logging

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from redis.exceptions import RedisError

from fso_desk import errors
from fso_desk.middleware import Answer

log = logging.getLogger(__name__)


class StaysClosedMiddleware:
    """Where tries are counted and the counter does not answer, nobody gets further, and is told so: 503, not our fault's page.

    Nothing else of a request asks Redis without minding its absence.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer for the counter; other errors are for others."""
        if not isinstance(error, RedisError):
            return None
        log.error("The cache that counts tries does not answer: %s", error)
        return errors.unavailable(request)
