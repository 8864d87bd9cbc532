from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EscalationConfig(AppConfig):
    name = "escalation"
    label = "escalation"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Escalation")

    def ready(self) -> None:
        """Listen to what happens in the rooms below."""
        from escalation import handover_words, receivers  # noqa: F401, PLC0415 - models are there only now

        receivers.listen()
