"""The API is for people we know."""

from typing import Any

from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from fso_desk.api.throttling import count_try


class IsKnown(BasePermission):
    """Lets in who is signed in or sent a token; tries of others are counted per network."""

    def has_permission(self, request: Request, view: Any) -> bool:
        """Whether this request comes from somebody. Raises Throttled for too many from nobody."""
        if request.user.is_authenticated:
            return True
        count_try(request)
        return False
