"""When a place is open, as people write it: a line for each day."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sites.models import Client, Weekday
from sites.queries import sites_of
from sites.week_text import NotHours, Week, read_day, read_week, say_day, say_week

LONGEST = 60  # characters of a day
WRONG = {
    "unreadable": gettext_lazy("Write hours as 08:30-12:00, 13:00-17:00; “%(part)s” is not understood."),
    "no_length": gettext_lazy("“%(part)s” ends where it begins."),
    "overlap": gettext_lazy("“%(part)s” overlaps the hours before it."),
}
LONGEST_AGO, FURTHEST = timedelta(days=31), timedelta(days=5 * 366)


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
        if text.casefold() == _("closed").casefold():  # the word that the page shows for it
            return ()
        try:
            return read_day(text)
        except NotHours as wrong:
            raise forms.ValidationError(WRONG[wrong.code], params={"part": wrong.part}) from wrong


class WeekForm(forms.Form):
    """The hours of seven days."""

    shown = forms.CharField(widget=forms.HiddenInput, required=False, max_length=1000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for day in Weekday:
            self.fields[f"day_{day.value}"] = DayField(label=capfirst(day.label))

    @classmethod
    def of(cls, week: Week, data: Any = None, **kwargs: Any) -> "WeekForm":
        """Return the form of this week (the spans of seven days, Monday first)."""
        known = {f"day_{number}": spans for number, spans in enumerate(week)}
        return cls(data, initial=known | {"shown": say_week(week)}, **kwargs)

    @property
    def week(self) -> Week:
        """The spans of seven days, Monday first."""
        return tuple(self.cleaned_data[f"day_{day.value}"] for day in Weekday)

    @property
    def week_shown(self) -> Week | None:
        """The week that stood in the form when it was opened; None when nobody can say."""
        try:
            return read_week(self.cleaned_data["shown"])
        except NotHours:
            return None

    def clean(self) -> dict[str, Any]:
        """Ask for at least one day."""
        told: dict[str, Any] = super().clean() or {}
        if not self.errors and not any(told[f"day_{day.value}"] for day in Weekday):
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

    def clean_day(self) -> date:
        """Return the day. One long past changes nothing any more, and nobody knows one that far ahead."""
        day: date = self.cleaned_data["day"]
        today = timezone.localdate()
        if not today - LONGEST_AGO <= day <= today + FURTHEST:
            raise forms.ValidationError(_("Choose a day from a month ago to five years ahead."))
        return day
