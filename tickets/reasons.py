"""Why a ticket stands where it stands, in one sentence: what decides its place in the queue, rendered for the reader."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.moments import said_time
from tickets import queue_order
from tickets.models import Ticket

_DUE = {
    "answer": gettext_lazy("The first answer is due %(when)s"),
    "next_word": gettext_lazy("The next word to the client is due %(when)s"),
    "deadline": gettext_lazy("The solution is due %(when)s"),
}
_LATE = {
    "answer": gettext_lazy("The first answer was due %(when)s"),
    "next_word": gettext_lazy("The next word to the client was due %(when)s"),
    "deadline": gettext_lazy("The solution was due %(when)s"),
}


@dataclass(frozen=True)
class Reason:
    """The sentence; ``is_unusual``: shown at once, else only when asked for. ``icon``: a symbol of the sprite."""

    words: str
    icon: str
    is_unusual: bool


ALONE: Final[Mapping[str, Callable[[], Reason]]] = {
    "nobody": lambda: Reason(_("Critical and in nobody’s hands: first, wherever you are"), "why", True),
    "on_top": lambda: Reason(_("Handed back: it wants your decision now"), "back", True),
    "wait_over": lambda: Reason(_("The wait is over, nothing has come: it wants your decision now"), "late", True),
    "pressing": lambda: Reason(_("It waits, but its time runs out"), "clock", True),
    "age": lambda: Reason(_("No deadline: within its priority the oldest comes first"), "why", False),
}
"""What needs no moment beside it."""


def reason_of(ticket: Ticket, at: datetime) -> Reason | None:
    """Return why this ticket stands at its place at this instant (UTC), or None when it stands in no queue."""
    facts = ticket.facts_at(at)
    place = queue_order.place(facts)
    if not place.in_queue:
        return None
    code = queue_order.reason(facts)
    if code in ALONE:
        return ALONE[code]()
    if code == "no_word":
        when = said_time(ticket.next_word_due_at)
        return Reason(_("Critical, and the next word to the client was due %(when)s") % {"when": when}, "late", True)
    is_late = place.late_at <= at
    words = (_LATE if is_late else _DUE)[code] % {"when": said_time(place.due_at)}
    return Reason(words, "late" if is_late else "clock", is_late)
