"""What is promised: a change is a new version; one entered by mistake is corrected the same day."""

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.answers import WrongMoment
from accounts.models import PersonEvent, User
from history.recording import now_or, record
from sites.models import Client, ClientEvent
from tickets import events, permissions
from tickets.actions.storing import take_place
from tickets.deadlines import deadlines_of
from tickets.models import PolicyVersion, Priority, Target, Ticket
from tickets.moves import next_move
from tickets.policies import in_force, latest_entered, terms_of
from tickets.targets import Terms


@transaction.atomic
def set_policy(
    client: Client | None,
    *,
    agreed: Sequence[Terms],
    actor: User | None,
    starts_at: datetime | None = None,
    shown: int | None = None,
    corrects: bool = False,
    at: datetime | None = None,
) -> PolicyVersion:
    """Promise this client (None = everybody who has nothing of its own) these terms, for what is opened from ``starts_at`` (UTC; None = now).

    What is open keeps what it was opened under. corrects: the version entered last, today, was a mistake: this one stands in its
    place from its beginning, and what was opened under it is judged by this one, solved or not. shown: the version the actor saw as
    the latest (0 = none, None = nobody can say). No terms: from then on it is what the firm promises everybody. Twice is once.

    Raises NotAllowed for who may not, ValidationError for terms that are no promise, WrongMoment when somebody entered one meanwhile
    or there is nothing to correct.
    """
    at = now_or(at)
    _lock(client)
    permissions.can_set_policy(actor, client).enforce()
    _refuse_nonsense(client, agreed)
    latest = latest_entered(client)
    if shown is not None and shown != (latest.pk if latest else 0):
        if latest is not None and _says(latest) == _sorted(agreed):
            return latest
        raise WrongMoment(
            _("Somebody changed this service level while you were writing. This is what you wrote."), code="stale"
        )
    if corrects:
        permissions.can_correct_policy(latest, client, at).enforce()
    elif starts_at is not None and starts_at < at:
        raise ValidationError({"starts_on": _("Choose today or a later day: what was opened keeps what was promised.")})
    starts_at = latest.starts_at if corrects and latest is not None else starts_at or at
    if not corrects and _holds_already(client, agreed, starts_at):
        return in_force(client, starts_at)
    version = PolicyVersion.objects.create(
        client=client, starts_at=starts_at, entered_at=at, entered_by=actor, follows_firm=not agreed
    )
    Target.objects.bulk_create(Target.of(terms, version) for terms in agreed)
    if corrects and latest is not None:
        PolicyVersion.objects.filter(pk=latest.pk).update(withdrawn_at=at)
        _judge_again(latest, at)
    _tell(client, version, latest.pk if corrects and latest else None, actor, at)
    return version


def _lock(client: Client | None) -> None:
    """Two at once: one after the other. What the firm promises holds for all."""
    clients = Client.objects.select_for_update(no_key=True).order_by("pk")
    list(clients if client is None else clients.filter(pk=client.pk))


def _refuse_nonsense(client: Client | None, agreed: Sequence[Terms]) -> None:
    if not agreed and client is None:
        raise ValidationError(_("Say what is promised for each priority."))
    if agreed and sorted(terms.priority for terms in agreed) != sorted(Priority.values):
        raise ValidationError(_("Say what is promised for each priority."))
    if any(terms.response < 1 or terms.resolution < terms.response for terms in agreed):
        raise ValidationError(_("Solving takes no less time than the first answer, and both take at least a minute."))
    if any(terms.next_word is not None and terms.next_word < 1 for terms in agreed):
        raise ValidationError(_("The next word takes at least a minute."))


def _holds_already(client: Client | None, agreed: Sequence[Terms], starts_at: datetime) -> bool:
    """Whether the latest that is in force at this moment, and of them alone, says the same."""
    version = in_force(client, starts_at)
    is_own = version.client_id == (client.pk if client else None)
    return (is_own and _says(version) == _sorted(agreed)) if agreed else version.client_id is None


def _says(version: PolicyVersion) -> list[Terms]:
    return terms_of(version.pk)


def _sorted(agreed: Sequence[Terms]) -> list[Terms]:
    return sorted(agreed, key=lambda terms: terms.priority)


def _judge_again(mistaken: PolicyVersion, at: datetime) -> None:
    """Give what was opened under the mistaken version what should have been promised, and judge its clocks by that.

    At most what was opened in a day. Nobody changed these tickets: their versions stay.
    """
    for ticket in Ticket.objects.select_for_update(no_key=True, of=("self",)).filter(policy=mistaken).order_by("pk"):
        ticket.policy = in_force(ticket.client, ticket.opened_at)
        for name, moment in deadlines_of(ticket, at).items():
            setattr(ticket, name, moment)
        target = Target.objects.get(version=ticket.policy_id, priority=ticket.priority)
        ticket.counts_every_minute = target.around_the_clock
        ticket.clock_turns_at = at if ticket.is_open else None  # the next sweep says what is late now, and what no more
        take_place(ticket, at)
        ticket.moves_at = next_move(ticket)
        ticket.save()


def _tell(
    client: Client | None, version: PolicyVersion, corrected: int | None, actor: User | None, at: datetime
) -> None:
    facts = {"policy": version.pk, "corrects": corrected}
    if client is not None:
        record(ClientEvent(client=client, kind=events.POLICY_SET, actor=actor, occurred_at=at, details=facts))
    elif actor is not None:
        record(PersonEvent(person=actor, kind=events.FIRM_POLICY_SET, actor=actor, occurred_at=at, details=facts))
