"""The frame of a page that both sides have."""

from accounts.models import User


def frame_of(person: User) -> str:
    """Return the base template of this person's side."""
    return "base_staff.html" if person.is_of_firm else "base_portal.html"
