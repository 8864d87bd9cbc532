"""What a word of the client's people ends: the wait for it, and the silence before it."""

from datetime import datetime

from tickets.actions.storing import leave_wait, project_deadlines
from tickets.life import Fact, StatusChanged
from tickets.lifecycle import Status, WaitingFor
from tickets.models import Ticket


def end_by_word(ticket: Ticket, at: datetime, *said: Fact) -> str:
    """Let a word of the client end what waited for it; answer which wait ended ("" = none). The caller stores and records.

    What was closed because no answer came is open again; that is no "not solved", and not counted as such.
    """
    ticket.silences = 0
    waits = ticket.waiting_for == WaitingFor.CUSTOMER
    if ticket.waited_for == WaitingFor.CUSTOMER:
        ticket.waited_for = ""
    if not waits and not ticket.is_unanswered:
        project_deadlines(ticket, at, *said)
        return ""
    leave_wait(ticket)
    ticket.status, ticket.is_unanswered = Status.OPEN, False
    ticket.resolved_at = ticket.closed_at = None
    project_deadlines(ticket, at, *said, StatusChanged(at, Status.OPEN, "client"))
    return WaitingFor.CUSTOMER.value
