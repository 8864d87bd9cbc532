"""Set-up of people. Every save goes through actions, which check the right and record who did it."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts import actions
from accounts.actions.faces import UNREADABLE
from accounts.forms.photo import PhotoField
from accounts.models import Role, Side, User
from accounts.permissions import can_deactivate, can_set_roles
from accounts.pictures import NoPicture, small_face
from accounts.queries import person_with_address
from accounts.set_up import SetUpAdmin, SetUpForm


class PersonForm(SetUpForm):
    """A person, with roles as ticks."""

    held = forms.MultipleChoiceField(
        label=_("Roles"), choices=Role.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    photo = PhotoField(label=_("Photo"), required=False)

    class Meta:
        model = User
        fields = [
            "name",
            "email",
            "phone",
            "language",
            "time_zone",
            "is_team_lead",
            "must_use_second_factor",
            "is_active",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["held"].initial = sorted(self.instance.role_codes)
        if self.instance.pk and not self.instance.is_of_firm:
            for name in ("held", "photo", "is_team_lead", "must_use_second_factor"):
                self.fields.pop(name, None)

    def clean_email(self) -> str | None:
        """Refuse an address that is taken; the administrator may know by whom, he sees everybody."""
        email = User.clean_email(self.cleaned_data.get("email"))
        holder = person_with_address(email)
        if holder is not None and holder.pk != self.instance.pk:
            raise forms.ValidationError(_("This address cannot be used here. Choose another one, or ask the firm."))
        return email

    def clean_photo(self) -> Any:
        """Return the uploaded file; refuse what is no picture before anything is saved."""
        photo = self.cleaned_data.get("photo")
        if photo:
            try:
                small_face(photo.read())
            except NoPicture:
                raise forms.ValidationError(UNREADABLE) from None
            photo.seek(0)
        return photo

    def clean(self) -> dict[str, Any]:
        """Refuse what the actions would refuse, at the field."""
        told: dict[str, Any] = super().clean() or {}
        if self.instance.pk:
            stored = User.objects.get(pk=self.instance.pk)
            roles = can_set_roles(None, stored, frozenset(told.get("held", stored.role_codes)))
            if not roles:
                self.add_error("held", roles.reason)
            active = can_deactivate(None, stored)
            if not told.get("is_active") and not active:
                self.add_error("is_active", active.reason)
        return told


@admin.register(User)
class PersonAdmin(SetUpAdmin):
    """All people. Those of clients are added with their membership, in the room of clients."""

    form = PersonForm
    list_display = ("name", "email", "side", "is_active", "is_team_lead")
    list_filter = ("side", "is_active", "roles__role", "is_team_lead")
    search_fields = ("name", "email")
    ordering = ("name",)
    fieldsets: ClassVar[Any] = None

    def get_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        """A client's person has no roles; somebody new is active."""
        known = ["name", "email", "phone", "language", "time_zone"]
        if obj is not None and not obj.is_of_firm:
            return [*known, "is_active"]
        firm = [*known, "held", "is_team_lead", "must_use_second_factor", "photo"]
        return [*firm, "is_active"] if obj else firm

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """Administrators see everybody."""
        return User.objects.get_queryset()

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """Add or correct the person through the actions."""
        actor, told = self.actor_of(request), form.cleaned_data
        words = {name: told[name] for name in ("name", "email", "phone", "language", "time_zone")}
        lead = told.get("is_team_lead", False)
        if change:
            person = actions.correct_person(User.objects.get(pk=obj.pk), actor=actor, is_team_lead=lead, **words)
            if "held" in told:
                person = actions.set_roles(person, roles=told["held"], actor=actor)
            act = actions.reactivate if told["is_active"] else actions.deactivate
            person = act(person, actor=actor)
        else:
            person = actions.add_person(side=Side.FIRM, roles=told["held"], is_team_lead=lead, actor=actor, **words)
            obj.pk = person.pk
        if "must_use_second_factor" in told:
            actions.demand_second_factor(person, demanded=told["must_use_second_factor"], actor=actor)
        if photo := told.get("photo"):
            actions.change_face(person, upload=photo.read(), actor=actor)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Nothing hangs on this form that save_model has not stored."""
