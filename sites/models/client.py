from datetime import datetime

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Language, refuse_unknown_zone
from sites.opening_hours import Calendar, calendar_of_stored
from sites.public_holidays import known_holidays


class ServiceModel(models.TextChoices):
    """How a client is organised for IT."""

    NO_IT = "no_it", _("no IT department")
    OWN_IT = "own_it", _("its own IT department")
    CENTRAL_IT = "central_it", _("a central IT department elsewhere")


class Client(models.Model):
    """A company that the firm looks after."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    service_model = models.CharField(
        _("service model"), max_length=12, choices=ServiceModel, default=ServiceModel.NO_IT
    )
    time_zone = models.CharField(_("time zone"), max_length=64, default="Europe/Brussels")
    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.EN)
    documentation_url = models.URLField(_("link to the documentation"), blank=True)
    opens_at = models.DateTimeField(
        _("open on"),
        null=True,
        blank=True,
        help_text=_("Until this moment the client is being set up: nobody of it is mailed or signs up."),
    )
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    opening = models.JSONField(_("when it is open"), default=dict, editable=False)

    class Meta:
        verbose_name = _("client")
        verbose_name_plural = _("clients")
        constraints = [
            models.CheckConstraint(condition=Q(service_model__in=ServiceModel.values), name="a_known_service_model"),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Raise ValidationError for a time zone that does not exist."""
        refuse_unknown_zone(self.time_zone)

    @property
    def calendar(self) -> Calendar:
        """When it is open, as far as that is known now, for what is of none of its places. No query."""
        holidays = known_holidays(*self.opening.get("holidays_of", ("", "")))
        return calendar_of_stored(self.opening, zone=self.time_zone, holidays=holidays)

    def is_open(self, at: datetime | None = None) -> bool:
        """Whether its people may sign up and are mailed: past "open on" and not closed."""
        at = at or timezone.now()
        return self.opens_at is not None and self.opens_at <= at and not self.is_closed(at)

    def is_closed(self, at: datetime | None = None) -> bool:
        """Whether the firm no longer looks after it (the contrary of ``sites.querysets.not_closed``)."""
        return self.closed_at is not None and self.closed_at <= (at or timezone.now())


class MailDomain(models.Model):
    """A mail domain whose people may sign up as requesters of this client by themselves."""

    client = models.ForeignKey(Client, models.CASCADE, related_name="mail_domains", verbose_name=_("client"))
    domain = models.CharField(_("domain"), max_length=253, unique=True)

    class Meta:
        verbose_name = _("mail domain")
        verbose_name_plural = _("mail domains")
        constraints = [
            models.CheckConstraint(
                condition=Q(domain=Lower("domain")) & ~Q(domain=""), name="a_mail_domain_is_lower_case"
            ),
        ]

    def __str__(self) -> str:
        return self.domain


class Site(models.Model):
    """A place of a client."""

    client = models.ForeignKey(Client, models.PROTECT, related_name="sites", verbose_name=_("client"))
    name = models.CharField(_("name"), max_length=120)
    address = models.CharField(_("address"), max_length=250, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=64, default="Europe/Brussels")
    country = models.CharField(_("country (two letters)"), max_length=2, default="BE")
    region = models.CharField(_("region"), max_length=8, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    opening = models.JSONField(_("when it is open"), default=dict, editable=False)

    class Meta:
        verbose_name = _("site")
        verbose_name_plural = _("sites")
        constraints = [
            models.UniqueConstraint(fields=["client", "name"], name="a_site_name_is_unique_within_its_client"),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Raise ValidationError for a time zone that does not exist."""
        refuse_unknown_zone(self.time_zone)

    @property
    def calendar(self) -> Calendar:
        """When it is open, as far as that is known now; its public holidays are those of its country. No query."""
        holidays = known_holidays(self.country, self.region)
        return calendar_of_stored(self.opening, zone=self.time_zone, holidays=holidays)
