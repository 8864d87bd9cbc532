"""Whose faces a client's person sees: also of those who have a ticket of his in hand, whatever they serve."""

from django.db.models import Q

from accounts.models import User
from accounts.queries import show_face_when
from tickets.models import Ticket


@show_face_when
def works_on_a_ticket_of(viewer: User, face: User) -> bool:
    """Whether this person of the firm is the contact or has last spoken on a ticket that the viewer may see."""
    mine = Ticket.objects.visible_to(viewer)
    return mine.filter(Q(contact=face) | Q(messages__author=face, messages__is_public=True)).exists()
