"""Is it alive, and can it work? For whoever watches the processes; it tells no more than yes or no per part."""

import logging
from collections.abc import Callable

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from fso_desk.celery import app

logger = logging.getLogger(__name__)


@never_cache
@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """The process answers. Nothing else is touched, so a slow database does not get it killed."""
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """The process can do its work: 200, or 503 and which part cannot."""
    parts = {name: _works(name, probe) for name, probe in PROBES.items()}
    return JsonResponse(parts, status=200 if all(parts.values()) else 503)


def _works(name: str, probe: Callable[[], bool]) -> bool:
    try:
        return probe()
    except Exception:
        # Whatever is wrong with a part is the answer here, and the reason belongs in the log, not on the page.
        logger.warning("Not ready: %s", name, exc_info=True)
        return False


def _database_answers() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone() == (1,))


def _database_is_current() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _cache_answers() -> bool:
    cache.get("fso-desk-ready")
    return True


def _broker_answers() -> bool:
    if not settings.ON_REDIS:
        return (settings.VAR_DIR / "broker" / "messages").is_dir()
    with app.connection_for_write() as broker:
        broker.ensure_connection(max_retries=1, timeout=1)
    return True


PROBES: dict[str, Callable[[], bool]] = {
    "database": _database_answers,
    "migrations": _database_is_current,
    "cache": _cache_answers,
    "broker": _broker_answers,
}
