from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class KeptMail(models.Model):
    """A mail that was kept instead of sent: one row for each recipient. Instants are UTC."""

    recipient = models.CharField(_("to"), max_length=254)
    sender = models.CharField(_("from"), max_length=400)
    subject = models.CharField(_("subject"), max_length=400)
    text = models.TextField(_("text"))
    html = models.TextField(_("HTML part"), blank=True)
    kept_at = models.DateTimeField(_("kept at"))

    objects: ClassVar["models.Manager[KeptMail]"] = models.Manager()

    class Meta:
        verbose_name = _("kept mail")
        verbose_name_plural = _("kept mails")
        indexes = [
            # The mails to one person, newest first.
            models.Index(fields=["recipient", "-kept_at", "-id"], name="kept_mail_of_recipient"),
            # All mails, newest first.
            models.Index(fields=["-kept_at", "-id"], name="kept_mail_newest"),
        ]

    def __str__(self) -> str:
        return self.subject
