"""What the firm's people fill in on a ticket. Shape only: actions decide."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from tickets.forms.fields import OnceField, WordsField
from tickets.models import Category, Priority, Where
from tickets.solutions import needs_words

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
    """Words on a ticket: the button says who reads them."""

    once = OnceField()
    body = WordsField(label=_("Your words"), error_messages={"required": _("Write something first.")})

    def __init__(self, sent: Mapping[str, Any] | None = None, *, draft: str) -> None:
        super().__init__(sent, auto_id="write_%s")
        self.fields["body"].widget.attrs["data-draft"] = draft


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
