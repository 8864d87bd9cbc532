"""What clients' people fill in. Shape only: actions decide."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tickets.actions import Report
from tickets.forms.fields import LONGEST_NAME, OnceField, PhoneField, WordsField
from tickets.models import Impact, Type, Urgency
from tickets.queries import Place

KINDS = [
    (Type.INCIDENT.value, _("It does not work")),
    (Type.REQUEST.value, _("I need something")),
    (Type.QUESTION.value, _("A question")),
]
REACHES = [
    (Impact.PERSON.value, pgettext_lazy("who is bothered", "Only me")),
    (Impact.TEAM.value, pgettext_lazy("who is bothered", "Several of us")),
    (Impact.COMPANY.value, pgettext_lazy("who is bothered", "Everyone")),
]
WORKING = [
    (Urgency.CAN_WAIT.value, pgettext_lazy("can you work", "Yes, it can wait")),
    (Urgency.DIFFICULT.value, pgettext_lazy("can you work", "With difficulty")),
    (Urgency.STOPPED.value, pgettext_lazy("can you work", "No, not at all")),
]
MISSING_WORDS = {
    Type.INCIDENT.value: _("Write what is going wrong."),
    Type.REQUEST.value: _("Write what you need."),
    Type.QUESTION.value: _("Write what you would like to know."),
}


class Ask(forms.Form):
    """The form of thirty seconds. Questions that do not belong to the chosen kind are not looked at."""

    once = OnceField()
    type = forms.ChoiceField(
        label=_("What is it about?"), choices=KINDS, initial=Type.INCIDENT, widget=forms.RadioSelect, required=False
    )
    what = WordsField(label=_("What is going wrong?"), required=False)
    impact = forms.TypedChoiceField(
        label=_("Who is bothered by it?"),
        choices=REACHES,
        coerce=int,
        empty_value=None,
        initial=Impact.PERSON,
        required=False,
        widget=forms.RadioSelect,
    )
    urgency = forms.TypedChoiceField(
        label=_("Can you still work?"),
        choices=WORKING,
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    wanted_on = forms.DateField(
        label=_("By when?"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Choose a day.")},
    )
    where = forms.ChoiceField(
        label=_("Where?"), widget=forms.RadioSelect, error_messages={"required": _("Choose where you need us.")}
    )
    phone = PhoneField(label=_("The phone we call you on"), required=False)
    for_whom = forms.CharField(
        label=_("For a colleague"),
        max_length=LONGEST_NAME,
        required=False,
        error_messages={"max_length": _("Write a shorter name, at most 120 characters.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    confidential = forms.BooleanField(label=_("Private."), required=False)

    depends = frozenset({"type", "what", "impact", "urgency"})
    tile_icons = {"impact": {"3": "person", "2": "team", "1": "building"}}

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, places: Sequence[Place], phone: str = "", type: str = ""
    ) -> None:
        """Offer these places (asked only when there are several); phone: the number we have; type: the kind chosen."""
        super().__init__(data, initial={"phone": phone, "type": type or Type.INCIDENT.value})
        self.known_phone = phone
        self.places = {place.code: place for place in places}
        if len(places) > 1:
            one_company = len({place.client.pk for place in places}) == 1
            field = self.fields["where"]
            field.choices = [(place.code, _place_words(place, one_company)) for place in places]  # type: ignore[attr-defined]
            field.initial = next((place.code for place in places if place.is_own), None)
        else:
            del self.fields["where"]
        what = self.fields["what"].widget
        what.attrs.update({"rows": 3, "autocomplete": "off", "data-draft": "report"})

    @property
    def kind(self) -> str:
        """The kind of question that stands chosen."""
        chosen = self["type"].value()
        return chosen if chosen in Type.values else Type.INCIDENT.value

    @property
    def place(self) -> Place | None:
        """The place that stands chosen; None where nobody can tell yet."""
        if "where" in self.fields:
            return self.places.get(str(self["where"].value()))
        return next(iter(self.places.values()), None)

    def clean(self) -> None:
        """Ask what the kind of question needs."""
        kind = self.cleaned_data["type"] = self.cleaned_data.get("type") or Type.INCIDENT.value
        if not self.cleaned_data.get("what") and "what" not in self.errors:
            self.add_error("what", MISSING_WORDS[kind])
        if kind == Type.INCIDENT and self.cleaned_data.get("urgency") is None and "urgency" not in self.errors:
            self.add_error("urgency", _("Choose whether you can still work."))
        wanted_on = self.cleaned_data.get("wanted_on")
        if kind == Type.REQUEST and wanted_on and wanted_on < timezone.localdate():
            self.add_error("wanted_on", _("Choose today or a later day."))

    def told(self) -> Report:
        """Return what was told, without the answers that this kind of question does not ask for."""
        said, place = self.cleaned_data, self.place
        is_incident, is_request = said["type"] == Type.INCIDENT, said["type"] == Type.REQUEST
        return Report(
            what=said["what"],
            type=said["type"],
            impact=said["impact"] if is_incident or is_request else None,
            urgency=said["urgency"] if is_incident else None,
            wanted_on=said["wanted_on"] if is_request else None,
            site=place.site if place else None,
            confidential=said["confidential"],
            for_whom=said["for_whom"],
        )


class Say(forms.Form):
    """Some words on a request that stands."""

    once = OnceField()
    body = WordsField(required=False)

    def __init__(self, data: Mapping[str, Any] | None = None, *, draft: str = "", needed: bool = False) -> None:
        """draft: under which name the browser keeps unsent words; needed: whether nothing is too little."""
        super().__init__(data)
        self.fields["body"].required = needed
        self.fields["body"].error_messages["required"] = _("Write your answer first.")
        if draft:
            self.fields["body"].widget.attrs["data-draft"] = draft


class ConfirmReach(forms.Form):
    """How many are really hit: one tap."""

    impact = forms.TypedChoiceField(
        choices=REACHES, coerce=int, error_messages={"required": _("Choose one."), "invalid_choice": _("Choose one.")}
    )


class AskCallBack(forms.Form):
    """Somebody who cannot read mail asks to be called."""

    once = OnceField()
    name = forms.CharField(
        label=_("Your name"),
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Write your name.")},
    )
    work_address = forms.EmailField(
        label=_("Your address at work"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Write your e-mail address at work."),
            "invalid": _("Write an e-mail address such as emma@company.be."),
        },
    )
    phone = PhoneField(label=_("Phone"), error_messages={"required": _("Write the phone number we can call.")})
    what = WordsField(
        label=_("What is going wrong, in one sentence"),
        error_messages={"required": _("Write what is going wrong.")},
        attrs={"rows": 2},
    )


def _place_words(place: Place, one_company: bool) -> str:
    if place.site is None:
        return place.client.name
    if one_company:
        return place.site.name
    words = pgettext_lazy("a place", "%(company)s, %(place)s")
    return str(words) % {"company": place.client.name, "place": place.site.name}
