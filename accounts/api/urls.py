"""Addresses of the API's own tokens."""

from django.urls import path

from accounts.api import views

app_name = "accounts"

urlpatterns = [
    path("tokens/", views.tokens, name="tokens"),
    path("tokens/make/", views.make_token, name="make_token"),
    path("tokens/<slug:code>/revoke/", views.revoke_token, name="revoke_token"),
]
