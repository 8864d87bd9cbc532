"""What can be done with clients, their people, and who serves them: one function per use case.

Each locks, asks whether it is allowed, changes and records one event, in one transaction.
"""

from accounts.answers import NotAllowed, WrongMoment
from sites.actions.assignments import assign_person, end_assignment
from sites.actions.clients import add_client, add_mail_domain, add_site, change_client, change_site, open_client
from sites.actions.opening import add_closing_day, set_opening_hours, set_service_window, withdraw_closing_day
from sites.actions.people import add_member, add_person_of_client, change_membership, end_membership, join_by_address

__all__ = [
    "NotAllowed",
    "WrongMoment",
    "add_client",
    "add_closing_day",
    "add_mail_domain",
    "add_member",
    "add_person_of_client",
    "add_site",
    "assign_person",
    "change_client",
    "change_membership",
    "change_site",
    "end_assignment",
    "end_membership",
    "join_by_address",
    "open_client",
    "set_opening_hours",
    "set_service_window",
    "withdraw_closing_day",
]
