from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from sites import events  # noqa: F401 - imported for what it does: it registers the kinds of fact


class SitesConfig(AppConfig):
    name = "sites"
    label = "sites"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Clients")

    def ready(self) -> None:
        """Say whose faces a client's people see; listen to what happens in the rooms below."""
        import_module("sites.receivers")
        import_module("sites.faces")
