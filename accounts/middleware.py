"""What every request of a signed-in person passes: his session is prolonged; a demanded second factor is set up first."""

from collections.abc import Callable
from typing import Final

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import ResolverMatch

from accounts import sessions
from accounts.models import User

Answer = Callable[[HttpRequest], HttpResponseBase]

# Pages that lead to the second factor, and the way out.
OPEN_WITHOUT: Final = {
    "account_change_password",
    "account_logout",
    "account_reauthenticate",
    "account_set_password",
    "mfa_activate_totp",
    "mfa_reauthenticate",
    "mfa_view_recovery_codes",
    "set_language",
}


class SignedInMiddleware:
    """Stands after Django's AuthenticationMiddleware."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        # What a page asks by itself, again and again, is no use: a forgotten page would keep its person signed in for good.
        if request.user.is_authenticated and "X-By-Itself" not in request.headers:
            sessions.note_use(request)
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, arguments: object, named: object
    ) -> HttpResponseBase | None:
        """Lead to the set-up of the second factor whoever must have one and has none."""
        person = request.user
        if not person.is_authenticated or not lacks_second_factor(person):
            return None
        match: ResolverMatch | None = request.resolver_match
        if match is not None and match.view_name in OPEN_WITHOUT:
            return None
        return redirect("mfa_activate_totp")


def lacks_second_factor(person: User) -> bool:
    """Whether a second factor is demanded from this person of the firm who has set none up."""
    demanded = settings.DEMAND_SECOND_FACTOR or person.must_use_second_factor
    return (
        demanded
        and person.is_of_firm
        and not Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).exists()
    )
