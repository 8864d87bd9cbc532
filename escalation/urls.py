"""Addresses of the second line; the segment of a change is its verb."""

from django.urls import path

from escalation.views import alarm, handover, offers, panel

app_name = "escalation"

urlpatterns = [
    path("escalations/", offers.offers, name="list"),
    path("escalations/<int:pk>/pick-up/", offers.pick_up, name="pick_up"),
    path("escalations/<int:pk>/hand-back/", offers.hand_back, name="hand_back"),
    path("escalations/<int:pk>/withdraw/", offers.withdraw, name="withdraw"),
    path("tickets/<int:number>/alarm/", alarm.alarm, name="alarm"),
    path("tickets/<int:number>/escalate/", handover.escalate, name="escalate"),
    path("tickets/<int:number>/escalation/", panel.panel, name="panel"),
]
