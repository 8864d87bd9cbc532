from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from accounts import events  # noqa: F401 - imported for what it does: it registers the kinds of fact


class AccountsConfig(AppConfig):
    name = "accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("People")
