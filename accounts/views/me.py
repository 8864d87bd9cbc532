from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import actions
from accounts.doorway import person_of
from accounts.forms.me import ProfileForm


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def me(request: HttpRequest) -> HttpResponse:
    """One's own account: read and change."""
    person = person_of(request)
    form = ProfileForm.of(person, request.POST if request.method == "POST" else None, request.FILES or None)
    if not form.is_bound or not form.is_valid():
        return _page(request, form, status=422 if form.is_bound else 200)
    told = form.cleaned_data
    try:
        if photo := told.pop("photo", None):
            actions.change_face(person, upload=photo.read(), actor=person)
        changed = actions.change_profile(person, actor=person, **told)
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return _page(request, form, status=422)
    with translation.override(changed.language):
        messages.success(request, _("Your account is changed."))
    return redirect("accounts:me")


@require_POST
@login_required
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere, here too."""
    person = person_of(request)
    actions.sign_out_everywhere(person, actor=person)
    return redirect("account_login")


def _page(request: HttpRequest, form: ProfileForm, *, status: int) -> HttpResponse:
    frame = "base_staff.html" if person_of(request).is_of_firm else "base_portal.html"
    return render(request, "accounts/me.html", {"form": form, "frame": frame}, status=status)
