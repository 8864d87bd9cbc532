"""Tokens: made, listed and revoked by a person in a browser session; a token cannot make another one."""

from allauth.core import ratelimit
from rest_framework.exceptions import Throttled
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import actions, permissions, queries
from accounts.api import serializers
from accounts.api.doorway import described, door, person_of
from accounts.api.shapes import Nothing


@described("tokens_list", answers=serializers.Tokens)
@door("GET")
def tokens(request: Request) -> Response:
    """List your own tokens, without their secrets."""
    rows = queries.tokens_of(person_of(request))
    return Response(serializers.Tokens({"rows": rows}).data)


@described("tokens_make", sends=Nothing, answers=serializers.NewToken, status=201)
@door("POST")
def make_token(request: Request) -> Response:
    """Make a token; its secret is in this answer and nowhere else. Only from a browser session."""
    person = person_of(request)
    permissions.can_come_with(request.auth).enforce()
    Nothing.of(request)
    if not ratelimit.consume(request._request, action="make_api_token", user=person):  # noqa: SLF001 - DRF's own way to it
        raise Throttled
    token, secret = actions.make_token(person, actor=person)
    return Response(serializers.NewToken({"secret": secret, "token": token}).data, status=201)


@described("tokens_revoke", sends=Nothing, answers=serializers.Tokens)
@door("POST")
def revoke_token(request: Request, code: str) -> Response:
    """Revoke a token of your own: it is refused from its next use. Only from a browser session."""
    person = person_of(request)
    permissions.can_come_with(request.auth).enforce()
    token = queries.token_for(person, code)
    Nothing.of(request)
    actions.revoke_token(token, actor=person)
    return Response(serializers.Tokens({"rows": queries.tokens_of(person)}).data)
