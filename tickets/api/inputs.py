"""What people send about tickets. Types only; the sentences about too little and too much are those of the pages' forms."""

from rest_framework import serializers

from accounts.api.shapes import Input, Words
from tickets.events import AT_DESK, BY_PHONE
from tickets.forms.fields import LONGEST_NAME, LONGEST_PHONE
from tickets.lifecycle import WaitingFor
from tickets.models import Channel, Type, Where


class Report(Input):
    """What is wrong, needed or asked. ``where``: the code of a place, needed when there are several.

    impact: 1 everyone, 2 several, 3 only me. urgency: 1 cannot work, 2 with difficulty, 3 it can wait.
    """

    once = serializers.UUIDField(required=False)
    type = serializers.ChoiceField(choices=Type.values, default=Type.INCIDENT.value)
    what = Words()
    impact = serializers.IntegerField(min_value=1, max_value=3, required=False)
    urgency = serializers.IntegerField(min_value=1, max_value=3, required=False)
    wanted_on = serializers.DateField(required=False)
    where = serializers.CharField(required=False, max_length=50)
    phone = serializers.CharField(required=False, max_length=LONGEST_PHONE)
    for_whom = serializers.CharField(required=False, max_length=LONGEST_NAME)
    confidential = serializers.BooleanField(default=False)


class Record(Input):
    """What somebody of a client said. ``person``, else ``name`` of somebody new; ``minutes`` = solved on the spot.

    problem: the known problem on which it hangs.
    """

    once = serializers.UUIDField(required=False)
    client = serializers.IntegerField()
    person = serializers.IntegerField(required=False)
    name = serializers.CharField(required=False, max_length=LONGEST_NAME)
    phone = serializers.CharField(required=False, max_length=LONGEST_PHONE)
    channel = serializers.ChoiceField(choices=[Channel.PHONE.value, Channel.WALK_IN.value])
    what = Words()
    type = serializers.ChoiceField(choices=Type.values, default=Type.INCIDENT.value)
    impact = serializers.IntegerField(min_value=1, max_value=3, required=False)
    urgency = serializers.IntegerField(min_value=1, max_value=3, required=False)
    site = serializers.IntegerField(required=False)
    category = serializers.IntegerField(required=False)
    problem = serializers.IntegerField(required=False)
    minutes = serializers.IntegerField(required=False)
    how = serializers.CharField(required=False)


class Say(Input):
    """Some words."""

    once = serializers.UUIDField(required=False)
    body = Words()


class Wait(Input):
    """For whom or what, until which date of the place ("" = as long as is usual). ``version``: the one that was read.

    visit: for a visit only. words: for an approval what it is and costs, which the client contact reads; else a note for the firm.
    """

    waiting_for = serializers.ChoiceField(choices=[one.value for one in WaitingFor])
    day = serializers.DateField(required=False)
    visit = serializers.IntegerField(required=False)
    words = serializers.CharField(required=False, allow_blank=True)
    version = serializers.IntegerField()


class Seen(Input):
    """``version``: the one that was read."""

    version = serializers.IntegerField()


class Speak(Input):
    """Where you spoke with the client, when (now, if it is not said), and what was said: the client reads it too."""

    once = serializers.UUIDField(required=False)
    where = serializers.ChoiceField(choices=[AT_DESK, BY_PHONE])
    spoken_at = serializers.DateTimeField(required=False)
    words = serializers.CharField(required=False, allow_blank=True)


class Decide(Input):
    """A sentence beside the decision; needed to refuse."""

    body = Words(required=False)


class Assign(Input):
    """To which colleague. ``version``: the one that was read."""

    to = serializers.IntegerField()
    version = serializers.IntegerField()


class Resolve(Input):
    """How it was solved and how long it took. ``is_public``: whether the client reads how."""

    minutes = serializers.IntegerField()
    how = serializers.CharField(required=False, allow_blank=True)
    is_public = serializers.BooleanField(default=True)
    on_the_spot = serializers.BooleanField(default=False)
    where = serializers.ChoiceField(choices=[Where.REMOTE.value, Where.ON_SITE.value], default=Where.REMOTE.value)


class Categorize(Input):
    """What it is about. ``version``: the one that was read."""

    category = serializers.IntegerField()
    version = serializers.IntegerField()


class OverridePriority(Input):
    """Another priority than the calculated one, and why. ``version``: the one that was read."""

    priority = serializers.IntegerField(min_value=1, max_value=5)
    reason = serializers.CharField()
    version = serializers.IntegerField()


class Cancel(Input):
    """Why it is stopped."""

    reason = serializers.CharField()


class Reopen(Input):
    """What is not solved, if it is said."""

    reason = serializers.CharField(required=False, allow_blank=True)


class ConfirmReach(Input):
    """How many are really hit."""

    impact = serializers.IntegerField(min_value=1, max_value=3)
