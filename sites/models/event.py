from django.db import models
from django.utils.translation import gettext_lazy as _

from history.models import Event
from sites.models.client import Client


class ClientEvent(Event):
    """What happened to a client: opened, people added, assignments begun and ended."""

    client = models.ForeignKey(Client, models.PROTECT, related_name="events", verbose_name=_("client"))

    class Meta:
        verbose_name = _("client event")
        verbose_name_plural = _("client events")
        indexes = [
            # The client's own history, newest first.
            models.Index(fields=["client", "-occurred_at", "-id"], name="client_event_history"),
        ]
