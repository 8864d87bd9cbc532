"""The addresses of a desk in demo mode."""

from django.urls import include, path

from fso_desk.urls import handler400, handler403, handler404, handler429, handler500
from fso_desk.urls import urlpatterns as real

__all__ = ["handler400", "handler403", "handler404", "handler429", "handler500", "urlpatterns"]

urlpatterns = [*real, path("", include("demo.urls"))]
