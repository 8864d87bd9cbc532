"""Who there is: people added, corrected, given roles, deactivated."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from accounts import events, permissions
from accounts.actions.storing import (
    add_event,
    change,
    end_sessions,
    locked,
    locked_with_administrators,
    refuse_taken_address,
)
from accounts.models import Language, RoleHeld, Side, User
from history.recording import now_or


@transaction.atomic
def add_person(
    *,
    name: str,
    email: str | None,
    side: str,
    actor: User | None,
    roles: Iterable[str] = (),
    language: str = Language.EN,
    time_zone: str = "Europe/Brussels",
    phone: str = "",
    is_team_lead: bool = False,
    at: datetime | None = None,
) -> User:
    """Add a person of the firm or of clients (``side``); without an address he is known by name and cannot sign in.

    Raises NotAllowed for who may not, ValidationError for an address that is taken or malformed.
    """
    permissions.can_add_person(actor, side=side, email=email).enforce()
    refuse_taken_address(email)
    person = User.objects.create_user(
        email, name=name, side=side, language=language, time_zone=time_zone, phone=phone, is_team_lead=is_team_lead
    )
    if side == Side.FIRM:
        RoleHeld.objects.bulk_create(RoleHeld(user=person, role=role) for role in sorted(set(roles)))
    add_event(person, events.PERSON_ADDED, actor=actor, at=now_or(at), facts={"side": str(side)})
    return person


@transaction.atomic
def correct_person(
    person: User,
    *,
    actor: User | None,
    name: str,
    email: str | None,
    language: str,
    time_zone: str,
    phone: str,
    is_team_lead: bool = False,
    at: datetime | None = None,
) -> User:
    """Correct what the firm knows of a person; another address ends all sessions under the old one.

    Raises NotAllowed for who does not set up, ValidationError for an address that is taken or malformed.
    """
    person = locked(person)
    permissions.can_set_up(actor).enforce()
    refuse_taken_address(email, of=person)
    told = {
        "name": name,
        "email": User.clean_email(email),
        "language": language,
        "time_zone": time_zone,
        "phone": phone,
        "is_team_lead": is_team_lead and person.is_of_firm,
    }
    changed = change(person, told, but=["password"])
    if not changed:
        return person
    if "email" in changed:
        end_sessions(person)
    add_event(person, events.PERSON_CORRECTED, actor=actor, at=now_or(at), facts={"fields": changed})
    return person


@transaction.atomic
def set_roles(person: User, *, roles: Iterable[str], actor: User | None, at: datetime | None = None) -> User:
    """Let the person hold exactly these roles; it counts from the next request.

    Raises NotAllowed for who does not set up, WrongMoment for a client's person or the last administrator.
    """
    person = locked_with_administrators(person)
    wanted = frozenset(str(role) for role in roles)
    if wanted == person.role_codes:
        return person
    permissions.can_set_roles(actor, person, wanted).enforce()
    given, taken = sorted(wanted - person.role_codes), sorted(person.role_codes - wanted)
    RoleHeld.objects.filter(user=person, role__in=taken).delete()
    RoleHeld.objects.bulk_create(RoleHeld(user=person, role=role) for role in given)
    add_event(person, events.ROLES_CHANGED, actor=actor, at=now_or(at), facts={"given": given, "taken": taken})
    return User.objects.get(pk=person.pk)


@transaction.atomic
def deactivate(person: User, *, actor: User | None, at: datetime | None = None) -> User:
    """Take all access away: sessions and API tokens end at once; a higher room hands the open work over.

    Raises NotAllowed for who does not set up, WrongMoment for the last administrator.
    """
    person = locked_with_administrators(person)
    if not person.is_active:
        return person
    permissions.can_deactivate(actor, person).enforce()
    person.is_active = False
    person.save(update_fields=["is_active"])
    end_sessions(person)
    add_event(person, events.PERSON_DEACTIVATED, actor=actor, at=now_or(at))
    return person


@transaction.atomic
def reactivate(person: User, *, actor: User | None, at: datetime | None = None) -> User:
    """Let a deactivated person sign in again; nothing that was handed over comes back.

    Raises NotAllowed for who does not set up.
    """
    person = locked(person)
    if person.is_active:
        return person
    permissions.can_set_up(actor).enforce()
    person.is_active = True
    person.save(update_fields=["is_active"])
    add_event(person, events.PERSON_REACTIVATED, actor=actor, at=now_or(at))
    return person
