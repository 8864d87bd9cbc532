"""The wiring of FSO Desk: settings, addresses, processes. It knows every room and holds no rule."""

from fso_desk.celery import app as celery_app

__all__ = ["celery_app"]
