"""The Celery application: `celery -A fso_desk worker`. Rooms declare tasks with `celery.shared_task`."""

import os
import time
from typing import Any

from celery import Celery
from celery.signals import beat_init, before_task_publish, celeryd_init
from django.conf import settings
from kombu.transport import TRANSPORT_ALIASES

from fso_desk.startup import make_var_folders, refuse_to_serve_unsafely

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fso_desk.settings")
TRANSPORT_ALIASES["filesystem"] = "fso_desk.queue_on_disk:Transport"

app = Celery("fso_desk")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.beat_scheduler = "fso_desk.beat:SteadyScheduler"
app.autodiscover_tasks()


@celeryd_init.connect
def prepare_worker(*, conf: Any, **_: Any) -> None:
    """Check the settings, and let the worker wait for Redis longer than a web request may."""
    make_var_folders()
    refuse_to_serve_unsafely()
    if settings.ON_REDIS:
        patient = {"max_retries": None, "socket_connect_timeout": 5, "socket_timeout": 30}  # seconds
        conf.broker_transport_options = {**conf.broker_transport_options, **patient}


@beat_init.connect
def prepare_beat(**_: Any) -> None:
    make_var_folders()
    refuse_to_serve_unsafely()


@before_task_publish.connect
def say_when(*, headers: dict[str, Any], **_: Any) -> None:
    """Write on every call when it was sent (seconds since 1970, UTC): so a task that the clock sends knows that it lives."""
    headers["sent_at"] = time.time()
