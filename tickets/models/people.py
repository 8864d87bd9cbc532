from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from sites.models import Span
from tickets.models.ticket import Ticket


class Reader(Span):
    """That somebody may read this ticket, why and until when; the doorway reads these rows."""

    class Why(models.TextChoices):
        OFFER = "offer", _("it is offered to this person")
        PICKED_UP = "picked_up", _("this person picked it up")
        NAMED = "named", _("named on the ticket")

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="readers", verbose_name=_("ticket"))
    person = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name=_("person"))
    why = models.CharField(_("why"), max_length=10, choices=Why)

    class Meta:
        verbose_name = _("reader")
        verbose_name_plural = _("readers")
        constraints = [
            models.UniqueConstraint(
                fields=["ticket", "person", "why"],
                condition=Q(ends_at__isnull=True),
                name="one_running_reading_per_reason",
            ),
        ]
        indexes = [
            # The doorway: which tickets may this person read beside those of clients served?
            models.Index(fields=["person", "ends_at"], name="reader_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.person} / {self.ticket_id}"


class Affected(models.Model):
    """Somebody who has the problem too, or for whom it was reported; a name is enough."""

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="affected", verbose_name=_("ticket"))
    name = models.CharField(_("name"), max_length=120)
    person = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("person"))

    class Meta:
        verbose_name = _("affected person")
        verbose_name_plural = _("affected people")
        constraints = [
            models.UniqueConstraint(fields=["ticket", "name"], name="a_person_is_named_once_on_a_ticket"),
        ]

    def __str__(self) -> str:
        return self.name
