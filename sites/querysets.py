from datetime import datetime
from typing import Self, TypeVar

from django.db import models
from django.db.models import Q

M = TypeVar("M", bound=models.Model)


def running_at(at: datetime) -> Q:
    """Return the condition that a row with ``starts_at`` and ``ends_at`` (UTC instants) is in force at ``at``."""
    return Q(starts_at__lte=at) & (Q(ends_at__isnull=True) | Q(ends_at__gt=at))


def not_closed(at: datetime, *, of: str = "") -> Q:
    """Return the condition that a client or place is not closed at ``at``. of: the way to it, e.g. ``"client__"``."""
    return Q((f"{of}closed_at__isnull", True)) | Q((f"{of}closed_at__gt", at))


class SpanQuerySet(models.QuerySet[M]):
    """Rows that are true from an instant until another one."""

    def running(self, at: datetime) -> Self:
        """Return the rows in force at this instant (twin of ``Span.is_running``)."""
        return self.filter(running_at(at))


class KnownQuerySet(models.QuerySet[M]):
    """Rows that somebody entered at an instant and may have withdrawn at another."""

    def known(self, at: datetime) -> Self:
        """Return what was known at this instant (UTC)."""
        return self.filter(Q(entered_at__lte=at) & (Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=at)))
