"""The links in mails that stop one kind of news, without signing in.

A link is for one person, one kind of news, and the address that the mail went to: with another address of that person it
is worth nothing any more. It lets its holder stop those mails, and nothing else.
"""

from typing import Final

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from accounts.models import User
from notifications.topics import BY_CODE, Topic

SALT: Final = "notifications.stop"  # a token signed for another purpose does not pass


def stop_url(person: User, topic_code: str) -> str:
    """Return the full address under which this person stops mail about this kind of news; always the same one."""
    token = _signer().sign_object({"p": person.pk, "m": _mark_of(person, topic_code)})
    return f"{settings.BASE_URL}{reverse('notifications:stop', args=[token])}"


def read(token: str) -> tuple[User, Topic] | None:
    """Return who stops which kind of news with this token; None for one that we did not make, or for somebody who is gone."""
    try:
        said = _signer().unsign_object(token)
    except signing.BadSignature:
        return None
    person = User.objects.active().filter(pk=said["p"]).first()
    if person is None or not person.email:
        return None
    meant = (
        topic for code, topic in BY_CODE.items() if constant_time_compare(said.get("m", ""), _mark_of(person, code))
    )
    topic = next(meant, None)
    return (person, topic) if topic is not None else None


def _signer() -> signing.Signer:
    return signing.Signer(salt=SALT, sep=".")


def _mark_of(person: User, topic_code: str) -> str:
    """A mark of the address and the kind of news, from which neither can be read: links pass through many hands."""
    return salted_hmac(SALT, f"{topic_code} {person.email or ''}").hexdigest()[:16]
