"""What the actions of this room share: the lock, the fact, the end of all sessions."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model, Q
from django.utils.translation import gettext as _
from knox.models import AuthToken

from accounts.models import PersonEvent, Role, User
from accounts.queries import person_with_address
from history.recording import record


def locked(person: User) -> User:
    """Return this person, locked until the end of the transaction.

    The weaker lock, here as everywhere: it keeps other actions out, but not rows that only point to the person. A
    stronger one would deadlock with his own answer on a ticket that is about to be handed over.
    """
    return User.objects.get_queryset().select_for_update(no_key=True).get(pk=person.pk)


def locked_with_administrators(person: User) -> User:
    """Return this person, locked together with all administrators: of two who take each other away one is the last."""
    administrators = User.objects.with_role(Role.ADMINISTRATOR).values("pk")
    rows = User.objects.get_queryset().filter(Q(pk=person.pk) | Q(pk__in=administrators)).order_by("pk")
    return next(row for row in rows.select_for_update(no_key=True) if row.pk == person.pk)


def add_event(
    person: User, kind: str, *, actor: User | None, at: datetime, facts: dict[str, Any] | None = None
) -> PersonEvent:
    """Record a fact about this person."""
    return record(PersonEvent(person=person, kind=kind, actor=actor, occurred_at=at, details=facts or {}))


def change(row: Model, told: dict[str, Any], *, but: Collection[str] = ()) -> list[str]:
    """Write what differs into the row, checked (``but`` for these fields); return the names of what changed, sorted."""
    changed = sorted(field for field, value in told.items() if getattr(row, field) != value)
    for field in changed:
        setattr(row, field, told[field])
    if changed:
        row.full_clean(exclude=but)
        row.save(update_fields=changed)
    return changed


def end_sessions(person: User) -> None:
    """End every session and API token of this person at its next use. Part of an action; records nothing."""
    person.sessions_ended += 1
    person.save(update_fields=["sessions_ended"])
    AuthToken.objects.filter(user=person).delete()


def refuse_taken_address(email: str | None, *, of: User | None = None) -> None:
    """Raise ValidationError when another person has this address, in words that do not say who, or of which client."""
    holder = person_with_address(email)
    if holder is not None and (of is None or holder.pk != of.pk):
        raise ValidationError({"email": _("This address cannot be used here. Choose another one, or ask the firm.")})
