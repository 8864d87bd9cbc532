from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from history.models import Event
from sites.models import Site


class Visit(models.Model):
    """A planned stay of an FSO at a site; instants are UTC, people read them in the site's zone."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="visits", verbose_name=_("site"))
    fso = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("FSO"))
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="a_visit_ends_after_it_starts"),
            models.UniqueConstraint(fields=["site", "fso", "starts_at"], name="one_visit_of_one_fso_at_one_time"),
        ]
        indexes = [
            # The next visit at a site, shown to its people.
            models.Index(fields=["site", "starts_at"], name="visit_next_at_site"),
            # Whose first visit of the day begins soon? Those of other days cost it nothing.
            models.Index(fields=["starts_at"], name="visit_starts_soon"),
        ]

    def __str__(self) -> str:
        return f"{self.site}, {self.starts_at:%Y-%m-%d %H:%M}"


class VisitEvent(Event):
    """What happened to a visit: planned."""

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="events", verbose_name=_("visit"))

    class Meta:
        verbose_name = _("visit event")
        verbose_name_plural = _("visit events")
        indexes = [
            # The visit's own history, newest first.
            models.Index(fields=["visit", "-occurred_at", "-id"], name="visit_event_history"),
        ]
