from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Language, User, refuse_unknown_zone
from history.models import Event
from sites.querysets import SpanQuerySet


class ServiceModel(models.TextChoices):
    """How a client is organised for IT."""

    NO_IT = "no_it", _("no IT department")
    OWN_IT = "own_it", _("its own IT department")
    CENTRAL_IT = "central_it", _("a central IT department elsewhere")


class Standing(models.TextChoices):
    """What a client's person may see: own requests, or the company's."""

    REQUESTER = "requester", _("requester")
    CONTACT = "contact", _("client contact")


class Function(models.TextChoices):
    """What a person of the firm does for a client."""

    FSO = "fso", _("FSO")
    STAND_IN = "stand_in", _("stand-in")
    ENGINEER = "engineer", _("system engineer")
    ICT_MANAGER = "ict_manager", _("Shared ICT Manager")


ROLE_OF_FUNCTION = {
    Function.FSO: "fso",
    Function.STAND_IN: "fso",
    Function.ENGINEER: "engineer",
    Function.ICT_MANAGER: "ict_manager",
}


class Client(models.Model):
    """A company that the firm looks after."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    service_model = models.CharField(
        _("service model"), max_length=12, choices=ServiceModel, default=ServiceModel.NO_IT
    )
    time_zone = models.CharField(_("time zone"), max_length=64, default="Europe/Brussels")
    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.EN)
    documentation_url = models.URLField(_("link to the documentation"), blank=True)
    around_the_clock = models.BooleanField(_("served around the clock"), default=False)
    opens_at = models.DateTimeField(
        _("open on"),
        null=True,
        blank=True,
        help_text=_("Until this moment the client is being set up: nobody of it is mailed or signs up."),
    )
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)

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


class Span(models.Model):
    """Something that is true from one instant (UTC, included) until another (excluded; None = for now)."""

    starts_at = models.DateTimeField(_("from"), default=timezone.now)
    ends_at = models.DateTimeField(_("until"), null=True, blank=True)

    objects = SpanQuerySet.as_manager()

    class Meta:
        abstract = True

    def is_running(self, at: datetime) -> bool:
        """Whether this row is in force at this instant."""
        return self.starts_at <= at and (self.ends_at is None or at < self.ends_at)


class Membership(Span):
    """That a person works for a client."""

    person = models.ForeignKey(User, models.PROTECT, related_name="memberships", verbose_name=_("person"))
    client = models.ForeignKey(Client, models.PROTECT, related_name="memberships", verbose_name=_("client"))
    site = models.ForeignKey(Site, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("place"))
    standing = models.CharField(_("standing"), max_length=10, choices=Standing, default=Standing.REQUESTER)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "client"], condition=Q(ends_at__isnull=True), name="one_running_membership_per_client"
            ),
            models.CheckConstraint(condition=Q(standing__in=Standing.values), name="a_known_standing"),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gte=F("starts_at")),
                name="a_membership_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} / {self.client}"

    def clean(self) -> None:
        """Raise ValidationError for a person of the firm or a site of another client."""
        if self.person_id and self.person.is_of_firm:
            raise ValidationError({"person": _("Choose a person of clients: this is one of the firm's people.")})
        _refuse_foreign_site(self)


class Assignment(Span):
    """That a person of the firm serves a client; a site only decides who is the face there."""

    client = models.ForeignKey(Client, models.PROTECT, related_name="assignments", verbose_name=_("client"))
    person = models.ForeignKey(User, models.PROTECT, related_name="assignments", verbose_name=_("person"))
    function = models.CharField(_("function"), max_length=12, choices=Function)
    site = models.ForeignKey(Site, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("site"))

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        constraints = [
            models.CheckConstraint(condition=Q(function__in=Function.values), name="a_known_function"),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gte=F("starts_at")),
                name="an_assignment_ends_after_it_starts",
            ),
        ]
        indexes = [
            # The doorway: which clients does this person serve now?
            models.Index(fields=["person", "starts_at", "ends_at"], name="assignment_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_function_display()}, {self.client}"

    def clean(self) -> None:
        """Raise ValidationError unless the person holds the role that the function needs."""
        if self.person_id and self.function and ROLE_OF_FUNCTION[Function(self.function)] not in self.person.role_codes:
            raise ValidationError({"person": _("Choose a person of the firm who holds the role for this function.")})
        _refuse_foreign_site(self)


class ClientEvent(Event):
    """What happened to a client: opened, people added, assignments begun and ended."""

    client = models.ForeignKey(Client, models.PROTECT, related_name="events", verbose_name=_("client"))

    class Meta:
        verbose_name = _("client event")
        verbose_name_plural = _("client events")
        indexes = [
            # The client's own history, newest first.
            models.Index(fields=["client", "-occurred_at", "-id"], name="client_event_history"),
        ]


def _refuse_foreign_site(row: Any) -> None:
    if row.site_id and row.client_id and row.site.client_id != row.client_id:
        raise ValidationError({"site": _("Choose a site of this client.")})
