"""What is promised, in versions: a change is a new one, and a ticket keeps the one it was opened under."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sites.models import Client
from tickets.lifecycle import WaitingFor
from tickets.models.choices import Priority
from tickets.querysets import PolicyVersionQuerySet
from tickets.targets import Terms


class PolicyVersion(models.Model):
    """What the firm promises a client (None = everybody who has nothing of its own), from an instant (UTC) until the next version.

    follows_firm: from then on it is again what the firm promises everybody; such a version has no targets, and no ticket.
    withdrawn_at: it was entered by mistake and corrected the same day; it holds for no ticket.
    """

    client = models.ForeignKey(
        Client, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("client")
    )
    starts_at = models.DateTimeField(_("from"))
    entered_at = models.DateTimeField(_("entered at"), default=timezone.now)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("entered by")
    )
    follows_firm = models.BooleanField(_("as the firm promises everybody"), default=False)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    objects = PolicyVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("service level")
        verbose_name_plural = _("service levels")
        constraints = [
            models.CheckConstraint(
                condition=Q(follows_firm=False) | Q(client__isnull=False), name="the_firm_does_not_follow_itself"
            ),
        ]
        indexes = [
            # Which one is in force for this client? Asked when a ticket is opened.
            models.Index(fields=["client", "-starts_at", "-id"], name="policy_version_in_force"),
        ]

    def __str__(self) -> str:
        return f"{self.client or '-'}, {self.starts_at:%Y-%m-%d}"


class Target(models.Model):
    """What one version promises for one priority, in minutes; next_word_minutes None = no word is promised.

    A wait for ourselves pauses nothing: there is no column for it.
    """

    version = models.ForeignKey(PolicyVersion, models.CASCADE, related_name="targets", verbose_name=_("service level"))
    priority = models.PositiveSmallIntegerField(_("priority"), choices=Priority)
    response_minutes = models.PositiveIntegerField(_("minutes until the first answer"))
    resolution_minutes = models.PositiveIntegerField(_("minutes until the solution"))
    next_word_minutes = models.PositiveIntegerField(_("minutes until the next word"), null=True, blank=True)
    around_the_clock = models.BooleanField(_("around the clock"), default=False)
    pauses_for_customer = models.BooleanField(_("pauses for the customer"), default=True)
    pauses_for_approval = models.BooleanField(_("pauses for an approval"), default=True)
    pauses_for_supplier = models.BooleanField(_("pauses for a supplier"), default=True)
    pauses_for_delivery = models.BooleanField(_("pauses for a delivery"), default=True)
    pauses_for_visit = models.BooleanField(_("pauses for a visit"), default=False)

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        constraints = [
            models.UniqueConstraint(fields=["version", "priority"], name="one_target_per_version_and_priority"),
            models.CheckConstraint(condition=Q(priority__range=(1, 5)), name="a_target_is_of_priority_1_to_5"),
            models.CheckConstraint(
                condition=Q(response_minutes__gte=1, resolution_minutes__gte=F("response_minutes"))
                & (Q(next_word_minutes__isnull=True) | Q(next_word_minutes__gte=1)),
                name="a_target_takes_time_and_solving_takes_no_less_than_answering",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version}, P{self.priority}"

    @classmethod
    def of(cls, terms: Terms, version: PolicyVersion) -> "Target":
        """Return these terms as a row, unsaved."""
        return cls(
            version=version,
            priority=terms.priority,
            response_minutes=terms.response,
            resolution_minutes=terms.resolution,
            next_word_minutes=terms.next_word,
            around_the_clock=terms.around_the_clock,
            pauses_for_customer=WaitingFor.CUSTOMER in terms.pauses,
            pauses_for_approval=WaitingFor.APPROVAL in terms.pauses,
            pauses_for_supplier=WaitingFor.SUPPLIER in terms.pauses,
            pauses_for_delivery=WaitingFor.DELIVERY in terms.pauses,
            pauses_for_visit=WaitingFor.VISIT in terms.pauses,
        )

    @property
    def terms(self) -> Terms:
        """What it says."""
        pauses = {
            WaitingFor.CUSTOMER.value: self.pauses_for_customer,
            WaitingFor.APPROVAL.value: self.pauses_for_approval,
            WaitingFor.SUPPLIER.value: self.pauses_for_supplier,
            WaitingFor.DELIVERY.value: self.pauses_for_delivery,
            WaitingFor.VISIT.value: self.pauses_for_visit,
        }
        return Terms(
            self.priority,
            self.response_minutes,
            self.resolution_minutes,
            self.next_word_minutes,
            self.around_the_clock,
            frozenset(wait for wait, does in pauses.items() if does),
        )
