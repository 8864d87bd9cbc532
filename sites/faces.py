"""Whose faces a client's person sees: of those who serve a company he works for."""

from django.utils import timezone

from accounts.models import User
from accounts.queries import show_face_when
from sites.models import Assignment
from sites.queries import memberships_of


@show_face_when
def serves_a_client_of(viewer: User, face: User) -> bool:
    """Whether this active person of the firm serves a client that the viewer works for."""
    clients = memberships_of(viewer).order_by().values("client_id")
    return (
        face.is_active and Assignment.objects.running(timezone.now()).filter(person=face, client__in=clients).exists()
    )
