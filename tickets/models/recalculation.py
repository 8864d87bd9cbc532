from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sites.models import Client


class Recalculation(models.Model):
    """That the deadlines of a client's unsolved tickets are worked out again, in the background, and how far that is.

    Instants are UTC. ``done_until``: the number of the last ticket that was looked at (0 = none yet).
    """

    client = models.ForeignKey(Client, models.CASCADE, related_name="+", verbose_name=_("client"))
    asked_at = models.DateTimeField(_("asked at"))
    tickets = models.PositiveIntegerField(_("tickets"))
    tickets_done = models.PositiveIntegerField(_("tickets done"), default=0)
    done_until = models.BigIntegerField(_("done until"), default=0)
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)

    class Meta:
        verbose_name = _("recalculation")
        verbose_name_plural = _("recalculations")
        constraints = [
            # Asked again before it is done, it begins anew.
            models.UniqueConstraint(
                fields=["client"], condition=Q(done_at__isnull=True), name="one_running_recalculation_per_client"
            ),
        ]
        indexes = [
            # How far is it, on the client's page?
            models.Index(fields=["client", "-asked_at"], name="recalculation_of_client"),
        ]

    def __str__(self) -> str:
        return f"{self.client}, {self.tickets_done}/{self.tickets}"
