"""Companies and their places, who works there and who serves them, when it is open; one module per noun."""

from sites.models.client import Client, MailDomain, ServiceModel, Site
from sites.models.event import ClientEvent
from sites.models.opening import ClosingDay, OpeningHours, Weekday
from sites.models.people import ROLE_OF_FUNCTION, Assignment, Function, Membership, Span, Standing

__all__ = [
    "ROLE_OF_FUNCTION",
    "Assignment",
    "Client",
    "ClientEvent",
    "ClosingDay",
    "Function",
    "MailDomain",
    "Membership",
    "OpeningHours",
    "ServiceModel",
    "Site",
    "Span",
    "Standing",
    "Weekday",
]
