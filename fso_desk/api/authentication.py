"""Who comes in by the API: a person with a browser session, or a person's program with a token."""

from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from knox import auth
from knox.models import AuthToken
from rest_framework import authentication
from rest_framework.exceptions import APIException, AuthenticationFailed, PermissionDenied
from rest_framework.request import Request

from accounts.middleware import lacks_second_factor
from accounts.models import User
from fso_desk.api.throttling import count_try
from fso_desk.middleware import zone_of


class CsrfMissing(APIException):
    """A change from a browser session without the session's own proof."""

    status_code = 403
    default_code = "csrf"
    default_detail = _("Send the X-CSRFToken header with each change.")


class SecondFactorMissing(APIException):
    """A token of somebody who must set up a second factor first."""

    status_code = 403
    default_code = "second_factor"
    default_detail = _("Set up your second factor in the browser first.")


class SessionAuthentication(authentication.SessionAuthentication):
    """The browser's session; changes need its CSRF token."""

    def enforce_csrf(self, request: Request) -> None:
        """Raise CsrfMissing for a change that may come from another site's page."""
        try:
            super().enforce_csrf(request)
        except PermissionDenied:
            raise CsrfMissing from None


class TokenAuthentication(auth.TokenAuthentication):
    """A token in the Authorization header, compared by its digest. Looking at it writes nothing."""

    def authenticate(self, request: Request) -> tuple[User, AuthToken] | None:
        """Return the person and the token, None when none was sent. Raises AuthenticationFailed for a wrong one."""
        try:
            found: tuple[User, AuthToken] | None = super().authenticate(request)
        except (AuthenticationFailed, UnicodeError):
            count_try(request)
            raise AuthenticationFailed from None
        if found is not None:
            # The page's middleware knew nobody yet: sentences and dates are this person's from here on.
            translation.activate(found[0].language)
            timezone.activate(zone_of(found[0].time_zone))
        return found

    def validate_user(self, auth_token: AuthToken) -> tuple[User, AuthToken]:
        """Let in whoever may still sign in, with the second factor that is demanded of him."""
        person = auth_token.user
        if not person.can_sign_in:
            raise AuthenticationFailed
        if lacks_second_factor(person):
            raise SecondFactorMissing
        return person, auth_token

    def _cleanup_token(self, auth_token: AuthToken) -> bool:
        """Whether the token has expired; a new one clears it away, reading does not."""
        return auth_token.expiry is not None and auth_token.expiry < timezone.now()


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the description of the API names it."""

    target_class = TokenAuthentication
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """Return the scheme: Authorization: Bearer <secret>."""
        return {"type": "http", "scheme": "bearer"}


class SessionScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """As above, for the browser's session."""

    target_class = SessionAuthentication
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """Return the scheme: the session's cookie."""
        return {"type": "apiKey", "in": "cookie", "name": "sessionid"}
