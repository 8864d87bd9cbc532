"""When a place is open, as people write it: a line for each day."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sites.models import Client, Weekday
from sites.queries import sites_of
from sites.week_text import NotHours, Week, read_day, say_day

LONGEST = 60  # characters of a day


class DayField(forms.CharField):
    """The hours of a day, empty when it is closed."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=LONGEST, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Return what is shown: the spans in words, or what was typed."""
        return say_day(value) if isinstance(value, tuple) else value

    def clean(self, value: Any) -> Any:
        """Return the spans of the day."""
        text = super().clean(value)
        try:
            return read_day(text)
        except NotHours as wrong:
            raise forms.ValidationError(
                _("Write hours as 08:30-12:00, 13:00-17:00; “%(part)s” is not understood."), params={"part": wrong.part}
            ) from wrong


class WeekForm(forms.Form):
    """The hours of seven days."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for day in Weekday:
            self.fields[f"day_{day.value}"] = DayField(label=capfirst(day.label))

    @classmethod
    def of(cls, week: Week, data: Any = None, **kwargs: Any) -> "WeekForm":
        """Return the form of this week (the spans of seven days, Monday first)."""
        return cls(data, initial={f"day_{number}": spans for number, spans in enumerate(week)}, **kwargs)

    @property
    def week(self) -> Week:
        """The spans of seven days, Monday first."""
        return tuple(self.cleaned_data[f"day_{day.value}"] for day in Weekday)

    def clean(self) -> dict[str, Any]:
        """Ask for at least one day."""
        told: dict[str, Any] = super().clean() or {}
        if not self.errors and not any(told.values()):
            self.add_error("day_0", _("Write the hours of at least one day."))
        return told


class ClosingDayForm(forms.Form):
    """A day on which the client, or one place of it, is closed."""

    day = forms.DateField(
        label=gettext_lazy("Closed on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": gettext_lazy("Choose the day."),
            "invalid": gettext_lazy("Choose the day."),
        },
    )
    why = forms.CharField(label=gettext_lazy("Why"), max_length=120, required=False)

    field_order = ("day", "site", "why")

    def __init__(self, *args: Any, client: Client, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["site"] = forms.ModelChoiceField(
            sites_of(client), label=gettext_lazy("Where"), required=False, empty_label=gettext_lazy("at all sites")
        )
        self.order_fields(self.field_order)
