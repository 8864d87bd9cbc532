"""The wiring as a Django app: it brings the look's template tags and the checks of the settings."""

from django.apps import AppConfig

from fso_desk import checks  # noqa: F401 - imported for what it does: it registers the checks


class FsoDeskConfig(AppConfig):
    name = "fso_desk"
    verbose_name = "FSO Desk"
