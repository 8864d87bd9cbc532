"""What is read of a token: never its secret, but once."""

from typing import Any

from knox.models import AuthToken
from rest_framework import serializers

from accounts.api.shapes import Instant
from accounts.queries import code_of


class Token(serializers.Serializer[Any]):
    """A token of one's own. ``code`` names it for revoking and opens nothing."""

    code = serializers.SerializerMethodField()
    made_at = Instant(source="created")
    ends_at = Instant(source="expiry", allow_null=True)

    def get_code(self, token: AuthToken) -> str:
        """Return the name of this token."""
        return code_of(token)


class NewToken(serializers.Serializer[Any]):
    """A token just made, with its secret: shown this once."""

    secret = serializers.CharField(read_only=True)
    token = Token(read_only=True)


class Tokens(serializers.Serializer[Any]):
    """All tokens of one's own, the newest first."""

    rows = Token(many=True)
