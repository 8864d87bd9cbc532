"""Addresses of news; the segment of a change is its verb."""

from django.urls import path

from notifications.views import choices, news, outbox, stop

app_name = "notifications"

urlpatterns = [
    path("news/", news.news, name="list"),
    path("news/count/", news.count, name="count"),
    path("news/read/", news.read, name="read"),
    path("news/stop/<str:token>/", stop.stop, name="stop"),
    path("me/news/", choices.choose, name="choose"),
    # outbox/
    path("outbox/", outbox.show, name="outbox"),
    path("outbox/try-again/", outbox.try_again, name="try_again"),
    path("outbox/dismiss/", outbox.dismiss, name="dismiss"),
    path("outbox/resume/", outbox.resume, name="resume"),
]
