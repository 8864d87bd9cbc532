"""What follows when somebody no longer holds a role: he serves no client in it, from the same transaction on."""

from typing import Any

from django.dispatch import receiver

from accounts.events import ROLES_CHANGED
from accounts.models import PersonEvent
from history.recording import event_recorded
from sites.actions import end_assignment
from sites.queries import assignments_in_roles


@receiver(event_recorded, sender=PersonEvent)
def roles_changed(event: PersonEvent, **_: Any) -> None:
    """End the assignments whose function needs a role that was taken away."""
    if event.kind == ROLES_CHANGED:
        for assignment in assignments_in_roles(event.person, event.details["taken"], at=event.occurred_at):
            end_assignment(assignment, actor=event.actor, at=event.occurred_at)
