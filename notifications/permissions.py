"""Who may look after the outbox, and who chooses what a person hears."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.answers import Allowed, Answer, Denied, NotNow
from accounts.models import Role, User
from notifications.models import Delivery, Pending
from notifications.pauses import CLAIM

ENDED: Final[Mapping[str, Promise]] = {
    Delivery.State.SENT: gettext_lazy("This mail has left. A second one would say the same."),
    Delivery.State.READ: gettext_lazy("It was read in the product before it left."),
    Delivery.State.WITHDRAWN: gettext_lazy("What it says is no longer allowed, or no longer true."),
    Delivery.State.DISMISSED: gettext_lazy("It was dismissed."),
}


def can_tend_outbox(actor: User) -> Answer:
    """Whether this person sees what did not arrive, tries it again, dismisses it: the desk and administrators."""
    if actor.has_role(Role.DESK, Role.ADMINISTRATOR):
        return Allowed()
    return Denied(_("Only the service desk and administrators look after the outbox."))


def can_try_again(actor: User, mail: Delivery, *, is_stopped: bool, at: datetime) -> Answer:
    """Whether this person may have this mail tried again at this instant (UTC).

    is_stopped: whether the address takes no mail until somebody lets it.
    """
    answer = can_dismiss(actor, mail, at=at)
    if answer and mail.state == Delivery.State.WAITING and mail.due_at <= at:
        return NotNow(_("It is tried within seconds."))
    if answer and is_stopped and mail.purpose != Delivery.Purpose.ALARM:
        return NotNow(_("Mail to this address is stopped. Let it go out again first."))
    return answer


def can_dismiss(actor: User, mail: Delivery, *, at: datetime) -> Answer:
    """Whether this person may dismiss this mail at this instant (UTC): what failed, and what waits to be tried again."""
    answer = can_tend_outbox(actor)
    if not answer:
        return answer
    if mail.state in ENDED:
        return NotNow(str(ENDED[mail.state]))
    if mail.state == Delivery.State.WAITING and mail.claimed_at is None:
        return NotNow(_("It has not been tried yet. It leaves when its moment comes."))
    if mail.state == Delivery.State.WAITING and mail.claimed_at and at - mail.claimed_at < CLAIM:
        return NotNow(_("It was tried a moment ago. Wait two minutes."))
    return Allowed()


def can_tend_fact(actor: User, fact: Pending) -> Answer:
    """Whether this person may let this fact be told again, or dismiss it: only one that was set aside."""
    answer = can_tend_outbox(actor)
    if answer and fact.set_aside_at is None:
        return NotNow(_("This is no longer set aside."))
    return answer


def can_dismiss_address(actor: User, holder: User | None) -> Answer:
    """Whether this person may let an address that refuses be forgotten: only one that nobody has (holder: who has it)."""
    answer = can_tend_outbox(actor)
    if answer and holder is not None:
        return NotNow(_("%(name)s has this address. Let mail go out again instead.") % {"name": holder.name})
    return answer


def can_choose_news(actor: User | None, person: User) -> Answer:
    """Whether this person may choose what that one hears, and when: everybody for himself."""
    if actor is not None and actor.is_active and actor.pk == person.pk:
        return Allowed()
    return Denied(_("Everybody chooses only for himself what he hears."))
