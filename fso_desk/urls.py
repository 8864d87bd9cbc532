"""All addresses of the desk. Each room brings its own; this page only says where it stands."""

from importlib.util import find_spec

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from fso_desk import health

ROOMS = ["accounts", "sites", "visits", "tickets", "escalation", "today", "notifications", "reports"]

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("setup/", admin.site.urls),
    path("sign-in/", include("allauth.urls")),
    *[path("", include(f"{room}.urls")) for room in ROOMS if find_spec(f"{room}.urls")],
]
