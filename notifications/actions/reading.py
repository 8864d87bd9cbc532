from datetime import datetime

from accounts.models import User
from history.recording import now_or
from notifications.models import Notification
from notifications.querysets import NotificationQuerySet


def read_all(*, actor: User, at: datetime | None = None) -> None:
    """Note that this person has seen all her news; twice is once."""
    _unread(actor).update(read_at=now_or(at))


def read_about(number: int | None, *, actor: User, at: datetime | None = None) -> None:
    """Note that this person has seen her news of the ticket with this number (None: what is about no ticket).

    Another number changes nothing.
    """
    _unread(actor).filter(ticket=number).update(read_at=now_or(at))


def _unread(person: User) -> NotificationQuerySet:
    return Notification.objects.filter(person=person, channel=Notification.Channel.IN_APP).unread()
