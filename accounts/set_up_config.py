from django.contrib.admin.apps import AdminConfig


class SetUpConfig(AdminConfig):
    """Django's admin with our site in place of its own."""

    default = False
    default_site = "accounts.set_up.SetUpSite"
