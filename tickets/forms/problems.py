"""What is filled in on a known problem. Shape only: actions decide."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from sites.models import Client
from tickets.actions import Described
from tickets.forms.fields import OnceField
from tickets.forms.staff import VersionField
from tickets.models import Problem
from tickets.problems import Place

LONGEST_WORKAROUND, LONGEST_PUBLIC = 4000, 2000
UNSOLVED = [(state.value, state.label) for state in Problem.State if state != Problem.State.GONE]


class TextField(forms.CharField):
    """A few lines."""

    def __init__(self, *, most: int, rows: int = 3, **kwargs: Any) -> None:
        super().__init__(max_length=most, required=False, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)
        self.error_messages["max_length"] = _("This is too long. Write at most %(limit_value)d characters.")


class MomentField(forms.DateTimeField):
    """A moment to come, in the reader's zone."""

    def __init__(self, **kwargs: Any) -> None:
        wrong = _("Choose a day and an hour.")
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        messages = {"required": wrong, "invalid": wrong}
        formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]
        super().__init__(input_formats=formats, widget=widget, error_messages=messages, **kwargs)

    def clean(self, value: Any) -> datetime | None:
        """Return the instant. Raises ValidationError for one that has passed."""
        moment: datetime | None = super().clean(value)
        if moment is not None and moment <= timezone.now():
            raise forms.ValidationError(_("Choose a moment that is still to come."))
        return moment


class Describe(forms.Form):
    """What it is and what to do meanwhile, among ourselves, and who sees to it."""

    version = VersionField()
    what = forms.CharField(
        label=_("What is it?"),
        max_length=255,
        help_text=_("Only we read this."),
        error_messages={
            "required": _("Write what it is, in one sentence."),
            "max_length": _("Write at most 255 characters."),
        },
    )
    workaround = TextField(label=_("What to do meanwhile"), most=LONGEST_WORKAROUND, help_text=_("Only we read this."))
    owner = forms.TypedChoiceField(label=_("Owner"), required=False, empty_value=None)
    state = forms.ChoiceField(
        label=_("State"),
        choices=UNSOLVED,
        widget=forms.RadioSelect,
        initial=UNSOLVED[0][0],
        error_messages={"required": _("Choose how far it is.")},
    )

    def __init__(self, *args: Any, owners: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields["owner"], owners, _("nobody yet"))

    @property
    def told(self) -> Described:
        """What was filled in, once the form is valid."""
        said = self.cleaned_data
        return Described(said["what"], said["workaround"], said["owner"], said["state"])


class Note(forms.Form):
    """A problem that nobody noted before. One of no client alone is noted with no client chosen."""

    once = OnceField()
    client = forms.TypedChoiceField(label=_("Client"), required=False, empty_value=None)
    what = Describe.base_fields["what"]
    workaround = Describe.base_fields["workaround"]

    def __init__(self, *args: Any, clients: Sequence[Client], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields["client"], clients, _("of no client alone"))

    @property
    def told(self) -> Described:
        """What was filled in, once the form is valid."""
        return Described(self.cleaned_data["what"], self.cleaned_data["workaround"])


class PublicWords(forms.Form):
    """What people of clients read, in each language of theirs. ``needed``: whether nothing is too little."""

    version = VersionField()
    public_en = TextField(label=_("What they read, in English"), most=LONGEST_PUBLIC)
    public_fr = TextField(label=_("What they read, in French"), most=LONGEST_PUBLIC)
    public_nl = TextField(label=_("What they read, in Dutch"), most=LONGEST_PUBLIC)

    nothing = _("Write what they read, in one language at least.")

    def __init__(self, *args: Any, needed: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.needed = needed

    @property
    def words(self) -> dict[str, str]:
        """The words by language, once the form is valid."""
        return {code: self.cleaned_data[f"public_{code}"] for code in ("en", "fr", "nl")}

    def clean(self) -> dict[str, Any]:
        """Ask for words in one language."""
        said = self.cleaned_data
        names = ("public_en", "public_fr", "public_nl")
        if self.needed and not self.errors.keys() & set(names) and not any(said.get(name) for name in names):
            self.add_error("public_en", self.nothing)
        return said


class Announce(PublicWords):
    """To whom, in which words, and when they hear more."""

    places = forms.TypedMultipleChoiceField(
        label=_("Who reads it?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose to whom it is announced.")},
    )
    next_word_at = MomentField(label=_("Next word"), help_text=_("They read when they hear more, and wait for it."))

    def __init__(self, *args: Any, places: Sequence[Place], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        of_code = {place.code: place for place in places}
        field = self.fields["places"]
        if isinstance(field, forms.TypedMultipleChoiceField):
            field.choices = [(code, _words_of(place)) for code, place in of_code.items()]
            field.coerce = of_code.__getitem__


class Solve(PublicWords):
    """What they read now that it is over."""

    nothing = _("Write what they read now that it is solved.")


class Link(forms.Form):
    """On which problem."""

    problem = forms.IntegerField(error_messages={"required": _("Choose a known problem.")})


def announced_now(problem: Problem, places: Sequence[Place]) -> Mapping[str, Any]:
    """Return what stands in the form of a problem that is announced at these places."""
    words = {f"public_{code}": text for code, text in problem.words.items()}
    return {
        **words,
        "version": problem.version,
        "places": [place.code for place in places],
        "next_word_at": None if problem.is_word_overdue() else problem.next_word_at,
    }


def _offer(field: forms.Field, rows: Sequence[Any], nothing: Any) -> None:
    of_key = {str(row.pk): row for row in rows}
    if isinstance(field, forms.TypedChoiceField):
        field.choices = [("", nothing), *((key, row.name) for key, row in of_key.items())]
        field.coerce = of_key.__getitem__


def _words_of(place: Place) -> str:
    if place.client is None:
        return str(_("Every client"))
    if place.site is None:
        return str(_("%(client)s, all of it")) % {"client": place.client.name}
    return str(_("%(client)s, %(site)s")) % {"client": place.client.name, "site": place.site.name}
