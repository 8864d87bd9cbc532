from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TicketsConfig(AppConfig):
    name = "tickets"
    label = "tickets"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Tickets")

    def ready(self) -> None:
        """Listen to what happens in the rooms below."""
        import_module("tickets.receivers")
        import_module("tickets.faces")
