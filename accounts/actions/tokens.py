"""Tokens with which a person's own programs come in by the API; only their digests are stored."""

from datetime import datetime

from django.db import transaction
from knox.models import AuthToken

from accounts import events, permissions
from accounts.actions.storing import add_event, locked
from accounts.models import User
from history.recording import now_or


@transaction.atomic
def make_token(person: User, *, actor: User | None, at: datetime | None = None) -> tuple[AuthToken, str]:
    """Make a token of this person; return it with its secret, which is stored nowhere. Expired ones are cleared away.

    Raises NotAllowed for anybody but himself, WrongMoment when he has ten.
    """
    person = locked(person)
    at = now_or(at)
    AuthToken.objects.filter(user=person, expiry__lt=at).delete()
    permissions.can_make_token(actor, person).enforce()
    token, secret = AuthToken.objects.create(user=person)
    add_event(person, events.TOKEN_MADE, actor=actor, at=at)
    return token, secret


@transaction.atomic
def revoke_token(token: AuthToken, *, actor: User | None, at: datetime | None = None) -> None:
    """Refuse this token from its next use.

    Raises NotAllowed for anybody but its person and administrators.
    """
    person = locked(token.user)
    permissions.can_change_profile(actor, person).enforce()
    gone, _by_model = AuthToken.objects.filter(pk=token.pk).delete()
    if gone:
        add_event(person, events.TOKEN_REVOKED, actor=actor, at=now_or(at))
