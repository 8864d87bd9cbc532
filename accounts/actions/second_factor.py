"""Whether a person of the firm may work with a password alone."""

from datetime import datetime

from django.db import transaction

from accounts import events, permissions
from accounts.actions.storing import add_event, locked
from accounts.models import User
from history.recording import now_or


@transaction.atomic
def demand_second_factor(person: User, *, demanded: bool, actor: User | None, at: datetime | None = None) -> User:
    """Demand a second factor from a person of the firm, or leave it free again; it counts from the next request.

    Raises NotAllowed for who does not set up.
    """
    person = locked(person)
    permissions.can_set_up(actor).enforce()
    if person.must_use_second_factor == demanded or not person.is_of_firm:
        return person
    person.must_use_second_factor = demanded
    person.save(update_fields=["must_use_second_factor"])
    kind = events.SECOND_FACTOR_DEMANDED if demanded else events.SECOND_FACTOR_LEFT_FREE
    add_event(person, kind, actor=actor, at=now_or(at))
    return person
