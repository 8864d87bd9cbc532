from django.urls import path

from bench.floor import views

urlpatterns = [
    path("queue/", views.queue),
    path("tickets/<int:number>/", views.show),
    path("ask/", views.ask),
]
