"""Addresses that refuse mail: counted, stopped after MOST_REFUSALS in a row, taken up again by hand."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import F

from accounts.models import PersonEvent, User
from history.recording import now_or, record
from notifications import events, permissions
from notifications.models import RefusedAddress
from notifications.pauses import MOST_REFUSALS

QUIET_ABOUT_IT: Final = timedelta(hours=24)


@transaction.atomic
def note_refusal(person: User, words: str, *, at: datetime, is_about_mail: bool = False) -> None:
    """Count that a server refused this person's address for good; MOST_REFUSALS times in a row stop mail to it.

    words: what the server said. The desk and the administrators are told when it stops, and of the first refusal, once a day at
    most. is_about_mail: what was refused said itself that mail does not arrive; of that nobody is told, or the telling would
    feed on itself.
    """
    row, is_new = RefusedAddress.objects.select_for_update().get_or_create(
        address=str(person.email), defaults={"refusals": 0, "words": words, "refused_at": at}
    )
    RefusedAddress.objects.filter(pk=row.pk).update(refusals=F("refusals") + 1, words=words, refused_at=at)
    row.refresh_from_db()
    if is_new and not is_about_mail and not _told_lately(person, at):
        _record(person, events.MAIL_REFUSED, actor=None, at=at, words=words)
    if row.refusals >= MOST_REFUSALS and row.stopped_at is None:
        RefusedAddress.objects.filter(pk=row.pk).update(stopped_at=at)
        _record(person, events.MAIL_STOPPED, actor=None, at=at, words=words)


def _told_lately(person: User, at: datetime) -> bool:
    return person.events.filter(kind=events.MAIL_REFUSED, occurred_at__gt=at - QUIET_ABOUT_IT).exists()


def forget_refusals(address: str) -> None:
    """Note that a mail to this address arrived: it counts from nothing again."""
    RefusedAddress.objects.filter(address=address, stopped_at__isnull=True).delete()


def forget_holder(address: str | None) -> None:
    """Note that an address is in other hands now: what was refused before does not count against them."""
    RefusedAddress.objects.filter(address=address or "").delete()


@transaction.atomic
def resume_mail(person: User, *, actor: User, at: datetime | None = None) -> bool:
    """Send mail to this person's address again, and return whether it was stopped. Twice is once.

    Raises NotAllowed for who does not look after addresses.
    """
    permissions.can_tend_outbox(actor).enforce()
    gone, _rows = RefusedAddress.objects.filter(address=person.email, stopped_at__isnull=False).delete()
    if gone:
        _record(person, events.MAIL_RESUMED, actor=actor, at=now_or(at))
    return bool(gone)


def _record(person: User, kind: str, *, actor: User | None, at: datetime, words: str = "") -> None:
    record(PersonEvent(person=person, kind=kind, actor=actor, occurred_at=at), words=words)
