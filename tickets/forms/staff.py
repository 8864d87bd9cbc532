"""What the firm's people fill in on a ticket. Shape only: actions decide."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.moments import local_time
from tickets import events, waits
from tickets.forms.fields import OnceField, WordsField
from tickets.lifecycle import WaitingFor
from tickets.models import WAITING_WORDS, Category, Priority, Where
from tickets.solutions import needs_words
from visits.models import Visit

LONGEST_SENTENCE = 500
A_DAY = 1440


class SentenceField(forms.CharField):
    """One or two sentences."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=LONGEST_SENTENCE, widget=forms.Textarea(attrs={"rows": 2}), **kwargs)
        self.error_messages["max_length"] = _("Write at most 500 characters.")


class VersionField(forms.IntegerField):
    """Which version of the ticket the person saw."""

    def __init__(self) -> None:
        super().__init__(min_value=0, widget=forms.HiddenInput)


class MinutesField(forms.IntegerField):
    """Minutes worked, at most a day."""

    def __init__(self, **kwargs: Any) -> None:
        wrong = _("Write the minutes, from 0 to 1440.")
        messages = {"required": _("Write how many minutes it took."), "invalid": wrong}
        messages |= {"min_value": wrong, "max_value": wrong}
        widget = forms.NumberInput(attrs={"inputmode": "numeric", "class": "minutes"})
        super().__init__(min_value=0, max_value=A_DAY, error_messages=messages, widget=widget, **kwargs)


class Write(forms.Form):
    """Words on a ticket: the button says who reads them, one choice beside it what follows."""

    once = OnceField()
    version = VersionField()
    then = forms.ChoiceField(
        label=_("then"),
        choices=[("", _("nothing more")), (WaitingFor.CUSTOMER.value, _("wait for the answer"))],
        required=False,
        widget=forms.Select,
    )
    body = WordsField(label=_("Your words"), error_messages={"required": _("Write something first.")})

    def __init__(self, sent: Mapping[str, Any] | None = None, *, draft: str, version: int | None = None) -> None:
        """draft: under which name the browser keeps unsent words; version: the one that is shown."""
        super().__init__(sent, auto_id="write_%s", initial={"version": version})
        self.fields["body"].widget.attrs["data-draft"] = draft
        self.fields["version"].required = False


class Wait(forms.Form):
    """For whom or what, until when; what is to be approved."""

    version = VersionField()
    waiting_for = forms.ChoiceField(
        label=_("What does it wait for?"),
        choices=WAITING_WORDS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what it waits for."), "invalid_choice": _("Choose what it waits for.")},
    )
    day = forms.DateField(
        label=_("Until when"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_(
            "A delivery and what is set aside need a day. Else the client has three opening days, an approval and a supplier five."
        ),
        error_messages={"invalid": _("Choose a day.")},
    )
    visit = forms.TypedChoiceField(label=_("Which visit? (only for a visit)"), required=False, empty_value=None)
    words = SentenceField(label=_("What is to be approved and what it costs; else a note for us"), required=False)

    def __init__(self, *args: Any, visits: Sequence[Visit], zone: str, **kwargs: Any) -> None:
        """visits: those to come at the place of the ticket; zone: in which they are read."""
        super().__init__(*args, **kwargs)
        of_key = {str(visit.pk): visit for visit in visits}
        field = self.fields["visit"]
        if isinstance(field, forms.TypedChoiceField):
            field.choices = [
                ("", _("none")),
                *((key, f"{local_time(one.starts_at, zone)} · {one.fso.name}") for key, one in of_key.items()),
            ]
            field.coerce = of_key.__getitem__

    def clean(self) -> dict[str, Any]:
        """Ask for what this wait needs."""
        said = self.cleaned_data
        waiting_for, day = said.get("waiting_for"), said.get("day")
        if waiting_for in waits.ASKED and day is None and "day" not in self.errors:
            self.add_error("day", _("Choose until when to wait."))
        if day is not None and day <= timezone.localdate():
            self.add_error("day", _("Choose a later day."))
        if waiting_for == WaitingFor.VISIT and said.get("visit") is None and "visit" not in self.errors:
            self.add_error("visit", _("Choose the visit it waits for."))
        if waiting_for != WaitingFor.VISIT:
            said["visit"] = None
        if waiting_for == WaitingFor.APPROVAL and not said.get("words") and "words" not in self.errors:
            self.add_error("words", _("Write what is to be approved, and what it costs."))
        return said


class Speak(forms.Form):
    """Where one spoke with the client, when, and what was said."""

    once = OnceField()
    where = forms.ChoiceField(
        label=_("Where?"),
        choices=[(events.AT_DESK, _("At her or his desk")), (events.BY_PHONE, _("By phone"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose where you spoke."), "invalid_choice": _("Choose where you spoke.")},
    )
    spoken_at = forms.DateTimeField(
        label=_("When? (empty = now)"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
        error_messages={"invalid": _("Choose a day and an hour.")},
    )
    words = SentenceField(label=_("What was said, in one sentence (the client reads it too)"), required=False)


class Seen(forms.Form):
    """One tap on what the person saw."""

    version = VersionField()


class Resolve(forms.Form):
    """How it was solved and how long it took; a sentence that solved another one can be taken as it is."""

    minutes = MinutesField(label=_("Minutes"))
    like = forms.ChoiceField(
        label=_("Solved like one of the last ones?"),
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose one, or write how it was solved.")},
    )
    how = SentenceField(label=_("How was it solved, in one sentence?"), required=False)
    is_public = forms.ChoiceField(
        label=_("Who reads how it was solved?"),
        choices=[("yes", _("The client too")), ("no", _("Only us"))],
        initial="yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who reads it.")},
    )
    where = forms.ChoiceField(
        label=_("Where?"),
        choices=[(Where.REMOTE.value, _("Remote")), (Where.ON_SITE.value, _("On site"))],
        initial=Where.REMOTE.value,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose where you worked.")},
    )
    on_the_spot = forms.BooleanField(label=_("Solved on the spot"), required=False)

    depends = ("how",)

    def __init__(self, *args: Any, solutions: Sequence[str] = (), **kwargs: Any) -> None:
        """solutions: sentences to choose from."""
        super().__init__(*args, **kwargs)
        like = self.fields["like"]
        if solutions and isinstance(like, forms.ChoiceField):
            like.choices = [(text, text) for text in solutions]
        else:
            del self.fields["like"]

    def clean(self) -> dict[str, Any]:
        """Ask for the sentence where one is needed."""
        cleaned = self.cleaned_data
        if cleaned.get("how") == "" and cleaned.get("like"):
            cleaned["how"] = cleaned["like"]
        says_nothing = cleaned.get("how") == "" and "minutes" in cleaned
        if says_nothing and needs_words(cleaned["minutes"], on_the_spot=cleaned["on_the_spot"]):
            self.add_error("how", _("Write in one sentence how it was solved."))
        return cleaned


class Assign(forms.Form):
    """To which colleague."""

    version = VersionField()
    to = forms.TypedChoiceField(
        label=_("To whom?"), widget=forms.RadioSelect, error_messages={"required": _("Choose a colleague.")}
    )

    def __init__(self, *args: Any, colleagues: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        of_key = {str(person.pk): person for person in colleagues}
        field = self.fields["to"]
        if isinstance(field, forms.TypedChoiceField):
            field.choices = [(key, person.name) for key, person in of_key.items()]
            field.coerce = of_key.__getitem__


class Categorize(forms.Form):
    """What it is about."""

    version = VersionField()
    category = forms.TypedChoiceField(label=_("Category"), error_messages={"required": _("Choose a category.")})

    def __init__(self, *args: Any, categories: Sequence[Category], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        of_key = {str(category.pk): category for category in categories}
        field = self.fields["category"]
        if isinstance(field, forms.TypedChoiceField):
            field.choices = [("", _("Choose…")), *((key, category.name) for key, category in of_key.items())]
            field.coerce = of_key.__getitem__


class OverridePriority(forms.Form):
    """Another priority than the calculated one, and why."""

    version = VersionField()
    priority = forms.TypedChoiceField(
        label=_("Priority"),
        choices=Priority.choices,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a priority.")},
    )
    reason = SentenceField(label=_("Why?"), error_messages={"required": _("Write why it is more or less urgent.")})


class Cancel(forms.Form):
    """Why it is stopped."""

    reason = SentenceField(label=_("Why is it stopped?"), error_messages={"required": _("Write why it is stopped.")})


class Reopen(forms.Form):
    """What is not solved."""

    reason = SentenceField(label=_("What is not solved?"), required=False)
