"""What can be done with an escalation, and with the alarm of a ticket: one function per use case.

Each locks the ticket, then the escalation or the alarm, asks, changes, records and returns, in one transaction.
"""

from escalation.actions.alarm import call, call_due, follow_alarm
from escalation.actions.ending import (
    close_reading,
    close_reading_of_others,
    end_with_ticket,
    give_up_person,
    settle,
    take_over,
    withdraw,
)
from escalation.actions.escalating import escalate
from escalation.actions.taking import hand_back, pick_up

__all__ = [
    "call",
    "call_due",
    "close_reading",
    "close_reading_of_others",
    "end_with_ticket",
    "escalate",
    "follow_alarm",
    "give_up_person",
    "hand_back",
    "pick_up",
    "settle",
    "take_over",
    "withdraw",
]
