from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from tickets.models.ticket import Ticket


class SearchText(models.Model):
    """The words of a ticket as they are searched by: a projection that ``tickets.search_text`` writes, each word once.

    PostgreSQL keeps two columns beside these (``public_words``, ``every_word``), SQLite the table ``tickets_search`` that
    triggers fill: both are made by hand in the migration. A migration that changes this model must make them anew.
    """

    ticket = models.OneToOneField(Ticket, models.CASCADE, primary_key=True, related_name="+", verbose_name=_("ticket"))
    names = models.TextField(_("number, title and names"))
    public = models.TextField(_("words that the client reads"))
    internal = models.TextField(_("words among ourselves"))

    class Meta:
        verbose_name = _("searched ticket")
        verbose_name_plural = _("searched tickets")

    def __str__(self) -> str:
        return str(self.ticket_id)


class SearchName(models.Model):
    """The words of a client person's name and address, as they are searched by; made and changed like ``SearchText``."""

    person = models.OneToOneField(User, models.CASCADE, primary_key=True, related_name="+", verbose_name=_("person"))
    words = models.TextField(_("name and address"))

    class Meta:
        verbose_name = _("searched person")
        verbose_name_plural = _("searched people")

    def __str__(self) -> str:
        return str(self.person_id)
