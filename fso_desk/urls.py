"""All addresses of the desk. Each room brings its own; this page only says where it stands."""

from importlib.util import find_spec

from django.conf import settings
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from accounts.views.language import set_language
from fso_desk import health, home

ROOMS = ["accounts", "sites", "visits", "tickets", "escalation", "today", "notifications", "reports"]

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("", home.home, name="home"),
    path("language/", set_language, name="set_language"),
    path("setup/", admin.site.urls),
    path("sign-in/", include("accounts.sign_in_urls")),
    path("api/v1/", include("fso_desk.api.urls")),
    *[path("", include(f"{room}.urls")) for room in ROOMS if find_spec(f"{room}.urls")],
    *([path("", include("demo.urls"))] if settings.DEMO else []),
]

handler400 = "fso_desk.errors.bad_request"
handler403 = "fso_desk.errors.not_allowed"
handler404 = "fso_desk.errors.not_found"
handler429 = "fso_desk.errors.too_many"  # called by the rate limits of sign-in
handler500 = "fso_desk.errors.failed"
