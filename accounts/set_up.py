"""The set-up pages: Django's admin, for administrators only, for set-up tables only, where nothing is deleted."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _

from accounts.doorway import person_of
from accounts.models import User

if TYPE_CHECKING:  # the library's classes take no parameter when they run
    _Admin = admin.ModelAdmin[Any]
    _Inline = admin.TabularInline[Any, Any]
    _Form = forms.ModelForm[Any]
else:
    _Admin, _Inline, _Form = admin.ModelAdmin, admin.TabularInline, forms.ModelForm


class SetUpSite(admin.AdminSite):
    """The way in is the desk's own; for everybody else signed in these pages never were."""

    site_header = _("Set-up of the desk")
    site_title = _("Set-up")
    index_title = _("What can be set up")
    site_url = "/"
    enable_nav_sidebar = False

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Only tables of our own rooms: keys, secrets and log-ins of the libraries are never listed."""
        offered: list[Any] = [model_or_iterable] if isinstance(model_or_iterable, type) else list(model_or_iterable)
        ours = [model for model in offered if model._meta.app_label in settings.ROOMS]  # noqa: SLF001 - its public name
        super().register(ours, admin_class, **options)

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Send to the desk's sign-in page, or answer 404 to whoever is signed in and sets nothing up."""
        if request.user.is_authenticated:
            raise Http404
        return redirect_to_login(request.get_full_path())

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """As the library's, but the two answers of login() are given for every page."""
        guarded = super().admin_view(view, cacheable)

        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not self.has_permission(request):
                return self.login(request)
            answer: HttpResponseBase = guarded(request, *args, **kwargs)
            return answer

        return inner

    def get_urls(self) -> list[Any]:
        """Without the library's own sign-in, sign-out and password pages: the desk has its own."""
        left_out = {"login", "logout", "password_change", "password_change_done", "autocomplete", "view_on_site"}
        return [url for url in super().get_urls() if getattr(url, "name", None) not in left_out]


class LoggedSetUpAdmin(_Admin):
    """A set-up table that nothing hangs its facts on: who changed which field stands in the library's own log."""

    actions = None
    list_per_page = 50
    show_full_result_count = False
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing is deleted: people are deactivated, clients closed, categories retired."""
        return False


class SetUpAdmin(LoggedSetUpAdmin):
    """A set-up table whose saves go through actions, which record who did what; the library's own log stays empty."""

    @staticmethod
    def actor_of(request: HttpRequest) -> User:
        """Return who saves; nobody comes this far without being an administrator."""
        return person_of(request)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """The library's history is not kept for these."""
        raise Http404

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> None:  # type: ignore[override]
        """The action has recorded it."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> None:  # type: ignore[override]
        """The action has recorded it."""


class SetUpForm(_Form):
    """The form of a set-up table. A choice among the rows of many clients says whose each is."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        site: Any = self.fields.get("site")
        if site is not None:
            site.queryset = site.queryset.select_related("client").order_by("client__name", "name")
            site.label_from_instance = lambda row: f"{row.client.name}, {row.name}"


class KeptInline(_Inline):
    """Rows that are added and corrected on the page of what they belong to, never deleted."""

    extra = 1
    can_delete = False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
