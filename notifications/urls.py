"""Addresses of news; the segment of a change is its verb."""

from django.urls import path

from notifications.views import choices, mails, news, outbox, stop

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
    path("outbox/mails/", mails.mails, name="mails"),
    path("outbox/mails/<slug:side>/<slug:name>/", mails.mail, name="mail"),
    path("outbox/mails/<slug:side>/<slug:name>/as-sent/", mails.mail_as_sent, name="mail_as_sent"),
]
