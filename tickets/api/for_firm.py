"""What people of the firm read of tickets."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from rest_framework import serializers

from accounts.answers import Answer
from accounts.api.shapes import Instant
from accounts.models import User
from tickets.lifecycle import Status, WaitingFor
from tickets.models import Channel, Judged, SecondLine, Ticket, Type
from tickets.permissions import answers_for_firm
from tickets.reasons import reason_of
from tickets.timeline import affected_of

STATUSES = [status.value for status in Status]


class Named(serializers.Serializer[Any]):
    """Something with a key and a name: a person, a client, a place, a category."""

    id = serializers.IntegerField(source="pk")
    name = serializers.CharField()


class AllowedAction(serializers.Serializer[Any]):
    """Whether a verb is allowed now, and if not, why not."""

    allowed = serializers.BooleanField(source="is_allowed")
    reason = serializers.CharField()


class FirmRow(serializers.Serializer[Ticket]):
    """A ticket in a list. ``reason``: why it stands at its place, "" outside the queue."""

    number = serializers.IntegerField(source="pk")
    title = serializers.CharField()
    client = serializers.CharField(source="client.name")
    site = serializers.CharField(source="site.name", default=None, allow_null=True)
    requester = serializers.CharField(source="requester.name")
    assignee = serializers.CharField(source="assignee.name", default=None, allow_null=True)
    priority = serializers.IntegerField()
    is_unconfirmed = serializers.BooleanField()
    status = serializers.ChoiceField(choices=STATUSES)
    waiting_for = serializers.ChoiceField(choices=["", *(one.value for one in WaitingFor)])
    second_line = serializers.ChoiceField(choices=SecondLine.values)
    opened_at = Instant()
    responded_at = Instant(allow_null=True)
    resolved_at = Instant(allow_null=True)
    respond_due_at = Instant(allow_null=True)
    resolve_due_at = Instant(allow_null=True)
    is_late = serializers.SerializerMethodField()
    reason = serializers.SerializerMethodField()

    def get_is_late(self, ticket: Ticket) -> bool:
        """Return whether its earliest running deadline has passed."""
        return ticket.is_late(self._at)

    def get_reason(self, ticket: Ticket) -> str:
        """Return why it stands at its place, in the reader's language."""
        reason = reason_of(ticket, self._at)
        return reason.words if reason else ""

    @property
    def _at(self) -> datetime:
        at: datetime = self.context["at"]
        return at


class FirmTicket(serializers.Serializer[Ticket]):
    """One ticket, with what this person may do now (escalation has its own address)."""

    number = serializers.IntegerField(source="pk")
    version = serializers.IntegerField()
    title = serializers.CharField()
    type = serializers.ChoiceField(choices=Type.values)
    channel = serializers.ChoiceField(choices=Channel.values)
    client = Named()
    site = Named(allow_null=True)
    requester = Named()
    contact = Named(allow_null=True)
    assignee = Named(allow_null=True)
    affected = serializers.SerializerMethodField()
    category = Named(allow_null=True)
    problem = serializers.IntegerField(source="problem_id", allow_null=True)
    impact = serializers.IntegerField()
    urgency = serializers.IntegerField()
    judged = serializers.ChoiceField(choices=Judged.values)
    priority = serializers.IntegerField()
    calculated_priority = serializers.IntegerField()
    is_unconfirmed = serializers.BooleanField()
    confidential = serializers.BooleanField()
    status = serializers.ChoiceField(choices=STATUSES)
    waiting_for = serializers.ChoiceField(choices=["", *(one.value for one in WaitingFor)])
    waiting_until = Instant(allow_null=True)
    wanted_on = serializers.DateField(allow_null=True)
    second_line = serializers.ChoiceField(choices=SecondLine.values)
    solution = serializers.CharField(source="solution.text", default=None, allow_null=True)
    solution_is_public = serializers.BooleanField()
    solved_on_the_spot = serializers.BooleanField()
    reopen_count = serializers.IntegerField()
    opened_at = Instant()
    responded_at = Instant(allow_null=True)
    resolved_at = Instant(allow_null=True)
    closed_at = Instant(allow_null=True)
    closes_at = Instant(allow_null=True)
    respond_due_at = Instant(allow_null=True)
    resolve_due_at = Instant(allow_null=True)
    reason = serializers.SerializerMethodField()
    allowed_actions = serializers.SerializerMethodField()

    def get_affected(self, ticket: Ticket) -> list[str]:
        """Return the names of those who have it too, or for whom it was reported."""
        return affected_of(ticket)

    def get_reason(self, ticket: Ticket) -> str:
        """Return why it stands at its place in the queue, "" outside it."""
        reason = reason_of(ticket, timezone.now())
        return reason.words if reason else ""

    def get_allowed_actions(self, ticket: Ticket) -> dict[str, "AllowedActionDict"]:
        """Return by verb whether this reader may do it now, and if not, why not."""
        reader: User = self.context["reader"]
        return allowed_of(answers_for_firm(reader, ticket))


class FirmMessage(serializers.Serializer[Any]):
    """Words on a ticket; ``is_public`` false = a note, only for the firm."""

    id = serializers.IntegerField(source="pk")
    author = Named()
    is_public = serializers.BooleanField()
    written_at = Instant()
    body = serializers.CharField()


class FirmPage(serializers.Serializer[Any]):
    """Some rows; ``after`` goes on from here, "" at the end."""

    rows = FirmRow(many=True)
    after = serializers.CharField()


class FirmMessages(serializers.Serializer[Any]):
    """Some messages, oldest first; ``after`` goes on from here, "" at the end."""

    rows = FirmMessage(many=True)
    after = serializers.CharField()


class AllNamed(serializers.Serializer[Any]):
    """All that one can choose from."""

    rows = Named(many=True)


AllowedActionDict = dict[str, bool | str]


def allowed_of(answers: dict[str, Answer]) -> dict[str, AllowedActionDict]:
    """Return the answers of permissions as the API says them."""
    return {verb: {"allowed": bool(said), "reason": str(said.reason)} for verb, said in answers.items()}
