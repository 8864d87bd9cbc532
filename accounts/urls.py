from django.urls import path

from accounts.views import me, photo

app_name = "accounts"
urlpatterns = [
    path("me/", me.me, name="me"),
    path("me/sign-out-everywhere/", me.sign_out_everywhere, name="sign_out_everywhere"),
    path("people/<int:pk>/photo/", photo.photo, name="photo"),
]
