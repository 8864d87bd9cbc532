from django.urls import path

from sites.views import clients

app_name = "sites"
urlpatterns = [
    path("clients/", clients.clients, name="list"),
    path("clients/<int:pk>/", clients.client, name="show"),
]
