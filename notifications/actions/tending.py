"""What did not arrive, looked after by hand: tried again, or dismissed (addresses too). A mail keeps its message id, whoever tries it."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeVar

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.answers import Answer, NotNow, WrongMoment
from accounts.models import PersonEvent, User
from history.recording import now_or, record
from notifications import events, permissions
from notifications.models import Delivery, Pending, RefusedAddress

STATE: Final = Delivery.State
ALREADY: Final[Mapping[str, Promise]] = {
    events.MAIL_TRIED_AGAIN: _("%(name)s has already tried this again."),
    events.MAIL_DISMISSED: _("%(name)s has already dismissed this."),
    events.FACT_TRIED_AGAIN: _("%(name)s has already tried this again."),
    events.FACT_DISMISSED: _("%(name)s has already dismissed this."),
}
Row = TypeVar("Row", Delivery, Pending, RefusedAddress)


@dataclass(frozen=True)
class Done:
    """What came of tending several rows: how many were done, and how many were refused with which reason."""

    count: int
    refusals: Mapping[str, int]


def tend(rows: Iterable[Row], act: Callable[..., None], *, actor: User, at: datetime | None = None) -> Done:
    """Do this to each of these rows, each in a transaction of its own: one that is refused holds up no other.

    Raises NotAllowed for who does not look after the outbox.
    """
    count, refusals = 0, Counter[str]()
    for row in rows:
        try:
            act(row, actor=actor, at=at)
            count += 1
        except WrongMoment as refusal:
            refusals[str(refusal.message)] += 1
    return Done(count, refusals)


@transaction.atomic
def try_again(mail: Delivery, *, actor: User, at: datetime | None = None) -> None:
    """Let a mail that did not arrive go out once more, within seconds, with another 24 hours to arrive.

    Twice is once. Raises NotAllowed, and WrongMoment for what has left or is being sent, and with the name of who came first.
    """
    at = now_or(at)
    mail = _locked(mail)
    may = permissions.can_try_again(actor, mail, is_stopped=_is_stopped(mail.person), at=at)
    if not _goes_on(may, events.MAIL_TRIED_AGAIN, actor, _last_about(mail)):
        return
    if mail.state == STATE.WAITING:
        Delivery.objects.filter(pk=mail.pk).update(due_at=at)
    else:
        # The number of attempts goes on: a worker that hung since an earlier one must not take this one for its own.
        Delivery.objects.filter(pk=mail.pk).update(
            state=STATE.WAITING, due_at=at, ended_at=None, first_tried_at=None, claimed_at=None, last_error=""
        )
    _record(mail, events.MAIL_TRIED_AGAIN, actor, at)


@transaction.atomic
def dismiss(mail: Delivery, *, actor: User, at: datetime | None = None) -> None:
    """Note that a mail need not arrive any more. Twice is once; raises as try_again does."""
    at = now_or(at)
    mail = _locked(mail)
    if not _goes_on(permissions.can_dismiss(actor, mail, at=at), events.MAIL_DISMISSED, actor, _last_about(mail)):
        return
    Delivery.objects.filter(pk=mail.pk).update(state=STATE.DISMISSED, ended_at=at)
    _record(mail, events.MAIL_DISMISSED, actor, at)


@transaction.atomic
def try_fact_again(fact: Pending, *, actor: User, at: datetime | None = None) -> None:
    """Let a fact of which nobody could be told be told, with three tries. Twice is once; raises as try_again does."""
    at = now_or(at)
    fact = Pending.objects.select_for_update().get(pk=fact.pk)
    if _goes_on(permissions.can_tend_fact(actor, fact), events.FACT_TRIED_AGAIN, actor, _last_about_fact(fact)):
        Pending.objects.filter(pk=fact.pk).update(set_aside_at=None, due_at=at, attempts=0, last_error="")
        _record_fact(fact, events.FACT_TRIED_AGAIN, actor, at)


@transaction.atomic
def dismiss_fact(fact: Pending, *, actor: User, at: datetime | None = None) -> None:
    """Note that nobody need be told of a fact any more. Twice is once; raises as try_again does."""
    at = now_or(at)
    fact = Pending.objects.select_for_update().get(pk=fact.pk)
    if _goes_on(permissions.can_tend_fact(actor, fact), events.FACT_DISMISSED, actor, _last_about_fact(fact)):
        Pending.objects.filter(pk=fact.pk).update(set_aside_at=None, done_at=at)
        _record_fact(fact, events.FACT_DISMISSED, actor, at)


@transaction.atomic
def dismiss_address(refused: RefusedAddress, *, actor: User, at: datetime | None = None) -> None:
    """Let an address that refuses, and that nobody has any more, be forgotten. Twice is once.

    Raises NotAllowed, and WrongMoment when somebody has it.
    """
    holder = User.objects.get_queryset().filter(email=refused.address).first()
    permissions.can_dismiss_address(actor, holder).enforce()
    gone, _rows = RefusedAddress.objects.filter(pk=refused.pk).delete()
    if gone:
        record(PersonEvent(person=actor, kind=events.ADDRESS_DISMISSED, actor=actor, occurred_at=now_or(at)))


def _locked(mail: Delivery) -> Delivery:
    return Delivery.objects.select_for_update(of=("self",)).select_related("person").get(pk=mail.pk)


def _is_stopped(person: User) -> bool:
    return RefusedAddress.objects.filter(address=person.email or "", stopped_at__isnull=False).exists()


def _goes_on(may: Answer, kind: str, actor: User, before: PersonEvent | None) -> bool:
    """Whether the act is still to be done; False when this person did it a moment ago. Else raises with who, or why not."""
    if isinstance(may, NotNow) and before is not None:
        if before.actor_id == actor.pk and before.kind == kind:
            return False
        if before.actor is not None and before.actor_id != actor.pk:
            raise WrongMoment(ALREADY[before.kind] % {"name": before.actor.name})
    may.enforce()
    return True


def _last_about(mail: Delivery) -> PersonEvent | None:
    """What a person last did with this mail, unless it was tried or ended by itself since."""
    if mail.state not in {STATE.WAITING, STATE.DISMISSED}:
        return None
    found = PersonEvent.objects.filter(
        person=mail.person_id, kind__in=(events.MAIL_TRIED_AGAIN, events.MAIL_DISMISSED), details__mail=mail.pk
    )
    last: PersonEvent | None = found.select_related("actor").order_by("-occurred_at", "-pk").first()
    is_past = last is not None and mail.claimed_at is not None and last.occurred_at < mail.claimed_at
    return None if is_past else last


def _last_about_fact(fact: Pending) -> PersonEvent | None:
    """What a person last did with this fact; of one that is set aside nobody asks."""
    return fact.last_tended if fact.set_aside_at is None else None


def _record(mail: Delivery, kind: str, actor: User, at: datetime) -> None:
    record(PersonEvent(person=mail.person, kind=kind, actor=actor, occurred_at=at, details={"mail": mail.pk}))


def _record_fact(fact: Pending, kind: str, actor: User, at: datetime) -> None:
    details = {"table": fact.event_table, "number": fact.event_number}
    event = PersonEvent(person=actor, kind=kind, actor=actor, occurred_at=at, details=details)
    record(event)
    Pending.objects.filter(pk=fact.pk).update(last_tended=event)
