from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from sites.models.client import Client, Site
from sites.querysets import SpanQuerySet


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


def _refuse_foreign_site(row: Any) -> None:
    if row.site_id and row.client_id and row.site.client_id != row.client_id:
        raise ValidationError({"site": _("Choose a site of this client.")})
