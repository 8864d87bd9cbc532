"""A desk in which every room of the navigation exists."""

from django.urls import path

from accounts.views.language import set_language
from tests.frame.urls import page, rooms

urlpatterns = [
    *rooms(
        today={"show": "today/", "planning": "planning/"},
        tickets={
            "queue": "queue/",
            "list": "tickets/",
            "record": "tickets/record/",
            "problems": "problems/",
            "visit_list": "visits/list/",
        },
        visits={"list": "visits/"},
        sites={"list": "clients/", "calendars": "settings/calendars/"},
        escalation={"list": "escalations/", "chains": "settings/chains/"},
        reports={"list": "reports/", "portfolio": "portfolio/"},
        accounts={"me": "me/", "people": "people/"},
    ),
    path("frame/page/", page),
    path("language/", set_language, name="set_language"),
]
