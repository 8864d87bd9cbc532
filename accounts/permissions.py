"""Who may change what about people. ``actor`` None is the system: allowed by rule."""

from django.utils.translation import gettext as _

from accounts.answers import Allowed, Answer, Denied, NotNow
from accounts.models import Role, Side, User
from accounts.queries import other_administrators, tokens_of

MOST_TOKENS = 10


def can_set_up(actor: User | None) -> Answer:
    """Whether this person may set up people, clients, assignments, categories and chains."""
    if actor is None or actor.is_staff:
        return Allowed()
    return Denied(_("Only an administrator can do this."))


def can_add_person(actor: User | None, *, side: str, email: str | None) -> Answer:
    """Whether this person may add one: who sets up anybody; everybody of the firm a client's person known by name."""
    if actor is not None and actor.is_active and actor.is_of_firm and side == Side.CLIENT and not email:
        return Allowed()
    return can_set_up(actor)


def can_change_profile(actor: User | None, person: User) -> Answer:
    """Whether this person may change that one's own words: name, language, time zone, phone, photo."""
    if actor is not None and actor.is_active and actor.pk == person.pk:
        return Allowed()
    return can_set_up(actor)


def can_deactivate(actor: User | None, person: User) -> Answer:
    """Whether this person may be deactivated: somebody must be left who can set up."""
    return can_set_up(actor) and _somebody_left(person)


def can_set_roles(actor: User | None, person: User, roles: frozenset[str]) -> Answer:
    """Whether this person may be given exactly these roles."""
    if not person.is_of_firm and roles:
        return NotNow(_("Only people of the firm hold roles."))
    answer = can_set_up(actor)
    if answer and Role.ADMINISTRATOR not in roles and Role.ADMINISTRATOR in person.role_codes:
        return _somebody_left(person)
    return answer


def can_make_token(actor: User | None, person: User) -> Answer:
    """Whether a token of this person may be made: by himself, as long as he has few."""
    if actor is None or not actor.is_active or actor.pk != person.pk:
        return Denied(_("Everybody makes only tokens of his own."))
    if tokens_of(person).count() >= MOST_TOKENS:
        return NotNow(_("You have ten tokens. Revoke one first."))
    return Allowed()


def can_come_with(token: object) -> Answer:
    """Whether tokens may be made and revoked by who came in with this one (None = with a browser session)."""
    return Allowed() if token is None else Denied(_("Tokens are made and revoked in the browser, after sign-in."))


def _somebody_left(person: User) -> Answer:
    if not person.is_staff or other_administrators(person).exists():
        return Allowed()
    return NotNow(_("This is the last administrator. Name another one first."))
