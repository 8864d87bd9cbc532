"""What can be done with a ticket: one function per use case, the same for page, API, mail and import.

Each locks, asks whether it is allowed, changes, records one event and returns the ticket, in one transaction.
"""

from accounts.answers import NotAllowed, WrongMoment
from tickets.actions.calls import Caller, SolvedNow, record_call
from tickets.actions.conversation import answer, note, reply
from tickets.actions.policies import set_policy
from tickets.actions.progress import assign, cancel, start
from tickets.actions.recalculating import ask_recalculation, recalculate_due
from tickets.actions.reporting import Report, ask_call_back, record, report
from tickets.actions.second_line import hand_over_contact, hand_over_work, let_read, note_second_line, stop_reading
from tickets.actions.solving import confirm, reopen, resolve, say_it_works
from tickets.actions.speaking import speak
from tickets.actions.sweeping import sweep
from tickets.actions.triage import categorize, confirm_reach, override_priority
from tickets.actions.waiting import (
    answer_and_wait,
    approve,
    close_unanswered,
    end_wait,
    end_wait_by_time,
    refuse_approval,
    remind,
    wait,
    wait_on,
)

__all__ = [
    "Caller",
    "NotAllowed",
    "Report",
    "SolvedNow",
    "WrongMoment",
    "answer",
    "answer_and_wait",
    "approve",
    "ask_call_back",
    "ask_recalculation",
    "assign",
    "cancel",
    "categorize",
    "close_unanswered",
    "confirm",
    "confirm_reach",
    "end_wait",
    "end_wait_by_time",
    "hand_over_contact",
    "hand_over_work",
    "let_read",
    "note",
    "note_second_line",
    "override_priority",
    "recalculate_due",
    "record",
    "record_call",
    "refuse_approval",
    "remind",
    "reopen",
    "reply",
    "report",
    "resolve",
    "say_it_works",
    "set_policy",
    "speak",
    "start",
    "stop_reading",
    "sweep",
    "wait",
    "wait_on",
]
