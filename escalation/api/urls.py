"""Addresses of the second line in the API: those of the pages, below /api/v1/."""

from django.urls import path

from escalation.api import views

app_name = "escalation"

urlpatterns = [
    path("escalations/", views.offers, name="list"),
    path("escalations/<int:pk>/pick-up/", views.pick_up, name="pick_up"),
    path("escalations/<int:pk>/hand-back/", views.hand_back, name="hand_back"),
    path("escalations/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("tickets/<int:number>/escalate/", views.escalate, name="escalate"),
    path("tickets/<int:number>/escalations/", views.of_ticket, name="of_ticket"),
]
