"""Set-up of chains, and of nothing else here: no page of set-up changes an escalation."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.set_up import KeptInline, LoggedSetUpAdmin
from escalation.models import Chain, Manner, Step


class StepsInOrder(BaseInlineFormSet):  # type: ignore[type-arg] # not subscriptable when it runs
    """The steps of one chain: somebody must be able to take the ticket."""

    def clean(self) -> None:
        """Raise ValidationError when no step takes the ticket."""
        super().clean()
        manners = [form.cleaned_data.get("manner") for form in self.forms if form.cleaned_data]
        if not any(self.errors) and Manner.FUNCTIONAL not in manners:
            raise ValidationError(gettext("Give the chain at least one step that takes the ticket."))


class StepInline(KeptInline):
    """The steps, by position."""

    model = Step
    formset = StepsInOrder
    fields = ("position", "manner", "level", "minutes_to_acknowledge")
    extra = 1


@admin.register(Chain)
class ChainAdmin(LoggedSetUpAdmin):
    """Where questions go: each chain reads as a sentence."""

    list_display = ("name", "kind_of_question", "sentence")
    list_filter = ("kind_of_question",)
    list_select_related = ("client",)
    ordering = ("client__name", "kind_of_question")
    inlines = (StepInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Chain]:
        """Bring the steps along."""
        return super().get_queryset(request).prefetch_related("steps")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """A chain stays that of its client and kind: past escalations went along it."""
        return ("client", "kind_of_question") if obj else ()

    @admin.display(description=_("client"), ordering="client__name")
    def name(self, chain: Chain) -> str:
        """Whose chain it is."""
        return chain.client.name if chain.client else gettext("every client")

    @admin.display(description=_("goes to"))
    def sentence(self, chain: Chain) -> str:
        """The steps in order, each with its time."""
        return " - ".join(
            gettext("%(level)s, %(minutes)d min")
            % {"level": step.get_level_display(), "minutes": step.minutes_to_acknowledge}
            for step in chain.steps.all()
        )
