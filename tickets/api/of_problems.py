"""What each side reads of known problems, and what the firm sends about them."""

from typing import Any

from rest_framework import serializers

from accounts.api.shapes import Input, Instant
from tickets.api.for_firm import Named
from tickets.models import Problem
from tickets.problems import Announced


class FirmProblem(serializers.Serializer[Problem]):
    """A known problem with its weight. ``client`` null: of no client alone. ``workaround`` is for people of the firm."""

    number = serializers.IntegerField(source="pk")
    version = serializers.IntegerField()
    what = serializers.CharField()
    workaround = serializers.CharField()
    client = Named(allow_null=True)
    site = Named(allow_null=True)
    owner = Named(allow_null=True)
    state = serializers.ChoiceField(choices=Problem.State.values)
    public_words = serializers.SerializerMethodField()
    next_word_at = Instant(allow_null=True)
    noted_at = Instant()
    gone_at = Instant(allow_null=True)
    people = serializers.IntegerField(source="people_count")
    tickets = serializers.IntegerField(source="tickets_count")
    minutes = serializers.IntegerField()

    def get_public_words(self, problem: Problem) -> dict[str, str]:
        """Return what people of clients read, by language."""
        return problem.words


class FirmProblems(serializers.Serializer[Any]):
    """The heaviest first, at most 100."""

    rows = FirmProblem(many=True)


class Refused(serializers.Serializer[Any]):
    """A ticket that stays open, and why."""

    number = serializers.IntegerField(source="ticket.pk")
    reason = serializers.CharField()


class SolvedProblem(serializers.Serializer[Any]):
    """What became of the tickets on it. ``unseen``: how many stay open that you may not see."""

    solved = serializers.SerializerMethodField()
    refused = Refused(many=True)
    unseen = serializers.IntegerField()

    def get_solved(self, solved: Any) -> list[int]:
        """Return the numbers of the tickets that are solved with it."""
        return [ticket.pk for ticket in solved.tickets]


class ClientProblem(serializers.Serializer[Announced]):
    """What we know already, in words for you. ``is_mine``: you said that you have it too."""

    number = serializers.IntegerField(source="pk")
    words = serializers.CharField()
    next_word_at = Instant(allow_null=True)
    is_mine = serializers.BooleanField()


class ClientProblems(serializers.Serializer[Any]):
    """All that is announced to you."""

    rows = ClientProblem(many=True)


class Note(Input):
    """A problem that nobody noted. ``client`` left out: of no client alone."""

    once = serializers.UUIDField(required=False)
    client = serializers.IntegerField(required=False)
    what = serializers.CharField()
    workaround = serializers.CharField(required=False, allow_blank=True)


class Describe(Input):
    """What it is and what to do meanwhile, who owns it, how far it is. ``version``: the one that was read."""

    version = serializers.IntegerField()
    what = serializers.CharField()
    workaround = serializers.CharField(allow_blank=True)
    owner = serializers.IntegerField(allow_null=True)
    state = serializers.ChoiceField(choices=[state.value for state in Problem.State if state != Problem.State.GONE])


class PublicWords(Input):
    """What people of clients read, by language. ``version``: the one that was read."""

    version = serializers.IntegerField()
    en = serializers.CharField(required=False, allow_blank=True)
    fr = serializers.CharField(required=False, allow_blank=True)
    nl = serializers.CharField(required=False, allow_blank=True)


class AnnouncedAt(Input):
    """A client, or one of its sites; both null: every client."""

    client = serializers.IntegerField(allow_null=True)
    site = serializers.IntegerField(allow_null=True, required=False)


class Announce(PublicWords):
    """To whom, in which words, and when they hear more: an instant with its offset."""

    places = AnnouncedAt(many=True)
    next_word_at = serializers.DateTimeField()


class Link(Input):
    """On which known problem."""

    problem = serializers.IntegerField()
