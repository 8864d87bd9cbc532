"""How long a sign-in lasts: decided once, at sign-in, and prolonged by use."""

import time
from datetime import timedelta
from typing import Final

from django.http import HttpRequest

from accounts.models import User

ONLY_MINE: Final = "only_i_use_this_device"
USED_AT: Final = "used_at"
REMEMBERED_CLIENT: Final = timedelta(days=90)
REMEMBERED_FIRM: Final = timedelta(days=30)
# Use is noted this often and not with every request, so that reading pages hardly writes.
NOTED_EVERY: Final = timedelta(minutes=15)


def note_device(request: HttpRequest, *, only_mine: bool) -> None:
    """Keep the answer to "only I use this device" until the person is signed in."""
    request.session[ONLY_MINE] = only_mine


def begin(request: HttpRequest, person: User) -> None:
    """Set how long the sign-in that was just made lasts since its last use.

    On one's own device: 30 days for people of the firm, 90 for people of clients. Else it ends with the browser, and
    on our side after SESSION_COOKIE_AGE (12 hours) without use.
    """
    remembered = REMEMBERED_FIRM if person.is_of_firm else REMEMBERED_CLIENT
    only_mine = request.session.pop(ONLY_MINE, False)
    request.session.set_expiry(int(remembered.total_seconds()) if only_mine else 0)
    request.session[USED_AT] = int(time.time())


def note_use(request: HttpRequest) -> None:
    """Prolong the session that is used, at most once in a while."""
    used_at = request.session.get(USED_AT)
    if used_at is not None and time.time() - used_at > NOTED_EVERY.total_seconds():
        request.session[USED_AT] = int(time.time())
