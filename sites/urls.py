from django.urls import path

from sites.views import clients, opening

app_name = "sites"
urlpatterns = [
    path("clients/", clients.clients, name="list"),
    path("clients/<int:pk>/", clients.client, name="show"),
    path("clients/<int:pk>/opening/", opening.opening, name="opening"),
    path("clients/<int:pk>/opening/<int:site>/", opening.set_opening_hours, name="set_opening_hours"),
    path("clients/<int:pk>/closing-days/", opening.add_closing_day, name="add_closing_day"),
    path(
        "clients/<int:pk>/closing-days/<int:day>/withdraw/", opening.withdraw_closing_day, name="withdraw_closing_day"
    ),
    path("service-window/", opening.set_service_window, name="set_service_window"),
]
