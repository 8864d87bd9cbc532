"""Who may do what with an escalation, and if not, why not.

``actor`` None is the system: allowed by rule. Every function assumes that the actor may see the ticket.
"""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.answers import Allowed, Answer, Denied, NotNow
from accounts.models import Role, User
from escalation.models import Escalation, Offer, Standing
from escalation.queries import live_of
from tickets.models import Ticket
from tickets.permissions import can_change, can_work

A_MINUTE, AN_HOUR = 60, 3600  # seconds


def can_escalate(actor: User | None, ticket: Ticket) -> Answer:
    """Whether this person may bring the ticket to the second line: who works on it, while nobody there has it."""
    return can_change(actor, ticket) and (_is_unsolved(ticket) and _is_free(live_of(ticket)))


def can_pick_up(actor: User, escalation: Escalation, at: datetime | None = None) -> Answer:
    """Whether this person may take it: it is offered to him, and nobody was before him."""
    offers = list(Offer.objects.filter(escalation=escalation, person=actor))
    if not actor.is_active or not offers:
        return Denied(_("This was not offered to you."))
    if escalation.status == Standing.OFFERED and any(offer.ended_at is None for offer in offers):
        return Allowed()
    if escalation.picked_up_by is not None:
        return NotNow(_who_was_first(actor, escalation, at or timezone.now()))
    return NotNow(_("This is no longer offered to you."))


def can_hand_back(actor: User | None, escalation: Escalation) -> Answer:
    """Whether this person may hand it back: who picked it up, as long as he has it."""
    if actor is not None and actor.pk != escalation.picked_up_by_id:
        return Denied(_("Only the colleague who picked it up hands it back."))
    return Allowed() if escalation.status == Standing.PICKED_UP else NotNow(_("You no longer have this."))


def can_withdraw(actor: User | None, escalation: Escalation) -> Answer:
    """Whether this person may take it back: who escalated it, its FSO, the service desk."""
    if actor is not None and not _has_a_say(actor, escalation):
        return Denied(_("Only the FSO, the service desk and who escalated it withdraw it."))
    return Allowed() if escalation.is_live else NotNow(_("This escalation has ended."))


def on_panel(actor: User, ticket: Ticket, live: Escalation | None) -> dict[str, Answer]:
    """Return what this person may do with the escalation of a ticket, by the verb; the live one is given, if any."""
    if live is None:
        return {"escalate": can_change(actor, ticket) and _is_unsolved(ticket)}
    live.ticket = ticket
    return {
        "escalate": _is_free(live),
        "pick_up": can_pick_up(actor, live),
        "hand_back": can_hand_back(actor, live),
        "withdraw": can_withdraw(actor, live),
    }


def _has_a_say(actor: User, escalation: Escalation) -> bool:
    return (actor.has_role(Role.FSO, Role.DESK) or actor.pk == escalation.escalated_by_id) and bool(
        can_work(actor, escalation.ticket)
    )


def _is_unsolved(ticket: Ticket) -> Answer:
    return Allowed() if ticket.is_open else NotNow(_("This is solved. Reopen it first."))


def _is_free(live: Escalation | None) -> Answer:
    if live is None:
        return Allowed()
    if live.picked_up_by is not None:
        return NotNow(
            _("%(name)s already has it. Withdraw first to choose another.") % {"name": live.picked_up_by.name}
        )
    return NotNow(_("It is already offered. Withdraw first to choose another."))


def _who_was_first(actor: User, escalation: Escalation, at: datetime) -> str:
    """The name is only for those who still see the ticket."""
    taker, picked_up_at = escalation.picked_up_by, escalation.picked_up_at
    if taker is None or picked_up_at is None or not Ticket.objects.visible_to(actor).filter(pk=escalation.ticket_id):
        return _("Somebody else picked this up before you.")
    seconds = max(int((at - picked_up_at).total_seconds()), 0)
    if seconds == 0:
        return _("%(name)s picked this up just before you.") % {"name": taker.first_name}
    if seconds < A_MINUTE:
        sentence = ngettext(
            "%(name)s picked this up %(count)d second before you.",
            "%(name)s picked this up %(count)d seconds before you.",
            seconds,
        )
        return sentence % {"name": taker.first_name, "count": seconds}
    if seconds < AN_HOUR:
        minutes = seconds // A_MINUTE
        sentence = ngettext(
            "%(name)s picked this up %(count)d minute before you.",
            "%(name)s picked this up %(count)d minutes before you.",
            minutes,
        )
        return sentence % {"name": taker.first_name, "count": minutes}
    return _("%(name)s has picked this up already.") % {"name": taker.first_name}
