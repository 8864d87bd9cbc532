from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from escalation.models.chain import Chain, Step
from escalation.querysets import LIVE, EscalationQuerySet, OfferQuerySet
from history.models import Words
from tickets.models import Ticket


class Standing(models.TextChoices):
    """Where an escalation stands, or how it ended."""

    OFFERED = "offered", _("offered")
    PICKED_UP = "picked_up", _("picked up")
    HANDED_BACK = "handed_back", _("handed back")
    SOLVED = "solved", _("solved")
    WITHDRAWN = "withdrawn", _("withdrawn")


ENDED = [Standing.HANDED_BACK.value, Standing.SOLVED.value, Standing.WITHDRAWN.value]


def _words(meaning: Any, **options: Any) -> "models.ForeignKey[Any, Any]":
    return models.ForeignKey(Words, models.PROTECT, related_name="+", verbose_name=meaning, **options)


def _person(meaning: Any) -> "models.ForeignKey[Any, Any]":
    return models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=meaning)


class Escalation(models.Model):
    """That a ticket went to the second line, beside its own life. Instants are UTC. Changed only by our actions."""

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="escalations", verbose_name=_("ticket"))
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="+", verbose_name=_("chain"))
    step = models.ForeignKey(Step, models.PROTECT, related_name="+", verbose_name=_("step"))
    status = models.CharField(_("status"), max_length=12, choices=Standing, default=Standing.OFFERED)
    wrong = _words(_("what is wrong"))
    tried = _words(_("what was tried"))
    needed = _words(_("what is needed"))
    escalated_by = _person(_("escalated by"))
    offered_at = models.DateTimeField(_("offered at"))
    acknowledge_due_at = models.DateTimeField(_("to be picked up by"))
    picked_up_by = _person(_("picked up by"))
    picked_up_at = models.DateTimeField(_("picked up at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    done = _words(_("what was done"), null=True, blank=True)
    needed_on_site = _words(_("what is still needed on site"), null=True, blank=True)

    objects = EscalationQuerySet.as_manager()

    class Meta:
        verbose_name = _("escalation")
        verbose_name_plural = _("escalations")
        constraints = [
            models.UniqueConstraint(
                fields=["ticket"], condition=Q(status__in=LIVE), name="one_live_escalation_per_ticket"
            ),
            models.CheckConstraint(condition=Q(status__in=Standing.values), name="an_escalation_stands_somewhere"),
            models.CheckConstraint(
                condition=Q(status__in=ENDED, ended_at__isnull=False) | Q(status__in=LIVE, ended_at__isnull=True),
                name="ended_at_is_set_if_and_only_if_it_ended",
            ),
            models.CheckConstraint(
                condition=Q(picked_up_by__isnull=True, picked_up_at__isnull=True)
                | Q(picked_up_by__isnull=False, picked_up_at__isnull=False),
                name="who_picked_up_and_when_go_together",
            ),
            models.CheckConstraint(
                condition=Q(status=Standing.OFFERED.value, picked_up_by__isnull=True)
                | Q(
                    status__in=[Standing.PICKED_UP.value, Standing.HANDED_BACK.value, Standing.SOLVED.value],
                    picked_up_by__isnull=False,
                )
                | Q(status=Standing.WITHDRAWN.value),
                name="only_what_was_picked_up_has_a_taker",
            ),
            models.CheckConstraint(
                condition=Q(status=Standing.HANDED_BACK.value) | Q(done__isnull=True, needed_on_site__isnull=True),
                name="only_what_was_handed_back_says_what_was_done",
            ),
        ]
        indexes = [
            # The panel of a ticket: the live one and the past ones.
            models.Index(fields=["ticket", "-offered_at", "-id"], name="escalation_of_ticket"),
            # "Picked up by you", and what was handed back lately.
            models.Index(fields=["picked_up_by", "status"], name="escalation_of_taker"),
            # Reports: what was escalated in a period.
            models.Index(fields=["offered_at"], name="escalation_in_period"),
        ]

    def __str__(self) -> str:
        return f"{self.ticket_id}: {self.get_status_display()}"

    @property
    def is_live(self) -> bool:
        """Whether it holds its ticket (twin of ``EscalationQuerySet.live``)."""
        return self.status in LIVE

    def is_late(self, at: datetime) -> bool:
        """Whether nobody picked it up in time."""
        return self.status == Standing.OFFERED and self.acknowledge_due_at < at


class Offer(models.Model):
    """That an escalation is offered to a person, from one instant (UTC) until another (None = still)."""

    escalation = models.ForeignKey(Escalation, models.CASCADE, related_name="offers", verbose_name=_("escalation"))
    person = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("person"))
    made_at = models.DateTimeField(_("made at"))
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    objects = OfferQuerySet.as_manager()

    class Meta:
        verbose_name = _("offer")
        verbose_name_plural = _("offers")
        constraints = [
            models.UniqueConstraint(
                fields=["escalation", "person"],
                condition=Q(ended_at__isnull=True),
                name="one_standing_offer_per_person_and_escalation",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("made_at")),
                name="an_offer_ends_after_it_is_made",
            ),
        ]
        indexes = [
            # "Offered to you".
            models.Index(fields=["person"], condition=Q(ended_at__isnull=True), name="offer_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.escalation_id} / {self.person}"
