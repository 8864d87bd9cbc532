from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sites.models import Client
from tickets.models import QuestionKind


class Manner(models.TextChoices):
    """What a step is for."""

    FUNCTIONAL = "functional", _("more skill: it takes the ticket")
    HIERARCHICAL = "hierarchical", _("more authority: it is told and asked")


class Level(models.TextChoices):
    """Whom a step names; the people are those assigned to the client, else everybody who holds the role."""

    DESK = "desk", _("service desk")
    ENGINEERS = "engineers", _("system engineers")
    ICT_MANAGER = "ict_manager", _("Shared ICT Manager")


class Chain(models.Model):
    """Where questions of one kind go, for one client or by default for all of them."""

    client = models.ForeignKey(
        Client,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("client"),
        help_text=_("Empty: for every client that has no chain of its own."),
    )
    kind_of_question = models.CharField(_("kind of question"), max_length=16, choices=QuestionKind)

    class Meta:
        verbose_name = _("chain")
        verbose_name_plural = _("chains")
        constraints = [
            models.UniqueConstraint(
                fields=["client", "kind_of_question"],
                name="one_chain_per_client_and_kind",
                violation_error_message=_("This client has a chain for this kind of question already."),
            ),
            models.UniqueConstraint(
                fields=["kind_of_question"],
                condition=Q(client__isnull=True),
                name="one_default_chain_per_kind",
                violation_error_message=_("There is a default chain for this kind of question already."),
            ),
            models.CheckConstraint(
                condition=Q(kind_of_question__in=QuestionKind.values), name="a_chain_is_for_a_known_kind"
            ),
        ]

    def __str__(self) -> str:
        name = self.client.name if self.client else _("every client")
        return f"{name}: {self.get_kind_of_question_display()}"


class Step(models.Model):
    """One step of a chain: whom it is offered to, and how long they have to pick it up."""

    chain = models.ForeignKey(Chain, models.CASCADE, related_name="steps", verbose_name=_("chain"))
    position = models.PositiveSmallIntegerField(_("position"))
    manner = models.CharField(_("manner"), max_length=12, choices=Manner, default=Manner.FUNCTIONAL)
    level = models.CharField(_("offered to"), max_length=12, choices=Level)
    minutes_to_acknowledge = models.PositiveSmallIntegerField(
        _("minutes to pick up"),
        default=30,
        validators=[MinValueValidator(1)],
        help_text=_("Minutes of opening time; every minute where the service level counts so."),
    )

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["chain", "position"], name="one_step_per_position"),
            models.CheckConstraint(condition=Q(manner__in=Manner.values), name="a_step_has_a_known_manner"),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="a_step_names_a_known_level"),
            models.CheckConstraint(condition=Q(minutes_to_acknowledge__gte=1), name="a_step_leaves_some_time"),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.get_level_display()}"
