"""Addresses of reports."""

from django.urls import path

from reports import views

app_name = "reports"

urlpatterns = [
    path("portfolio/", views.portfolio, name="portfolio"),
    path("reports/", views.clients, name="list"),
    path("reports/<int:client_pk>/", views.show, name="show"),
]
