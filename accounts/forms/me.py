"""What a person says about himself."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.photo import PhotoField
from accounts.models import Language, User, known_zones


def zones() -> list[tuple[Any, list[tuple[str, str]]]]:
    """Return the time zones to choose from: those of Europe first, then all others."""
    names = sorted(known_zones())
    near = [(name, name) for name in names if name.startswith("Europe/")]
    return [(_("Europe"), near), (_("Elsewhere"), [(name, name) for name in names if not name.startswith("Europe/")])]


class ProfileForm(forms.Form):
    """Own name, language, time zone, phone, photo, keys."""

    name = forms.CharField(
        label=_("Name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Write your name.")},
    )
    phone = forms.CharField(
        label=_("Phone we call"),
        max_length=32,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=Language.choices, error_messages={"required": _("Choose a language.")}
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=zones,
        error_messages={"required": _("Choose a time zone."), "invalid_choice": _("Choose a time zone.")},
    )
    keyboard_shortcuts = forms.BooleanField(
        label=_("Single letters act on tickets."),
        required=False,
        help_text=_("In the lists and on a ticket, never while you write. “?” shows them all."),
    )
    photo = PhotoField(label=_("Photo"), required=False, help_text=_("We cut out the middle and make it small."))

    @classmethod
    def of(cls, person: User, data: Any = None, files: Any = None) -> "ProfileForm":
        """Return the form of this person; clients' people have no photo and no keys here."""
        known = {
            "name": person.name,
            "phone": person.phone,
            "language": person.language,
            "time_zone": person.time_zone,
            "keyboard_shortcuts": person.keyboard_shortcuts,
        }
        form = cls(data, files, initial=known)
        if not person.is_of_firm:
            del form.fields["photo"], form.fields["keyboard_shortcuts"]
        return form
