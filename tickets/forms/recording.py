"""A call or a walk-in, written down while somebody speaks."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from sites.models import Client, Site
from tickets.actions import Caller, Report, SolvedNow
from tickets.callers import Known
from tickets.forms.fields import LONGEST_NAME, OnceField, PhoneField, WordsField
from tickets.forms.staff import MinutesField, SentenceField
from tickets.models import CallBack, Category, Channel, Impact, Problem, Type, Urgency

NEW = "new"
NOT_ASKED = ("", _("not asked"))
SPOKEN_IMPACT = [
    NOT_ASKED,
    (Impact.PERSON.value, _("Only the caller")),
    (Impact.TEAM.value, _("Several people")),
    (Impact.COMPANY.value, _("Everybody")),
]
SPOKEN_URGENCY = [
    NOT_ASKED,
    (Urgency.CAN_WAIT.value, _("Yes, it can wait")),
    (Urgency.DIFFICULT.value, _("With difficulty")),
    (Urgency.STOPPED.value, _("No, not at all")),
]


class Record(forms.Form):
    """Who, what, the two questions as one says them. ``solved_now``: the button says whether minutes are needed."""

    once = OnceField()
    client = forms.TypedChoiceField(label=_("Client"), error_messages={"required": _("Choose the client.")})
    q = forms.CharField(
        label=_("Who is it?"),
        max_length=LONGEST_NAME,
        help_text=_("Name, address or phone number. Somebody new: the name is enough."),
        error_messages={"required": _("Write who it is.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    person = forms.ChoiceField(required=False)
    phone = PhoneField(label=_("Phone"), required=False)
    channel = forms.ChoiceField(
        label=_("How did you hear it?"),
        choices=[(Channel.PHONE.value, Channel.PHONE.label), (Channel.WALK_IN.value, Channel.WALK_IN.label)],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how you heard it.")},
    )
    what = WordsField(label=_("What is it?"), error_messages={"required": _("Write what it is about.")})
    type = forms.ChoiceField(label=_("Type"), choices=Type.choices, initial=Type.INCIDENT.value)
    impact = forms.TypedChoiceField(
        label=_("“Do others have it too?”"), choices=SPOKEN_IMPACT, coerce=int, empty_value=None, required=False,
        initial="", widget=forms.RadioSelect,
    )  # fmt: skip
    urgency = forms.TypedChoiceField(
        label=_("“Can you still work?”"), choices=SPOKEN_URGENCY, coerce=int, empty_value=None, required=False,
        initial="", widget=forms.RadioSelect,
    )  # fmt: skip
    site = forms.TypedChoiceField(label=_("Place"), required=False, empty_value=None)
    category = forms.TypedChoiceField(label=_("Category"), required=False, empty_value=None)
    problem = forms.TypedChoiceField(
        required=False, empty_value=None, error_messages={"invalid_choice": _("This problem is gone.")}
    )
    minutes = MinutesField(label=_("Minutes"), required=False)
    how = SentenceField(label=_("How was it solved, in one sentence?"), required=False)

    def __init__(
        self,
        *args: Any,
        clients: Sequence[Client],
        sites: Sequence[Site],
        categories: Sequence[Category],
        known: Sequence[Known],
        problems: Sequence[Problem] = (),
        alike: Sequence[Problem] = (),
        call_back: CallBack | None = None,
        solved_now: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.known, self.solved_now = list(known), solved_now
        self.call_back = call_back
        self.alike = list(alike)
        of_key = {str(problem.pk): problem for problem in problems}
        field = self.fields["problem"]
        if isinstance(field, forms.TypedChoiceField):
            field.choices = [("", ""), *((key, problem.what) for key, problem in of_key.items())]
            field.coerce = of_key.__getitem__
        self._people: dict[str, User] = {str(one.person.pk): one.person for one in known}
        self._narrow("client", clients, _("Choose…"))
        self._narrow("site", sites, _("not known"))
        self._narrow("category", categories, _("none yet"))
        person = self.fields["person"]
        if isinstance(person, forms.ChoiceField):
            person.choices = [(NEW, _("Somebody new")), *((key, one.name) for key, one in self._people.items())]

    @property
    def chosen_person(self) -> str:
        """The radio that stands chosen: a person's key, or "new"; "" = none yet."""
        return str(self["person"].value() or "")

    @property
    def chosen_problem(self) -> str:
        """The key of the known problem that stands chosen ("" = none)."""
        return str(self["problem"].value() or "")

    @property
    def caller(self) -> Caller:
        """Who called, once the form is valid."""
        chosen = self._people.get(self.cleaned_data["person"])
        return Caller(chosen, name="" if chosen else self.cleaned_data["q"], phone=self.cleaned_data["phone"])

    @property
    def told(self) -> Report:
        """What was said, once the form is valid."""
        said = self.cleaned_data
        return Report(
            what=said["what"],
            type=said["type"],
            impact=said["impact"],
            urgency=said["urgency"],
            site=said["site"],
            category=said["category"],
        )

    @property
    def solved(self) -> SolvedNow | None:
        """How it was solved, when it was."""
        said = self.cleaned_data
        return SolvedNow(said["minutes"], said["how"]) if self.solved_now else None

    def clean(self) -> dict[str, Any]:
        """Ask who of those known it is, and for the minutes of what is solved."""
        said = self.cleaned_data
        if self.known and not said.get("person") and "person" not in self.errors:
            self.add_error("person", _("Choose who it is, or somebody new."))
        if self.solved_now and said.get("minutes") is None and "minutes" not in self.errors:
            self.add_error("minutes", _("Write how many minutes it took."))
        return said

    def _narrow(self, name: str, rows: Sequence[Any], nothing: Any) -> None:
        of_key = {str(row.pk): row for row in rows}
        field = self.fields[name]
        if isinstance(field, forms.TypedChoiceField):
            field.choices = [("", nothing), *((key, row.name) for key, row in of_key.items())]
            field.coerce = of_key.__getitem__
