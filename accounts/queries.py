"""Questions about people that do not touch clients; those are answered in the room of clients."""

from collections.abc import Callable, Iterable

from django.db.models import QuerySet
from django.http import Http404
from django.utils.crypto import constant_time_compare, salted_hmac
from knox.models import AuthToken

from accounts.models import Face, Role, RoleHeld, User

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


def tokens_of(person: User) -> QuerySet[AuthToken]:
    """Return the API tokens of this person, the newest first."""
    tokens: QuerySet[AuthToken] = AuthToken.objects.filter(user=person).select_related("user")
    return tokens.order_by("-created", "digest")


def code_of(token: AuthToken) -> str:
    """Return the name under which a token is listed: made from its digest, it tells nothing of the secret."""
    return salted_hmac("accounts.token", token.digest, algorithm="sha256").hexdigest()[:20]


def token_for(person: User, code: str) -> AuthToken:
    """Return this person's own token with this name, or raise Http404."""
    for token in tokens_of(person):
        if constant_time_compare(code_of(token), code):
            return token
    raise Http404


def person(pk: int) -> User:
    """Return the person with this number, active or not."""
    return User.objects.get(pk=pk)


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


def know_roles(people: Iterable[User]) -> None:
    """Load the roles of these people in one query, so that asking each of them for his costs none."""
    of_firm = {person.pk: person for person in people if person.is_of_firm and "role_codes" not in person.__dict__}
    held: dict[int, set[str]] = {number: set() for number in of_firm}
    if len(of_firm) > 1:
        for number, role in RoleHeld.objects.filter(user__in=of_firm).values_list("user_id", "role"):
            held[number].add(role)
        for number, person in of_firm.items():
            person.role_codes = frozenset(held[number])
