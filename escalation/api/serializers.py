"""What people of the firm send and read of escalations."""

from typing import Any

from rest_framework import serializers

from accounts.answers import Answer
from accounts.api.shapes import Input, Instant, Words
from escalation.models import Escalation, Level, Standing
from tickets.api.for_firm import AllowedActionDict, Named, allowed_of

STANDINGS = Standing.values


class Handover(Input):
    """What it is about, what is wrong, what was tried, what is needed."""

    once = serializers.UUIDField(required=False)
    category = serializers.IntegerField()
    wrong = Words()
    tried = Words()
    needed = Words()


class HandBack(Input):
    """What was done, and what is still needed on site."""

    done = Words()
    needed_on_site = Words()


class EscalationRow(serializers.Serializer[Escalation]):
    """An escalation with its handover."""

    id = serializers.IntegerField(source="pk")
    ticket = serializers.IntegerField(source="ticket_id")
    title = serializers.CharField(source="ticket.title")
    client = serializers.CharField(source="ticket.client.name")
    site = serializers.CharField(source="ticket.site.name", default=None, allow_null=True)
    contact = Named(source="ticket.contact", allow_null=True)
    priority = serializers.IntegerField(source="ticket.priority")
    status = serializers.ChoiceField(choices=STANDINGS)
    level = serializers.ChoiceField(choices=Level.values, source="step.level")
    escalated_by = Named(allow_null=True)
    offered_at = Instant()
    acknowledge_due_at = Instant()
    picked_up_by = Named(allow_null=True)
    picked_up_at = Instant(allow_null=True)
    ended_at = Instant(allow_null=True)
    wrong = serializers.CharField(source="wrong.text")
    tried = serializers.CharField(source="tried.text")
    needed = serializers.CharField(source="needed.text")
    done = serializers.CharField(source="done.text", default=None, allow_null=True)
    needed_on_site = serializers.CharField(source="needed_on_site.text", default=None, allow_null=True)


class Offers(serializers.Serializer[Any]):
    """What is offered to me, what I have, what went back in the last week."""

    offered = EscalationRow(many=True)
    picked_up = EscalationRow(many=True)
    handed_back = EscalationRow(many=True)


class OfTicket(serializers.Serializer[Any]):
    """The second line of one ticket: the live one, if any, to whom it is offered, the past ones, what I may do."""

    live = EscalationRow(allow_null=True)
    offered_to = Named(many=True)
    past = EscalationRow(many=True)
    allowed_actions = serializers.SerializerMethodField()

    def get_allowed_actions(self, found: dict[str, Any]) -> dict[str, AllowedActionDict]:
        """Return by verb whether this reader may do it now, and if not, why not."""
        may: dict[str, Answer] = found["may"]
        return allowed_of(may)
