from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from tickets.models.ticket import Ticket


class Message(models.Model):
    """A public answer (the client's people read it) or an internal note (only the firm does)."""

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="messages", verbose_name=_("ticket"))
    author = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("author"))
    body = models.TextField(_("text"))
    is_public = models.BooleanField(_("public"))
    written_at = models.DateTimeField(_("written at"))

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        indexes = [
            # The conversation on a ticket's page.
            models.Index(fields=["ticket", "written_at", "id"], name="message_of_ticket"),
        ]

    def __str__(self) -> str:
        return self.body[:60]
