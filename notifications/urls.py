from django.urls import path

from notifications import views

app_name = "notifications"

urlpatterns = [
    path("news/", views.news, name="list"),
    path("news/count/", views.count, name="count"),
    path("news/read/", views.read, name="read"),
]
