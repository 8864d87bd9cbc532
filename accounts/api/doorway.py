"""What every address of the API passes: one method, one audience, a closed list of parameters; and its description."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.core.exceptions import BadRequest
from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import api_view
from rest_framework.exceptions import Throttled, UnsupportedMediaType
from rest_framework.request import Request, is_form_media_type
from rest_framework.response import Response

from accounts import doorway, limits
from accounts.api.shapes import Failure
from accounts.models import User

View = Callable[..., Response]
ANY_PARAMETER = None


def door(method: str, *, to: str = "", reads: Iterable[str] | None = ()) -> Callable[[View], Any]:
    """Make a view of this method. ``to``: the side it exists for ("" = both); for the other one it never was (404).

    reads: the query parameters it reads; others, and a repeated one, are refused (400). ANY_PARAMETER = it looks itself.
    """

    def of(view: View) -> Any:
        @wraps(view)
        def guarded(request: Request, **named: Any) -> Response:
            if to and person_of(request).side != to:
                raise Http404
            if is_form_media_type(request.content_type):
                # A middleware has read it as a form: nothing is left for the parser to refuse.
                raise UnsupportedMediaType(request.content_type)
            if reads is not ANY_PARAMETER:
                _refuse_others(request, frozenset(reads))
            return view(request, **named)

        return api_view([method])(guarded)

    return of


def described(
    operation: str,
    *,
    answers: Any,
    sends: Any = None,
    status: int = 200,
    parameters: Iterable[str] = (),
    may_vanish: bool = False,
) -> Any:
    """Describe an address: its name, what it is sent, what it answers (and that it refuses in one shape).

    may_vanish: after it the answer may be 204, because what was changed is no longer this person's to see.
    """
    responses: dict[Any, Any] = {status: answers, "4XX": Failure}
    if may_vanish:
        responses[204] = None
    return extend_schema(
        operation_id=operation,
        request=sends,
        responses=responses,
        parameters=[OpenApiParameter(name, str, required=False) for name in parameters],
        tags=[operation.split("_", 1)[0]],
    )


def person_of(request: Request) -> User:
    """Return the person who asks: every address of the API is for known people only."""
    return doorway.person_of(request)


def refuse_too_often(request: Request, what: str) -> None:
    """Count that the person who asks does this once more. Raises Throttled for too often (see ``accounts.limits``)."""
    if limits.is_too_often(request._request, person_of(request), what):  # noqa: SLF001 - DRF's own way to it
        raise Throttled


def _refuse_others(request: Request, known: frozenset[str]) -> None:
    asked = request.query_params
    if asked.keys() - known or any(len(values) > 1 for _name, values in asked.lists()):
        raise BadRequest("parameters")
