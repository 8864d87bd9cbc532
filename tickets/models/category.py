from django.db import models
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from tickets.models.choices import Priority, QuestionKind


class Category(models.Model):
    """What a ticket is about, in the firm's words; retired, never deleted."""

    name_en = models.CharField(_("name in English"), max_length=80, blank=True)
    name_fr = models.CharField(_("name in French"), max_length=80, blank=True)
    name_nl = models.CharField(_("name in Dutch"), max_length=80, blank=True)
    question_kind = models.CharField(_("kind of question"), max_length=16, choices=QuestionKind)
    floor = models.PositiveSmallIntegerField(
        _("at least this priority when work has stopped"), null=True, blank=True, choices=Priority
    )
    floor_always = models.BooleanField(_("at least this priority, always"), default=False)
    retired_at = models.DateTimeField(_("retired at"), null=True, blank=True)

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        constraints = [
            models.CheckConstraint(
                condition=~Q(name_en="", name_fr="", name_nl=""),
                name="a_category_has_a_name",
                violation_error_message=_("Write a name in at least one language."),
            ),
            models.CheckConstraint(
                condition=Q(question_kind__in=QuestionKind.values), name="a_category_names_a_kind_of_question"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language, else in any."""
        names = {"en": self.name_en, "fr": self.name_fr, "nl": self.name_nl}
        wanted = (translation.get_language() or "en")[:2]
        return names.get(wanted) or self.name_en or self.name_fr or self.name_nl
