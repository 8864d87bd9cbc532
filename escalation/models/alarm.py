from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from escalation import alarm
from escalation.querysets import AlarmQuerySet
from tickets.models import Ticket


class Quiet(models.TextChoices):
    """Why nobody need be called any longer."""

    TAKEN = alarm.TAKEN, _("somebody took it")
    NOT_CRITICAL = alarm.NOT_CRITICAL, _("it is no P1 any longer")
    FINISHED = alarm.FINISHED, _("it was solved or stopped")


class Alarm(models.Model):
    """That a P1 was in nobody's hand, since when, and how often people were called. Instants are UTC.

    ``next_at`` is the moment of the next call; the calculation in ``escalation.alarm`` is the truth.
    """

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="+", verbose_name=_("ticket"))
    since = models.DateTimeField(_("in nobody's hand since"))
    rounds = models.PositiveIntegerField(_("times called"), default=0)
    next_at = models.DateTimeField(_("next call at"))
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    ended_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("ended by")
    )
    why_ended = models.CharField(_("why it ended"), max_length=12, choices=Quiet, blank=True, default="")

    objects = AlarmQuerySet.as_manager()

    class Meta:
        verbose_name = _("alarm")
        verbose_name_plural = _("alarms")
        constraints = [
            models.UniqueConstraint(
                fields=["ticket"], condition=Q(ended_at__isnull=True), name="one_live_alarm_per_ticket"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, why_ended="", ended_by__isnull=True)
                | Q(ended_at__isnull=False, why_ended__in=Quiet.values),
                name="an_alarm_says_why_it_ended_if_and_only_if_it_did",
            ),
        ]
        indexes = [
            # The sweeper: which alarms are due now? Ended ones cost it nothing.
            models.Index(fields=["next_at", "id"], condition=Q(ended_at__isnull=True), name="alarm_due"),
            # The ticket's page: all of its alarms, as they came.
            models.Index(fields=["ticket", "since", "id"], name="alarm_of_ticket"),
        ]

    def __str__(self) -> str:
        return f"{self.ticket_id} ({self.rounds})"
