"""What a person chooses to hear, and which news she has read."""

from collections.abc import Iterable
from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from notifications.habits import Habits
from notifications.topics import AT_ONCE, IN_APP, MORNING, MY_DAY, Topic, why_not

QUIET = ("quiet_starts", "quiet_ends")


def _time_field(label: Any) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        required=False,
        input_formats=["%H:%M", "%H:%M:%S"],
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={"invalid": _("Write a time of the day, for example 22:00.")},
    )


class ReadForm(forms.Form):
    """Which news was read: that of the ticket with this number, that about no ticket, else all.

    stay: the list remains, the ticket does not open. bell: only how much is new is wanted.
    """

    ticket = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    own = forms.BooleanField(required=False)
    stay = forms.BooleanField(required=False)
    bell = forms.BooleanField(required=False)


class ChoicesForm(forms.Form):
    """One field per kind of news, named by its code, and the quiet hours: both times or none."""

    quiet_starts = _time_field(_("From"))
    quiet_ends = _time_field(_("Until"))
    depends = QUIET  # not marked as optional: what stands above them says that there may be none

    def __init__(self, person: User, topics: Iterable[Topic], habits: Habits, data: Any = None) -> None:
        self.topics = list(topics)
        hours = habits.quiet.get(person.pk)
        known = {topic.code: habits.choice(person, topic) for topic in self.topics}
        quiet = {"quiet_starts": hours.starts, "quiet_ends": hours.ends} if hours else {}
        super().__init__(data, initial={**known, **quiet}, auto_id="news_%s")
        for topic in self.topics:
            self.fields[topic.code] = _choice_of(topic, person)

    @property
    def choices(self) -> list[tuple[forms.BoundField, Topic]]:
        """The fields of the kinds of news, in the order of the page."""
        return [(self[topic.code], topic) for topic in self.topics]

    def clean(self) -> None:
        """Refuse half a span."""
        starts, ends = (self.cleaned_data.get(name) for name in QUIET)
        if starts is None and ends is not None and "quiet_starts" not in self.errors:
            self.add_error("quiet_starts", gettext("Write from when it is quiet, or leave both empty."))
        elif ends is None and starts is not None and "quiet_ends" not in self.errors:
            self.add_error("quiet_ends", gettext("Write until when it is quiet, or leave both empty."))

    def chosen(self) -> dict[str, str]:
        """Return the code of the choice by the code of the kind of news."""
        return {topic.code: self.cleaned_data[topic.code] for topic in self.topics}

    def quiet(self) -> tuple[time, time] | None:
        """Return from when until when it is quiet, by the clock of the person; None = never."""
        starts, ends = (self.cleaned_data[name] for name in QUIET)
        return (starts, ends) if starts is not None else None


def _choice_of(topic: Topic, person: User) -> forms.ChoiceField:
    offered = topic.choices(person)
    words = _words_of(topic, is_listed=MORNING in offered)
    # What is locked keeps its place and can be reached; why it is so stands beside it.
    attrs = {"aria-disabled": "true"} if topic.is_locked else {}
    return forms.ChoiceField(
        label=str(topic.words),
        choices=[(code, words[code]) for code in offered],
        widget=forms.RadioSelect(attrs=attrs),
        help_text=str(topic.why_locked),
        error_messages={"required": _("Choose how this comes to you."), "invalid_choice": why_not(topic)},
    )


def _words_of(topic: Topic, *, is_listed: bool) -> dict[str, Any]:
    """Return the words on the tiles: short, because three stand side by side on a phone."""
    if topic is MY_DAY:
        return {AT_ONCE: _("By mail"), IN_APP: _("Not at all")}
    return {
        AT_ONCE: _("By mail, at once") if is_listed else _("By mail"),
        MORNING: _("By mail, in the morning"),
        IN_APP: _("Only here"),
    }
