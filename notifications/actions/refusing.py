"""Addresses that refuse mail: counted, stopped after MOST_REFUSALS in a row, taken up again by hand."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from accounts.models import PersonEvent, User
from history.recording import now_or, record
from notifications import events, permissions
from notifications.models import RefusedAddress
from notifications.pauses import MOST_REFUSALS


@transaction.atomic
def note_refusal(person: User, words: str, *, at: datetime) -> None:
    """Count that a server refused this person's address for good; MOST_REFUSALS times in a row stop mail to it.

    words: what the server said. The desk and the administrators are told the first time, and when it stops.
    """
    address = str(person.email)
    row, is_new = RefusedAddress.objects.select_for_update().get_or_create(
        address=address, defaults={"refusals": 0, "words": words, "refused_at": at}
    )
    RefusedAddress.objects.filter(pk=row.pk).update(refusals=F("refusals") + 1, words=words, refused_at=at)
    row.refresh_from_db()
    if is_new:
        _record(person, events.MAIL_REFUSED, actor=None, at=at, words=words)
    if row.refusals >= MOST_REFUSALS and row.stopped_at is None:
        RefusedAddress.objects.filter(pk=row.pk).update(stopped_at=at)
        _record(person, events.MAIL_STOPPED, actor=None, at=at, words=words)


def forget_refusals(address: str) -> None:
    """Note that a mail to this address arrived: it counts from nothing again."""
    RefusedAddress.objects.filter(address=address, stopped_at__isnull=True).delete()


@transaction.atomic
def resume_mail(person: User, *, actor: User, at: datetime | None = None) -> None:
    """Send mail to this person's address again. Twice is once.

    Raises NotAllowed for who does not look after addresses.
    """
    permissions.can_tend_outbox(actor).enforce()
    gone, _rows = RefusedAddress.objects.filter(address=person.email, stopped_at__isnull=False).delete()
    if gone:
        _record(person, events.MAIL_RESUMED, actor=actor, at=now_or(at))


def _record(person: User, kind: str, *, actor: User | None, at: datetime, words: str = "") -> None:
    record(PersonEvent(person=person, kind=kind, actor=actor, occurred_at=at), words=words)
