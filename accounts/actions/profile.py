"""What a person says about himself."""

from datetime import datetime
from typing import Any

from django.db import transaction

from accounts import events, permissions
from accounts.actions.storing import add_event, change, end_sessions, locked
from accounts.models import User
from history.recording import now_or


@transaction.atomic
def change_profile(
    person: User,
    *,
    actor: User | None,
    name: str,
    language: str,
    time_zone: str,
    phone: str,
    keyboard_shortcuts: bool | None = None,
    at: datetime | None = None,
) -> User:
    """Change name, language, time zone (IANA name) and phone of a person, and whether single letters act on tickets (None:
    as it was).

    Raises NotAllowed for anybody but himself and administrators, ValidationError for values that do not exist.
    """
    person = locked(person)
    permissions.can_change_profile(actor, person).enforce()
    told: dict[str, Any] = {"name": name, "language": language, "time_zone": time_zone, "phone": phone}
    if keyboard_shortcuts is not None:
        told["keyboard_shortcuts"] = keyboard_shortcuts
    return _store(person, told, actor=actor, at=at)


@transaction.atomic
def change_phone(person: User, *, phone: str, actor: User | None, at: datetime | None = None) -> User:
    """Change the number under which a person is called.

    Raises NotAllowed for anybody but himself and administrators, ValidationError for a number that is too long.
    """
    person = locked(person)
    permissions.can_change_profile(actor, person).enforce()
    return _store(person, {"phone": phone}, actor=actor, at=at)


@transaction.atomic
def change_language(person: User, *, language: str, actor: User | None, at: datetime | None = None) -> User:
    """Change the language in which a person reads; the same one again changes nothing.

    Raises NotAllowed for anybody but himself and administrators, ValidationError for one that we do not speak.
    """
    person = locked(person)
    permissions.can_change_profile(actor, person).enforce()
    return _store(person, {"language": language}, actor=actor, at=at)


@transaction.atomic
def sign_out_everywhere(person: User, *, actor: User | None, at: datetime | None = None) -> User:
    """End all sessions and API tokens of a person, this one too.

    Raises NotAllowed for anybody but himself and administrators.
    """
    person = locked(person)
    permissions.can_change_profile(actor, person).enforce()
    end_sessions(person)
    add_event(person, events.SIGNED_OUT_EVERYWHERE, actor=actor, at=now_or(at))
    return person


def _store(person: User, told: dict[str, Any], *, actor: User | None, at: datetime | None) -> User:
    changed = change(person, told, but=["password"])
    if changed:
        add_event(person, events.PROFILE_CHANGED, actor=actor, at=now_or(at), facts={"fields": changed})
    return person
