from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "notifications"
    label = "notifications"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Notifications")

    def ready(self) -> None:
        """Listen to what is recorded; models can only be imported now."""
        recording, receivers = import_module("history.recording"), import_module("notifications.receivers")
        recording.event_recorded.connect(receivers.remember, dispatch_uid="notifications.remember")
        recording.event_recorded.connect(
            receivers.forget_holder,
            sender=import_module("accounts.models").PersonEvent,
            dispatch_uid="notifications.forget_holder",
        )
