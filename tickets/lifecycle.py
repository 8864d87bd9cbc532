"""The life of a ticket: one table on one page. Pure Python."""

from enum import StrEnum


class Status(StrEnum):
    """Where a ticket stands."""

    NEW = "new"
    OPEN = "open"
    IN_PROGRESS = "in_progress"
    WAITING = "waiting"
    RESOLVED = "resolved"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    MERGED = "merged"


class WaitingFor(StrEnum):
    """Whom or what a waiting ticket waits for; ourselves = set aside."""

    CUSTOMER = "customer"
    APPROVAL = "approval"
    SUPPLIER = "supplier"
    DELIVERY = "delivery"
    VISIT = "visit"
    OURSELVES = "ourselves"


OPEN_STATUSES = (Status.NEW, Status.OPEN, Status.IN_PROGRESS, Status.WAITING)
ENDED_STATUSES = (Status.CLOSED, Status.CANCELLED, Status.MERGED)

_FROM_TO: dict[Status, frozenset[Status]] = {
    Status.NEW: frozenset(
        {Status.OPEN, Status.IN_PROGRESS, Status.WAITING, Status.RESOLVED, Status.CANCELLED, Status.MERGED}
    ),
    Status.OPEN: frozenset({Status.IN_PROGRESS, Status.WAITING, Status.RESOLVED, Status.CANCELLED, Status.MERGED}),
    Status.IN_PROGRESS: frozenset({Status.OPEN, Status.WAITING, Status.RESOLVED, Status.CANCELLED, Status.MERGED}),
    Status.WAITING: frozenset(
        {Status.OPEN, Status.IN_PROGRESS, Status.WAITING, Status.RESOLVED, Status.CANCELLED, Status.MERGED}
    ),
    Status.RESOLVED: frozenset({Status.OPEN, Status.IN_PROGRESS, Status.CLOSED}),
    Status.CLOSED: frozenset({Status.OPEN}),  # an answer to what was closed because none had come
    Status.CANCELLED: frozenset(),
    Status.MERGED: frozenset(),
}


def allows(current: str, wanted: str) -> bool:
    """Whether a ticket may go from one status to the other; an unknown status raises ValueError."""
    return Status(wanted) in _FROM_TO[Status(current)]


def is_open(status: str) -> bool:
    """Whether work may still be done; an unknown status raises ValueError."""
    return Status(status) in OPEN_STATUSES
