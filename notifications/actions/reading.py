from datetime import datetime

from django.utils import timezone

from accounts.models import User
from notifications.models import Notification


def read_all(*, actor: User, at: datetime | None = None) -> None:
    """Note that this person has seen all her news; twice is once."""
    Notification.objects.filter(person=actor, channel=Notification.Channel.IN_APP).unread().update(
        read_at=at or timezone.now()
    )


def read_about(number: int, *, actor: User, at: datetime | None = None) -> None:
    """Note that this person has seen her news of the ticket with this number; another number changes nothing."""
    Notification.objects.filter(person=actor, channel=Notification.Channel.IN_APP, ticket=number).unread().update(
        read_at=at or timezone.now()
    )
