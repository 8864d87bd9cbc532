"""The codes that tickets store, with the words the firm's people read."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tickets.lifecycle import Status, WaitingFor

STATUS_WORDS = [
    (Status.NEW.value, pgettext_lazy("status", "New")),
    (Status.OPEN.value, pgettext_lazy("status", "Open")),
    (Status.IN_PROGRESS.value, pgettext_lazy("status", "In progress")),
    (Status.WAITING.value, pgettext_lazy("status", "Waiting")),
    (Status.RESOLVED.value, pgettext_lazy("status", "Resolved")),
    (Status.CLOSED.value, pgettext_lazy("status", "Closed")),
    (Status.CANCELLED.value, pgettext_lazy("status", "Cancelled")),
    (Status.MERGED.value, pgettext_lazy("status", "Merged")),
]
WAITING_WORDS = [
    (WaitingFor.CUSTOMER.value, _("Waiting for the client")),
    (WaitingFor.APPROVAL.value, _("Waiting for approval")),
    (WaitingFor.SUPPLIER.value, _("Waiting for a supplier")),
    (WaitingFor.DELIVERY.value, _("Waiting for a delivery")),
    (WaitingFor.VISIT.value, _("Planned for a visit")),
    (WaitingFor.OURSELVES.value, _("Set aside")),
]


# The same, as the client's people read it.
WAITING_WORDS_OF_CLIENT = {
    WaitingFor.CUSTOMER.value: _("We need your answer"),
    WaitingFor.APPROVAL.value: _("Waiting for your company's approval"),
    WaitingFor.SUPPLIER.value: _("Waiting for the supplier"),
    WaitingFor.DELIVERY.value: _("On order"),
    WaitingFor.VISIT.value: _("Planned for a visit"),
    WaitingFor.OURSELVES.value: _("Looked at later"),
}


class Type(models.TextChoices):
    """What kind of thing was reported."""

    INCIDENT = "incident", _("Incident")
    REQUEST = "request", _("Request")
    QUESTION = "question", _("Question")


class Channel(models.TextChoices):
    """Through which door it came."""

    PORTAL = "portal", _("Web form")
    VISIT_LIST = "visit_list", _("List for the visit")
    WALK_IN = "walk_in", _("Walk-in")
    PHONE = "phone", _("Phone")
    MAIL = "mail", _("Mail")
    API = "api", _("API")
    IMPORT = "import", _("Import")


class Impact(models.IntegerChoices):
    """How many people are hit."""

    COMPANY = 1, _("Everyone")
    TEAM = 2, _("Several of us")
    PERSON = 3, _("Only me")


# The same, as colleagues say it of somebody else.
IMPACT_OF_OTHERS = {
    Impact.COMPANY.value: _("Everyone"),
    Impact.TEAM.value: _("Several people"),
    Impact.PERSON.value: _("One person"),
}


class Urgency(models.IntegerChoices):
    """Whether one can still work."""

    STOPPED = 1, _("No, not at all")
    DIFFICULT = 2, _("With difficulty")
    CAN_WAIT = 3, _("Yes, it can wait")


class Priority(models.IntegerChoices):
    """How important, 1 highest."""

    P1 = 1, pgettext_lazy("priority", "Critical")
    P2 = 2, pgettext_lazy("priority", "High")
    P3 = 3, pgettext_lazy("priority", "Normal")
    P4 = 4, pgettext_lazy("priority", "Low")
    P5 = 5, pgettext_lazy("priority", "Minor")


class Judged(models.TextChoices):
    """How impact and urgency were judged."""

    ASKED = "asked", _("asked")
    ASSUMED = "assumed", _("assumed")
    CONFIRMED = "confirmed", _("confirmed")


class QuestionKind(models.TextChoices):
    """Which chain of escalation a category leads to."""

    TECHNICAL = "technical", _("technical")
    INFRASTRUCTURE = "infrastructure", _("infrastructure or renewal")
    NOT_IT = "not_it", _("not IT")


class SecondLine(models.TextChoices):
    """Where the escalation beside the ticket stands; written by escalation through a ticket action."""

    NONE = "", _("not escalated")
    OFFERED = "offered", _("offered")
    PICKED_UP = "picked_up", _("picked up")
    HANDED_BACK = "handed_back", _("handed back")


class Where(models.TextChoices):
    """Where the time was spent."""

    ON_SITE = "on_site", _("on site")
    REMOTE = "remote", _("remote")
    TRAVEL = "travel", _("travel")
