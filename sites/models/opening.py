"""When a place is open, as it was known at any moment: rows are entered and withdrawn, never changed.

A clock that has stopped keeps its verdict (CLOCK.md rule 8), and so what was known then must stay readable.
"""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sites.models.client import Client, Site
from sites.querysets import KnownQuerySet
from sites.week_text import END_OF_DAY


class Weekday(models.IntegerChoices):
    """A day of the week, as Python counts them."""

    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")
    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")


class Known(models.Model):
    """Something we know from the instant it was entered (UTC) until it was withdrawn (None = for now)."""

    entered_at = models.DateTimeField(_("entered at"), default=timezone.now)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    objects = KnownQuerySet.as_manager()

    class Meta:
        abstract = True


class OpeningHours(Known):
    """A span of one weekday in which somebody works at a place, in its own zone; without a place: in which the firm serves.

    Minutes of the wall clock from opening (included) to closing (excluded). A span that closes before it opens runs into
    the next day; 1440 is the end of the day.
    """

    site = models.ForeignKey(
        Site, models.CASCADE, null=True, blank=True, related_name="opening_hours", verbose_name=_("site")
    )
    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=Weekday)
    opens = models.PositiveSmallIntegerField(_("opens at (minute of the day)"))
    closes = models.PositiveSmallIntegerField(_("closes at (minute of the day)"))

    class Meta:
        verbose_name = _("opening hours")
        verbose_name_plural = _("opening hours")
        constraints = [
            models.CheckConstraint(
                condition=Q(weekday__range=(0, 6), opens__lt=END_OF_DAY, closes__range=(1, END_OF_DAY))
                & ~Q(opens=F("closes")),
                name="opening_hours_are_a_span_of_a_day",
            )
        ]

    def __str__(self) -> str:
        return f"{self.site or '-'}, {self.get_weekday_display()}"


class ClosingDay(Known):
    """A day on which a client, or one place of it, is closed, beside the public holidays."""

    client = models.ForeignKey(Client, models.CASCADE, related_name="closing_days", verbose_name=_("client"))
    site = models.ForeignKey(
        Site, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("only at this place")
    )
    day = models.DateField(_("day"))
    why = models.CharField(_("why"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("closing day")
        verbose_name_plural = _("closing days")
        ordering = ["day", "pk"]

    def __str__(self) -> str:
        return f"{self.client}, {self.day}"
