"""The address `/`: every role's own beginning."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from accounts.models import User
from fso_desk import navigation


@require_safe
@login_required
def home(request: HttpRequest) -> HttpResponseBase:
    """Lead people of the firm to their landing page."""
    return redirect(navigation.landing_of(cast(User, request.user)))
