"""Set-up of clients: their terms, mail domains, places, people, and who serves them. Every save goes through actions."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import Language, Side, User
from accounts.queries import person_with_address
from accounts.set_up import KeptInline, SetUpAdmin, SetUpForm
from sites import actions
from sites.actions.clients import clean_domain
from sites.models import Assignment, Client, MailDomain, Membership, Site, Standing


class MailDomainForm(SetUpForm):
    """A mail domain, refused when anybody can have an address there."""

    class Meta:
        model = MailDomain
        fields = ["domain"]

    def clean_domain(self) -> str:
        """Return the domain as stored."""
        try:
            return clean_domain(self.cleaned_data["domain"])
        except ValidationError as refusal:
            raise ValidationError(refusal.messages) from None


class MailDomainInline(KeptInline):
    """Who signs up with an address there joins this client."""

    model = MailDomain
    form = MailDomainForm

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A domain that is given stays: who joined by it came by it."""
        return False


class SiteInline(KeptInline):
    """Places of the client."""

    model = Site
    fields = ("name", "address", "time_zone", "country", "region", "closed_at")


@admin.register(Client)
class ClientAdmin(SetUpAdmin):
    """Clients with their mail domains and places."""

    list_display = ("name", "service_model", "opens_at", "closed_at")
    list_filter = ("service_model",)
    search_fields = ("name",)
    ordering = ("name",)
    inlines = (MailDomainInline, SiteInline)

    def save_model(self, request: HttpRequest, obj: Client, form: Any, change: bool) -> None:
        """Add or change the client through the actions."""
        told = dict(form.cleaned_data)
        opens_at, closed_at = told.pop("opens_at"), told.pop("closed_at")
        if change:
            client = Client.objects.get(pk=obj.pk)
            client = actions.change_client(client, actor=self.actor_of(request), closed_at=closed_at, **told)
        else:
            client = actions.add_client(actor=self.actor_of(request), **told)
            obj.pk = client.pk
        actions.open_client(client, opens_at=opens_at, actor=self.actor_of(request))

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Add domains and places, change places."""
        formset.new_objects, formset.changed_objects, formset.deleted_objects = [], [], []
        client = Client.objects.get(pk=form.instance.pk)
        for row in formset.forms:
            told = {name: value for name, value in row.cleaned_data.items() if name not in {"id", "client"}}
            if not row.has_changed():
                continue
            if formset.model is MailDomain:
                actions.add_mail_domain(client, domain=told["domain"], actor=self.actor_of(request))
            elif row.instance.pk:
                actions.change_site(Site.objects.get(pk=row.instance.pk), actor=self.actor_of(request), **told)
            else:
                told.pop("closed_at")
                actions.add_site(client, actor=self.actor_of(request), **told)


class MembershipForm(SetUpForm):
    """Somebody new by name (and address), or somebody who exists already."""

    name = forms.CharField(label=_("Name"), max_length=120, required=False, help_text=_("Of somebody new."))
    email = forms.EmailField(
        label=_("E-mail address"), max_length=254, required=False, help_text=_("Without one he cannot sign in.")
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=[("", _("the client's")), *Language.choices], required=False
    )
    phone = forms.CharField(label=_("Phone"), max_length=32, required=False)
    has_left = forms.BooleanField(label=_("Has left"), required=False, help_text=_("All his sessions end at once."))

    class Meta:
        model = Membership
        fields = ["client", "person", "site", "standing"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "person" in self.fields:
            people: Any = self.fields["person"]
            people.queryset = User.objects.active().filter(side=Side.CLIENT).order_by("name")
            people.required = False
            people.help_text = _("Somebody who works for another client already.")

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two, and refuse an address that is taken in words that do not say whose."""
        told: dict[str, Any] = super().clean() or {}
        client = self.instance.client_id or getattr(told.get("client"), "pk", None)
        if told.get("site") and client and told["site"].client_id != client:
            self.add_error("site", _("Choose a site of this client."))
        if self.instance.pk:
            return told
        if bool(told.get("name")) == bool(told.get("person")):
            self.add_error("name", _("Give the name of somebody new, or choose a person, not both."))
        if person_with_address(told.get("email")):
            self.add_error("email", _("This address cannot be used here. Choose another one, or ask the firm."))
        return told

    def _post_clean(self) -> None:
        """The rows are made by the actions, which check them; the person may not exist yet."""


@admin.register(Membership)
class MembershipAdmin(SetUpAdmin):
    """Who works for which client."""

    form = MembershipForm
    list_display = ("client", "person", "standing", "site", "starts_at", "ends_at")
    list_filter = ("client", "standing")
    list_select_related = ("person", "client", "site")
    search_fields = ("person__name", "person__email")
    ordering = ("person__name",)

    def get_fields(self, request: HttpRequest, obj: Membership | None = None) -> Any:
        """Somebody who is a member: where, as what, and whether he has left."""
        if obj is not None:
            return ["client", "person", "site", "standing", "has_left"]
        return ["client", "name", "email", "language", "phone", "person", "site", "standing"]

    def get_readonly_fields(self, request: HttpRequest, obj: Membership | None = None) -> Any:
        """Whose membership it is stays."""
        return ["client", "person"] if obj else []

    def save_model(self, request: HttpRequest, obj: Membership, form: Any, change: bool) -> None:
        """Add, change or end through the actions."""
        told, actor = form.cleaned_data, self.actor_of(request)
        if change:
            kept = Membership.objects.select_related("client").get(pk=obj.pk)
            row = actions.change_membership(kept, site=told["site"], standing=told["standing"], actor=actor)
            if told["has_left"]:
                actions.end_membership(row, actor=actor)
            return
        where: dict[str, Any] = {"site": told["site"], "standing": told["standing"] or Standing.REQUESTER}
        if told["person"]:
            row = actions.add_member(told["client"], person=told["person"], actor=actor, **where)
        else:
            words = {name: told[name] for name in ("name", "email", "language", "phone")}
            person = actions.add_person_of_client(told["client"], actor=actor, **words, **where)
            row = Membership.objects.get(person=person, client=told["client"])
        obj.pk, obj.person, obj.client = row.pk, row.person, row.client


class AssignmentForm(SetUpForm):
    """Who serves a client as what."""

    has_ended = forms.BooleanField(
        label=_("Has ended"), required=False, help_text=_("Open tickets get another contact at once.")
    )

    class Meta:
        model = Assignment
        fields = ["client", "person", "function", "site", "starts_at", "ends_at"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "person" in self.fields:
            people: Any = self.fields["person"]
            people.queryset = User.objects.active().of_firm().order_by("name")


@admin.register(Assignment)
class AssignmentAdmin(SetUpAdmin):
    """Who of the firm serves which client."""

    form = AssignmentForm
    list_display = ("client", "person", "function", "site", "starts_at", "ends_at")
    list_filter = ("client", "function")
    list_select_related = ("person", "client", "site")
    search_fields = ("person__name", "client__name")
    ordering = ("client__name", "function", "person__name")

    def get_fields(self, request: HttpRequest, obj: Assignment | None = None) -> Any:
        """What is assigned stays as it was; it can only end."""
        told = ["client", "person", "function", "site", "starts_at", "ends_at"]
        return [*told, "has_ended"] if obj else told

    def get_readonly_fields(self, request: HttpRequest, obj: Assignment | None = None) -> Any:
        """What is assigned stays as it was."""
        return ["client", "person", "function", "site", "starts_at", "ends_at"] if obj else []

    def save_model(self, request: HttpRequest, obj: Assignment, form: Any, change: bool) -> None:
        """Begin or end through the actions."""
        told = form.cleaned_data
        if change:
            if told["has_ended"]:
                kept = Assignment.objects.select_related("client").get(pk=obj.pk)
                actions.end_assignment(kept, actor=self.actor_of(request))
            return
        told.pop("has_ended", None)
        row = actions.assign_person(told.pop("client"), actor=self.actor_of(request), **told)
        obj.pk = row.pk
