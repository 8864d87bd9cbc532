"""How often somebody we do not know may try."""

from typing import Any

from rest_framework.exceptions import Throttled
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle


class UnknownPeople(SimpleRateThrottle):
    """Requests without or with a wrong token, per network address; the cache counts for all processes."""

    scope = "unknown"

    def get_cache_key(self, request: Request, view: Any) -> str:
        """Return under which name this request is counted."""
        return f"api-unknown:{self.get_ident(request)}"


def count_try(request: Request) -> None:
    """Count a request of somebody we do not know. Raises Throttled for too many."""
    throttle = UnknownPeople()
    if not throttle.allow_request(request, None):  # type: ignore[arg-type]  # it never looks at the view
        raise Throttled(throttle.wait())
