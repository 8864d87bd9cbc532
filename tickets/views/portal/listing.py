"""Looking back: all requests of a person, or of the company for its client contact."""

import re

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from accounts.doorway import person_of
from sites.models import Standing
from sites.queries import memberships_of
from tickets import queries
from tickets.views.fragments import wants_part

ROWS = 25
_NUMBER = re.compile(r"[0-9]{1,18}")


@require_safe
def requests(request: HttpRequest) -> HttpResponse:
    """Show the requests this person may see, those that need a word first, 25 at a time; words to search lead to the search."""
    if words := request.GET.get("q"):
        return redirect(f"{reverse('tickets:search')}?{urlencode({'q': words})}")
    person = person_of(request)
    after = _number_in(request.GET.get("after", ""))
    rows, last = queries.requests_after(person, after, ROWS)
    takes = {
        "rows": rows,
        "more_url": f"{reverse('tickets:list')}?after={last}" if last else None,
        "is_of_company": any(row.standing == Standing.CONTACT for row in memberships_of(person)),
        "is_first_page": after is None,
    }
    return render(request, "tickets/requests.html#more" if wants_part(request) else "tickets/requests.html", takes)


def _number_in(text: str) -> int | None:
    """The number after which to go on; None for none. Raises BadRequest for what is no number."""
    if not text:
        return None
    if not _NUMBER.fullmatch(text):
        raise BadRequest("after")
    return int(text)
