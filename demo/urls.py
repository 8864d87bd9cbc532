from django.urls import path

from demo import views

app_name = "demo"

urlpatterns = [
    path("demo/", views.cast, name="cast"),
    path("demo/sign-in/<int:pk>/", views.sign_in, name="sign_in"),
    path("demo/mail/", views.mails, name="mails"),
    path("demo/mail/<int:pk>/", views.mail, name="mail"),
    path("demo/mail/<int:pk>/as-sent/", views.mail_as_sent, name="mail_as_sent"),
]
