"""The language switch below every page: what is chosen there is remembered, for a signed-in person as his own."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views import i18n

from accounts import actions
from accounts.doorway import person_of
from accounts.models import Language


def set_language(request: HttpRequest) -> HttpResponseBase:
    """Choose a language, by POST; leads back to where one was."""
    chosen = request.POST.get("language", "")
    if request.user.is_authenticated and chosen in Language.values:
        person = person_of(request)
        actions.change_language(person, language=chosen, actor=person)
    return i18n.set_language(request)
