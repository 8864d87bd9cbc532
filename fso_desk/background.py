"""How work in the background is handed on and taken: the settings of Celery. The settings ask here.

Losing a message is allowed (the sweeper finds what was not done), doing it twice too.
"""

from pathlib import Path
from typing import Any

from fso_desk import schedule


def is_redis(broker_url: str) -> bool:
    """Whether this broker is a Redis; else it is folders on the disk."""
    return broker_url.startswith(("redis://", "rediss://"))


def celery_settings(broker_url: str, *, var_dir: Path, prefix: str) -> dict[str, Any]:
    """Return the settings of Celery.

    var_dir: where a queue on the disk stands, and what the clock remembers. prefix: of every key in a Redis.
    """
    return {
        "CELERY_BROKER_URL": broker_url,
        "CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP": True,
        "CELERY_BROKER_TRANSPORT_OPTIONS": _on_redis(prefix) if is_redis(broker_url) else _on_disk(var_dir / "broker"),
        "CELERY_TASK_DEFAULT_QUEUE": "fso-desk",
        "CELERY_TASK_SERIALIZER": "json",
        "CELERY_ACCEPT_CONTENT": ["json"],
        "CELERY_TASK_IGNORE_RESULT": True,
        "CELERY_TASK_ACKS_LATE": True,
        "CELERY_TASK_REJECT_ON_WORKER_LOST": True,
        "CELERY_TASK_PUBLISH_RETRY": False,
        "CELERY_TASK_TIME_LIMIT": 120,  # seconds; each task names its own
        "CELERY_WORKER_ENABLE_REMOTE_CONTROL": False,
        "CELERY_WORKER_SEND_TASK_EVENTS": False,
        "CELERY_WORKER_HIJACK_ROOT_LOGGER": False,
        "CELERY_WORKER_PREFETCH_MULTIPLIER": 1,
        "CELERY_TIMEZONE": "UTC",
        "CELERY_ENABLE_UTC": True,
        "CELERY_BEAT_SCHEDULE": schedule.ENTRIES,
        "CELERY_BEAT_SCHEDULE_FILENAME": str(var_dir / "beat-schedule"),
    }


def _on_redis(prefix: str) -> dict[str, Any]:
    return {
        "global_keyprefix": prefix,
        "visibility_timeout": 300,  # seconds
        "unacked_restore_throttle": 1,
        # A web request tries a dead Redis once and this long; the worker has its own patience (celery.py).
        "max_retries": 0,
        "socket_connect_timeout": 0.1,  # seconds; a Redis that hangs may cost a page 200 ms at most
        "socket_timeout": 0.1,
    }


def _on_disk(folder: Path) -> dict[str, Any]:
    return {
        "data_folder_in": str(folder / "messages"),
        "data_folder_out": str(folder / "messages"),
        "control_folder": str(folder / "control"),
        "processed_folder": str(folder / "processed"),
        "polling_interval": 0.2,  # seconds; the default of one would make a mail wait
    }
