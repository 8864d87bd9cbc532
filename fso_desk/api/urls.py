"""All addresses of the API; each room brings its own."""

from django.urls import include, path

from fso_desk.api.schema import schema

app_name = "api"

urlpatterns = [
    path("schema/", schema, name="schema"),
    path("", include("accounts.api.urls")),
    path("", include("tickets.api.urls")),
    path("", include("escalation.api.urls")),
]
