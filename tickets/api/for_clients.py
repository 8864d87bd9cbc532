"""What people of clients read of their requests: another class than the firm's, with nothing to hide in it."""

from typing import Any

from django.utils import timezone
from rest_framework import serializers

from accounts.api.shapes import Instant
from accounts.models import User
from tickets import client_words
from tickets.api.for_firm import AllowedActionDict, allowed_of
from tickets.lifecycle import Status, WaitingFor
from tickets.models import Message, Ticket, Type
from tickets.permissions import answers_for_client
from tickets.views.portal.presence import facts_of

STATES = {
    Status.NEW: "received",
    Status.OPEN: "received",
    Status.IN_PROGRESS: "in_work",
    Status.WAITING: "waiting",
    Status.RESOLVED: "solved",
    Status.CLOSED: "finished",
    Status.CANCELLED: "stopped",
    Status.MERGED: "joined",
}
PROMISES = ["", "hear_before", "start", "call"]


class ClientRow(serializers.Serializer[Ticket]):
    """A request in a list."""

    number = serializers.IntegerField(source="pk")
    title = serializers.CharField()
    state = serializers.SerializerMethodField()
    waits_for_you = serializers.SerializerMethodField()
    asked_by = serializers.CharField(source="requester.name")
    looked_after_by = serializers.CharField(source="contact.name", default=None, allow_null=True)
    opened_at = Instant()
    solved_at = Instant(source="resolved_at", allow_null=True)
    solution = serializers.SerializerMethodField()

    def get_state(self, ticket: Ticket) -> str:
        """Return where it stands: received, in_work, waiting, solved, finished, stopped or joined."""
        return STATES[Status(ticket.status)]

    def get_waits_for_you(self, ticket: Ticket) -> bool:
        """Return whether we need an answer first."""
        return ticket.waiting_for == WaitingFor.CUSTOMER

    def get_solution(self, ticket: Ticket) -> str | None:
        """Return how it was solved, when that is for the client too."""
        solved = ticket.resolved_at is not None and ticket.solution is not None and ticket.solution_is_public
        return ticket.solution.text if solved and ticket.solution else None


class Promise(serializers.Serializer[client_words.Promise]):
    """What comes next: we are heard before ``at``, we start ``at``, or call us."""

    code = serializers.ChoiceField(choices=PROMISES)
    at = Instant(allow_null=True)


class ClientTicket(ClientRow):
    """One request, with what this person may do now."""

    type = serializers.ChoiceField(choices=Type.values)
    company = serializers.CharField(source="client.name")
    place = serializers.CharField(source="site.name", default=None, allow_null=True)
    private = serializers.BooleanField(source="confidential")
    wanted_on = serializers.DateField(allow_null=True)
    finished_at = Instant(source="closed_at", allow_null=True)
    finishes_itself_at = Instant(source="closes_at", allow_null=True)
    with_a_specialist = serializers.SerializerMethodField()
    promise = serializers.SerializerMethodField()
    allowed_actions = serializers.SerializerMethodField()

    def get_with_a_specialist(self, ticket: Ticket) -> bool:
        """Return whether a specialist colleague looks along."""
        return client_words.is_together(facts_of(ticket))

    def get_promise(self, ticket: Ticket) -> dict[str, Any]:
        """Return what comes next, as Promise describes it."""
        return dict(Promise(client_words.promise(facts_of(ticket), timezone.now())).data)

    def get_allowed_actions(self, ticket: Ticket) -> dict[str, AllowedActionDict]:
        """Return by verb whether this reader may do it now, and if not, why not."""
        reader: User = self.context["reader"]
        return allowed_of(answers_for_client(reader, ticket))


class ClientMessage(serializers.Serializer[Message]):
    """Words on a request."""

    author = serializers.CharField(source="author.name")
    is_from_firm = serializers.BooleanField(source="author.is_of_firm")
    written_at = Instant()
    body = serializers.CharField()


class ClientPage(serializers.Serializer[Any]):
    """Some requests; ``after`` goes on from here, "" at the end."""

    rows = ClientRow(many=True)
    after = serializers.CharField()


class ClientMessages(serializers.Serializer[Any]):
    """Some messages, oldest first; ``after`` goes on from here, "" at the end."""

    rows = ClientMessage(many=True)
    after = serializers.CharField()


class ClientPlace(serializers.Serializer[Any]):
    """Where this person can need help; ``code`` is what a report sends as ``where``."""

    code = serializers.CharField()
    company = serializers.CharField(source="client.name")
    place = serializers.CharField(source="site.name", default=None, allow_null=True)
    is_own = serializers.BooleanField()


class ClientPlaces(serializers.Serializer[Any]):
    """All of them."""

    rows = ClientPlace(many=True)
