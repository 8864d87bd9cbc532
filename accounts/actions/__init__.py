"""What can be done with people: one function per use case, for pages, set-up, demo and import alike.

Each locks, asks whether it is allowed, changes and records one event, in one transaction.
"""

from accounts.actions.faces import change_face
from accounts.actions.people import add_person, correct_person, deactivate, reactivate, set_roles
from accounts.actions.profile import change_language, change_phone, change_profile, sign_out_everywhere
from accounts.actions.second_factor import demand_second_factor
from accounts.actions.storing import end_sessions
from accounts.actions.tokens import make_token, revoke_token
from accounts.answers import NotAllowed, WrongMoment

__all__ = [
    "NotAllowed",
    "WrongMoment",
    "add_person",
    "change_face",
    "change_language",
    "change_phone",
    "change_profile",
    "correct_person",
    "deactivate",
    "demand_second_factor",
    "end_sessions",
    "make_token",
    "reactivate",
    "revoke_token",
    "set_roles",
    "sign_out_everywhere",
]
