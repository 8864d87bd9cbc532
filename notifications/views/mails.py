"""How every mail looks, in every language: invented people, written by the code that writes real mail."""

from typing import Final

from csp.constants import SELF
from csp.decorators import csp_update
from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from notifications.examples import CLIENT, FIRM, Example, examples, letter_of
from notifications.views.outbox import for_tenders

# Mail programs know no style sheets, so mails bring their style along. Nothing of it runs, nothing is loaded.
POLICY_OF_MAIL: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'; "
    "frame-ancestors 'self'; sandbox"
)


@for_tenders
@require_safe
def mails(request: HttpRequest) -> HttpResponse:
    """List every mail with its subject, by side."""
    language, found = _language(request), examples()
    sides = [
        (words, [(one, letter_of(one, language).subject) for one in found if one.side == side])
        for side, words in ((CLIENT, _("To people of clients")), (FIRM, _("To people of the firm")))
    ]
    return render(request, "notifications/mails.html", {"sides": sides, "spoken": language})


@for_tenders
@require_safe
@csp_update({"frame-src": [SELF]})  # type: ignore[arg-type] # its types know only views without parameters
def mail(request: HttpRequest, side: str, name: str) -> HttpResponse:
    """Show one mail: its subject, its page and its text side by side."""
    language, example = _language(request), _example(side, name)
    takes = {"example": example, "letter": letter_of(example, language), "spoken": language}
    return render(request, "notifications/mail.html", takes)


@for_tenders
@require_safe
@xframe_options_sameorigin
def mail_as_sent(request: HttpRequest, side: str, name: str) -> HttpResponse:
    """Show the HTML part of one mail as its reader's mail program does."""
    letter = letter_of(_example(side, name), _language(request))
    page, _type = letter.alternatives[0]
    return HttpResponse(page, headers={"Content-Security-Policy": POLICY_OF_MAIL})


def _example(side: str, name: str) -> Example:
    found = next((one for one in examples() if (one.side, one.name) == (side, name)), None)
    if found is None:
        raise Http404
    return found


def _language(request: HttpRequest) -> str:
    """The language that the address asks for, else the reader's."""
    asked = request.GET.get("language", translation.get_language())
    if asked not in dict(settings.LANGUAGES):
        raise BadRequest("language")
    return asked
