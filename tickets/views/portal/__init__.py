"""What clients' people see and do: ask, follow, look back, be called. Words of clients only."""

from tickets.views.portal.asking import confirm_reach, home, report, sent
from tickets.views.portal.calling import ask_call_back
from tickets.views.portal.following import approve, confirm, refuse_approval, reopen, reply, say_it_works, show
from tickets.views.portal.known import known, mine_too
from tickets.views.portal.listing import requests

__all__ = [
    "approve",
    "ask_call_back",
    "confirm",
    "confirm_reach",
    "home",
    "known",
    "mine_too",
    "refuse_approval",
    "reopen",
    "reply",
    "report",
    "requests",
    "say_it_works",
    "sent",
    "show",
]
