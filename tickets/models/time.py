from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from tickets.models.choices import Where
from tickets.models.ticket import Ticket
from visits.models import Visit


class TimeEntry(models.Model):
    """Minutes a person worked, append-only: a correction is a second row, which may be negative."""

    person = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("person"))
    ticket = models.ForeignKey(
        Ticket, models.PROTECT, null=True, blank=True, related_name="time_entries", verbose_name=_("ticket")
    )
    visit = models.ForeignKey(Visit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("visit"))
    day = models.DateField(_("day"))
    minutes = models.IntegerField(_("minutes"), validators=[MinValueValidator(-1440), MaxValueValidator(1440)])
    where = models.CharField(_("where"), max_length=8, choices=Where)

    class Meta:
        verbose_name = _("time worked")
        verbose_name_plural = _("time worked")
        constraints = [
            models.CheckConstraint(
                condition=Q(ticket__isnull=False) | Q(visit__isnull=False), name="time_is_for_a_ticket_or_a_visit"
            ),
            models.CheckConstraint(condition=Q(minutes__range=(-1440, 1440)), name="at_most_a_day_of_minutes"),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.day}: {self.minutes}"
