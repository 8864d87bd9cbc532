from django.db import models
from django.utils.translation import gettext_lazy as _

from history.models import Event
from tickets.models.ticket import Ticket


class TicketEvent(Event):
    """What happened to a ticket: the timeline, the audit, the clocks and the reports all read it."""

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="events", verbose_name=_("ticket"))

    class Meta:
        verbose_name = _("ticket event")
        verbose_name_plural = _("ticket events")
        indexes = [
            # The timeline of one ticket.
            models.Index(fields=["ticket", "occurred_at", "id"], name="ticket_event_timeline"),
            # Reports: facts of one kind in a period.
            models.Index(fields=["kind", "occurred_at"], name="ticket_event_kind"),
        ]
