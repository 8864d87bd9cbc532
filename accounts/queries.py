"""Questions about people that do not touch clients; those are answered in the room of clients."""

from collections.abc import Callable

from django.db.models import QuerySet

from accounts.models import Face, Role, User

Rule = Callable[[User, User], bool]

_face_rules: list[Rule] = []


def show_face_when(rule: Rule) -> Rule:
    """Let a higher room say when a client's person (first argument) sees a face of the firm (second argument)."""
    if rule not in _face_rules:
        _face_rules.append(rule)
    return rule


def other_administrators(person: User) -> QuerySet[User]:
    """Return the active administrators besides this person."""
    return User.objects.with_role(Role.ADMINISTRATOR).exclude(pk=person.pk)


def person_with_address(email: str | None) -> User | None:
    """Return the person with this address, whatever its case, active or not; None for nobody and for no address."""
    address = User.clean_email(email)
    return User.objects.filter(email=address).first() if address else None


def face_for(viewer: User, pk: int) -> Face | None:
    """Return the photo of this person if the viewer may see it; None also for a person who never was.

    One sees oneself; people of the firm see each other; people of clients see whom a higher room's rule shows them.
    """
    if not viewer.is_active:
        return None
    face = Face.objects.select_related("user").filter(user_id=pk).first()
    if face is None or pk == viewer.pk:
        return face
    if not face.user.is_of_firm:
        return None
    if viewer.is_of_firm or any(rule(viewer, face.user) for rule in _face_rules):
        return face
    return None
