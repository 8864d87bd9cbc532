from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EscalationConfig(AppConfig):
    name = "escalation"
    label = "escalation"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Escalation")
