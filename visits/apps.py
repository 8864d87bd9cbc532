from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from visits import events  # noqa: F401 - imported for what it does: it registers the kinds of fact


class VisitsConfig(AppConfig):
    name = "visits"
    label = "visits"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Visits")
