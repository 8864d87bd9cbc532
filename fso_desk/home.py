"""The address `/`: every role's own beginning."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from accounts.doorway import by_audience, person_of
from fso_desk import navigation
from tickets.views import portal


def to_landing(request: HttpRequest) -> HttpResponseBase:
    """Lead a person of the firm to the landing page of their role."""
    return redirect(navigation.landing_of(person_of(request)))


home = require_safe(by_audience(firm=to_landing, client=portal.home))
