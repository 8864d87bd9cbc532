"""The photo of a person."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts import events, permissions
from accounts.actions.storing import add_event, locked
from accounts.models import Face, User
from accounts.pictures import NoPicture, small_face
from history.recording import now_or

UNREADABLE = _("We cannot read this picture. Take a JPEG or PNG of at most 10 MB.")


@transaction.atomic
def change_face(person: User, *, upload: bytes, actor: User | None, at: datetime | None = None) -> User:
    """Store a photo, made small and freed of all it says about place and device.

    Raises NotAllowed for anybody but himself and administrators, ValidationError for bytes that are no picture.
    """
    person = locked(person)
    permissions.can_change_profile(actor, person).enforce()
    at = now_or(at)
    try:
        picture = small_face(upload)
    except NoPicture:
        raise ValidationError({"photo": UNREADABLE}) from None
    Face.objects.update_or_create(user=person, defaults={"picture": picture, "changed_at": at})
    add_event(person, events.FACE_CHANGED, actor=actor, at=at)
    return person
