"""One shape for everything that the API refuses: a stable code, a sentence, sentences by field."""

from collections.abc import Mapping
from typing import Any, Final

from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation, ValidationError
from django.http import Http404, HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from accounts.answers import NotAllowed, WrongMoment

PREFIX: Final = "/api/"
CODES: Final = {
    400: "malformed", 401: "unauthenticated", 403: "not_allowed", 404: "not_found", 405: "method_not_allowed",
    406: "not_acceptable", 409: "wrong_moment", 415: "unsupported_media_type", 422: "invalid", 429: "throttled", 500: "failed",
    503: "unavailable",
}  # fmt: skip

PLAIN: Final[Mapping[type[Exception], int]] = {
    Http404: 404, PermissionDenied: 403, BadRequest: 400, SuspiciousOperation: 400,
}  # fmt: skip


def exception_handler(error: Exception, context: Mapping[str, Any]) -> Response | None:
    """Return the refusal that this error is, or None for our own fault (which handler500 answers)."""
    status, code, message, fields = _read(error)
    if status is None:
        return None
    set_rollback()
    headers = {}
    if getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = str(getattr(error, "auth_header", ""))
    if getattr(error, "wait", None):
        headers["Retry-After"] = str(int(getattr(error, "wait", 0)) + 1)
    return Response(_body(code or CODES[status], message, fields), status=status, headers=headers)


def answer(status: int, message: str) -> JsonResponse:
    """Return the same shape for what fails before or after a view: an address that is none, a text that is none."""
    return JsonResponse(
        _body(CODES[status], message or _sentence(status), {}), status=status, json_dumps_params={"ensure_ascii": False}
    )


def is_api(request: HttpRequest) -> bool:
    """Whether this request came to the API's door."""
    return request.path.startswith(PREFIX)


Read = tuple[int | None, str, str, dict[str, Any]]


def _read(error: Exception) -> Read:
    if isinstance(error, WrongMoment):
        code = str(getattr(error, "code", "") or "")
        return 409, code if code == "stale" else "", " ".join(error.messages), {}
    if isinstance(error, NotAllowed):
        return 403, "", str(error), {}
    if isinstance(error, ValidationError):
        fields = error.message_dict if hasattr(error, "error_dict") else {}
        return 422, "", "" if fields else " ".join(error.messages), fields
    if isinstance(error, exceptions.APIException):
        return _read_of_framework(error)
    for kind, status in PLAIN.items():
        if isinstance(error, kind):
            return status, "", "", {}
    return None, "", "", {}


def _read_of_framework(error: exceptions.APIException) -> Read:
    if isinstance(error, exceptions.ValidationError):
        return 422, "", "", dict(_flat(error.detail))
    code = error.default_code if error.default_code in {"csrf", "second_factor"} else ""
    return error.status_code, code, str(error.detail) if code else "", {}


def _flat(detail: Any, name: str = "") -> list[tuple[str, list[str]]]:
    """Return the sentences by field; of a field within a field as "outer.inner"."""
    if isinstance(detail, Mapping):
        return [pair for key, value in detail.items() for pair in _flat(value, f"{name}.{key}" if name else str(key))]
    said = detail if isinstance(detail, list) else [detail]
    return [(name or "__all__", [str(one) for one in said])]


def _body(code: str, message: str, fields: dict[str, Any]) -> dict[str, Any]:
    if not message:
        status = next((status for status, known in CODES.items() if known == code), 400)
        message = " ".join(fields.get("__all__", [])) or _sentence(status)
    return {"code": code, "message": message, "fields": fields}


def _sentence(status: int) -> str:
    return {
        400: _("We cannot read what was sent."),
        401: _("Sign in first, or send a token."),
        403: _("You may see this, but you may not do that."),
        404: _("It may have been moved, or it is not yours to see."),
        405: _("This address does not take that method."),
        406: _("The answer is JSON. Ask for application/json."),
        415: _("Send JSON, as application/json."),
        422: _("Some of what was sent cannot be taken."),
        429: _("Many requests at once. Try again in a minute."),
        500: _("Something went wrong on our side."),
        503: _("Try again in a moment."),
    }.get(status, "")
