"""What colleagues write when they hand something over. Shape only: actions decide."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tickets.forms.fields import OnceField, WordsField
from tickets.models import Category


class Handover(forms.Form):
    """The three questions of every handover, always in this order."""

    once = OnceField()
    category = forms.ChoiceField(
        label=_("What is it about?"),
        error_messages={"required": _("Choose what it is about."), "invalid_choice": _("Choose one of these.")},
    )
    wrong = WordsField(
        label=_("What is wrong?"), error_messages={"required": _("Write what is wrong.")}, attrs={"rows": 3}
    )
    tried = WordsField(
        label=_("What was tried?"),
        help_text=_("“Nothing yet” is an answer too."),
        error_messages={"required": _("Write what was tried, or “nothing yet”.")},
        attrs={"rows": 3},
    )
    needed = WordsField(
        label=_("What is needed?"), error_messages={"required": _("Write what is needed.")}, attrs={"rows": 3}
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, categories: Sequence[Category], chosen: int | None = None
    ) -> None:
        """categories: those in use. chosen: the key of the one that stands chosen at first."""
        super().__init__(data, initial={"category": str(chosen) if chosen else ""}, auto_id="handover_%s")
        self.categories = {str(category.pk): category for category in categories}
        in_words = [(code, category.name) for code, category in self.categories.items()]
        self.fields["category"].choices = [("", _("Choose")), *in_words]  # type: ignore[attr-defined]
        if data is not None and "preview" in data:
            # Only the first question was answered: nothing that is still empty is wrong yet.
            for name in ("wrong", "tried", "needed"):
                self.fields[name].required = False

    @property
    def chosen(self) -> Category | None:
        """The category that stands chosen, None as long as none does."""
        return self.categories.get(str(self["category"].value()))

    def clean_category(self) -> Category:
        """Return the category itself."""
        return self.categories[self.cleaned_data["category"]]


class HandBack(forms.Form):
    """What was done, and what is still needed on site."""

    done = WordsField(
        label=_("What did you do?"), error_messages={"required": _("Write what you did.")}, attrs={"rows": 3}
    )
    needed_on_site = WordsField(
        label=_("What is still needed on site?"),
        error_messages={"required": _("Write what is still needed on site.")},
        attrs={"rows": 3},
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, escalation: int) -> None:
        """escalation: its key, so that several forms stand on one page."""
        super().__init__(data, auto_id=f"hand_back_{escalation}_%s")
