"""Why a ticket stands where it stands, in one sentence: what decides its place in the queue, rendered for the reader."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from accounts.moments import said_time
from tickets import queue_order
from tickets.models import Ticket


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
    facts = ticket.facts
    place = queue_order.place(facts)
    if not place.in_queue:
        return None
    code = queue_order.reason(facts)
    if code in ALONE:
        return ALONE[code]()
    when = {"when": said_time(place.due_at)}
    if place.late_at <= at:
        late = _("The first answer was due %(when)s") if code == "answer" else _("The solution was due %(when)s")
        return Reason(late % when, "late", True)
    due = _("The first answer is due %(when)s") if code == "answer" else _("The solution is due %(when)s")
    return Reason(due % when, "clock", False)
