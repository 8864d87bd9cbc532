from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from history.models import Words
from tickets.models.ticket import Ticket


class CallBack(models.Model):
    """Somebody who cannot read mail asks to be called: unconfirmed, no person and no client yet, no mail goes out."""

    name = models.CharField(_("name"), max_length=120)
    work_address = models.CharField(_("work address"), max_length=254)
    phone = models.CharField(_("phone"), max_length=32)
    words = models.ForeignKey(Words, models.PROTECT, related_name="+", verbose_name=_("what is wrong"))
    once = models.UUIDField(_("one-time key"), null=True, blank=True, unique=True)
    asked_at = models.DateTimeField(_("asked at"))
    ticket = models.ForeignKey(
        Ticket, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("ticket made from it")
    )
    handled_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("called by")
    )
    handled_at = models.DateTimeField(_("called at"), null=True, blank=True)

    class Meta:
        verbose_name = _("call-back request")
        verbose_name_plural = _("call-back requests")
        constraints = [
            models.CheckConstraint(
                condition=Q(handled_at__isnull=True, handled_by__isnull=True)
                | Q(handled_at__isnull=False, handled_by__isnull=False),
                name="a_call_back_is_handled_by_somebody_at_some_time",
            ),
        ]
        indexes = [
            # The desk's list of people to call back.
            models.Index(fields=["asked_at"], condition=Q(handled_at__isnull=True), name="call_back_waiting"),
        ]

    def __str__(self) -> str:
        return self.name
