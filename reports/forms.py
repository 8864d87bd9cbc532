"""Which period one wants to read: by its name, or by its days."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from reports.periods import Named, Period, chosen, named, usual

NAMES = [
    (Named.THIS_MONTH.value, gettext_lazy("This month")),
    (Named.LAST_MONTH.value, gettext_lazy("Last month")),
    (Named.THIS_QUARTER.value, gettext_lazy("This quarter")),
    (Named.LAST_QUARTER.value, gettext_lazy("Last quarter")),
    (Named.THIS_YEAR.value, gettext_lazy("This year")),
]
LONGEST = 1100  # days: three years, so that no address can ask for the whole of history
FIRST_YEAR = 2000


class NamedPeriod(forms.Form):
    """A period by its name; nothing chosen is the usual one. ``today`` is the client's date."""

    period = forms.ChoiceField(label=gettext_lazy("Period"), choices=NAMES, required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["period"].initial = usual(today).value

    def periods(self) -> tuple[Period, Period]:
        """Return the period and the one before it; the usual ones where the choice is not valid."""
        name = self.cleaned_data.get("period") if self.is_valid() else ""
        return named(Named(name or usual(self.today)), self.today)


class ChosenPeriod(forms.Form):
    """The days from one until another, both included, not after ``today`` (the client's date)."""

    until = forms.DateField(
        label=pgettext_lazy("last day", "Until"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        first = forms.DateField(
            label=pgettext_lazy("first day", "From"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        )
        # "from" is a word of Python, so the field cannot be a class attribute.
        self.fields = {"from": first, **self.fields}

    def clean(self) -> dict[str, Any]:
        """Raise ValidationError for days that are turned round, to come, or too many."""
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("from"), cleaned.get("until")
        if last is not None and last > self.today:
            self.add_error("until", _("Choose today or an earlier day."))
        elif first is not None and last is not None and first > last:
            self.add_error("until", _("Choose a day on or after the first one."))
        elif first is not None and last is not None and (last - first).days >= LONGEST:
            self.add_error("from", _("Choose at most three years."))
        if first is not None and first.year < FIRST_YEAR:
            self.add_error("from", _("Choose a day after 1999."))
        return cleaned

    def periods(self) -> tuple[Period, Period]:
        """Return the days chosen and as many before them; the usual period where they are not valid."""
        if not self.is_valid():
            return named(usual(self.today), self.today)
        return chosen(self.cleaned_data["from"], self.cleaned_data["until"])


class PortfolioPeriod(forms.Form):
    """The period over which clients are compared: this month or quarter, or the last one."""

    period = forms.ChoiceField(
        label=gettext_lazy("Period"),
        choices=[choice for choice in NAMES if choice[0] != Named.THIS_YEAR],
        required=False,
        initial=Named.THIS_MONTH.value,
    )

    def name(self) -> Named:
        """Return the name chosen; this month where nothing valid is."""
        chosen_name = self.cleaned_data.get("period") if self.is_valid() else ""
        return Named(chosen_name or Named.THIS_MONTH)
