"""Who may do what with a ticket, and if not, why not.

``actor`` None is the system: allowed by rule. Every function assumes that the actor may see the ticket: the doorway
(``visible_to``) is asked before.
"""

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.answers import Allowed, Answer, Denied, NotNow
from accounts.models import Role, User
from accounts.permissions import can_set_up
from sites.models import Client, Site
from sites.queries import clients_managed, clients_served, contacts_of, memberships_of, people_of, works_for
from tickets import waits
from tickets.lifecycle import Status, WaitingFor, allows
from tickets.models import CallBack, PolicyVersion, Ticket, Type
from tickets.policies import zone_of
from visits.models import Visit

WORKING_ROLES = (Role.FSO, Role.DESK, Role.ENGINEER, Role.ICT_MANAGER)


def can_report(actor: User | None, client: Client) -> Answer:
    """Whether this person may report for this client: its own people, until it is closed."""
    if actor is None or memberships_of(actor).filter(client=client).exists():
        return Allowed()
    if works_for(actor, client):
        return _unless_closed(client)
    return Denied(_("Only people of this company report here."))


def can_record(actor: User | None, client: Client) -> Answer:
    """Whether this person of the firm may record a problem for somebody of this client, until it is closed."""
    if actor is None:
        return Allowed()
    if actor.has_role(*WORKING_ROLES) and clients_served(actor).filter(pk=client.pk).exists():
        return _unless_closed(client)
    return Denied(_("Only those who serve this client record for its people."))


def can_call_back(request: CallBack) -> Answer:
    """Whether somebody still waits for this call: of two colleagues one makes it."""
    return Allowed() if request.handled_at is None else NotNow(_("Somebody else picked this up before you."))


def can_be_about(client: Client, *, site: Site | None, requester: User) -> Answer:
    """Whether place and person are this client's: nobody is attached across clients."""
    if site is not None and site.client_id != client.pk:
        return Denied(_("Choose a place of this company."))
    if not people_of(client).filter(pk=requester.pk).exists():
        return Denied(_("Choose a person of this company."))
    return Allowed()


def can_work(actor: User | None, ticket: Ticket) -> Answer:
    """Whether this person may work on the ticket: answer, note, judge, assign."""
    if actor is None:
        return Allowed()
    if not actor.has_role(*WORKING_ROLES):
        return Denied(_("Only people who serve this client work on its tickets."))
    if (
        actor.pk in (ticket.assignee_id, ticket.contact_id)
        or clients_served(actor).filter(pk=ticket.client_id).exists()
    ):
        return Allowed()
    return Denied(_("You may read this while it is offered to you. Pick it up to work on it."))


def can_change(actor: User | None, ticket: Ticket) -> Answer:
    """Whether this person may change an unsolved ticket: categorise, judge, assign."""
    return can_work(actor, ticket) and _unless_ended(ticket)


def can_answer(actor: User | None, ticket: Ticket) -> Answer:
    """Whether this person of the firm may write to the requester, or a note."""
    return can_work(actor, ticket) and _unless_ended(ticket)


def can_note(actor: User | None, ticket: Ticket) -> Answer:
    """Whether this person may write an internal note: also on an ended ticket."""
    return can_work(actor, ticket)


def can_reply(actor: User | None, ticket: Ticket) -> Answer:
    """Whether this client person may write on the ticket: its requester, a client contact."""
    return can_speak_for_client(actor, ticket) and _while_answerable(ticket)


def can_start(actor: User | None, ticket: Ticket) -> Answer:
    """Whether this person may take the ticket in hand; a solved one is reopened first, which is counted."""
    return can_work(actor, ticket) and _to_start(ticket)


def can_assign(actor: User | None, ticket: Ticket, *, to: User) -> Answer:
    """Whether the ticket may be handed to this colleague, who must be able to work on it."""
    answer = can_change(actor, ticket)
    if answer and not can_work(to, ticket):
        return NotNow(_("Choose a colleague who serves this client."))
    return answer


def can_resolve(actor: User | None, ticket: Ticket) -> Answer:
    """Whether this person of the firm may resolve the ticket now."""
    return can_work(actor, ticket) and _at_moment(ticket, Status.RESOLVED)


def can_say_it_works(actor: User | None, ticket: Ticket) -> Answer:
    """Whether this client person may say that it works again, of something that did not work."""
    return can_speak_for_client(actor, ticket) and can_work_again(ticket)


def can_work_again(ticket: Ticket) -> Answer:
    """Whether this is something that did not work, and is not solved yet."""
    if ticket.type != Type.INCIDENT:
        return NotNow(_("Nothing stood still here. Write to us instead."))
    return _at_moment(ticket, Status.RESOLVED)


def can_confirm(actor: User | None, ticket: Ticket) -> Answer:
    """Whether this client person may confirm the solution; the system closes by itself."""
    return can_speak_for_client(actor, ticket) and _at_moment(ticket, Status.CLOSED)


def can_reopen(actor: User | None, ticket: Ticket) -> Answer:
    """Whether this person may say "not solved": the client's people, and the firm's who work on it."""
    asked = can_work if actor is not None and actor.is_of_firm else can_speak_for_client
    return asked(actor, ticket) and _while_solved(ticket)


def can_wait(actor: User | None, ticket: Ticket) -> Answer:
    """Whether this person may let the ticket wait, whatever for."""
    return can_work(actor, ticket) and _at_moment(ticket, Status.WAITING)


def can_wait_for(actor: User | None, ticket: Ticket, waiting_for: str, visit: Visit | None) -> Answer:
    """Whether it may wait for this: an approval needs somebody who can give it, a visit comes to the ticket's place."""
    answer = can_wait(actor, ticket)
    if answer and waiting_for == WaitingFor.APPROVAL and not _has_approver(ticket):
        return NotNow(_("Nobody of this company can approve here. Ask in an answer instead."))
    if answer and visit is not None and visit.site_id != ticket.site_id:
        return NotNow(_("Choose a visit of this place."))
    return answer


def can_end_wait(actor: User | None, ticket: Ticket) -> Answer:
    """Whether this person may go on with what waits."""
    return can_work(actor, ticket) and _while_waiting(ticket)


def can_remind(actor: User | None, ticket: Ticket) -> Answer:
    """Whether the client may be asked once more: while an answer is waited for, or came in vain."""
    return can_work(actor, ticket) and _while_unanswered(ticket)


def can_close_unanswered(actor: User | None, ticket: Ticket) -> Answer:
    """Whether it may be closed because no answer came: after the second silence."""
    return can_work(actor, ticket) and _after_silence(ticket)


def can_approve(actor: User | None, ticket: Ticket) -> Answer:
    """Whether this person decides for the client on what waits for an approval: a client contact of the company."""
    if ticket.confidential or actor is None or not contacts_of(ticket.client).filter(pk=actor.pk).exists():
        return Denied(_("Only the contact of your company decides this."))
    return _while_to_be_approved(ticket)


def can_confirm_reach(actor: User | None, ticket: Ticket) -> Answer:
    """Whether this client person may say how many are hit, as long as nobody of the firm has judged it."""
    return can_speak_for_client(actor, ticket) and _while_unjudged(ticket)


def can_cancel(actor: User | None, ticket: Ticket) -> Answer:
    """Whether this person may stop the ticket, with a reason."""
    return can_work(actor, ticket) and _at_moment(ticket, Status.CANCELLED)


def answers_for_firm(actor: User, ticket: Ticket) -> dict[str, Answer]:
    """Return what ``can_...`` of each verb of the firm answers this person, asking only once whether he works on it.

    "assign" is without regard to the colleague.
    """
    works = can_work(actor, ticket)
    unless_ended, reopens = _unless_ended(ticket), _while_solved(ticket)
    moments = {
        "answer": unless_ended,
        "note": Allowed(),
        "speak": unless_ended,
        "start": _to_start(ticket),
        "assign": unless_ended,
        "categorize": unless_ended,
        "override_priority": unless_ended,
        "resolve": _at_moment(ticket, Status.RESOLVED),
        "reopen": reopens,
        "cancel": _at_moment(ticket, Status.CANCELLED),
        "wait": _at_moment(ticket, Status.WAITING),
        "end_wait": _while_waiting(ticket),
        "remind": _while_unanswered(ticket),
        "close_unanswered": _after_silence(ticket),
    }
    return {verb: works and moment for verb, moment in moments.items()}


def answers_for_client(actor: User, ticket: Ticket) -> dict[str, Answer]:
    """Return what ``can_...`` of each verb of the client's people answers, asking only once whether he speaks for them."""
    speaks = can_speak_for_client(actor, ticket)
    moments = {
        "reply": _while_answerable(ticket),
        "say_it_works": can_work_again(ticket),
        "confirm": _at_moment(ticket, Status.CLOSED),
        "reopen": _while_solved(ticket),
        "confirm_reach": _while_unjudged(ticket),
    }
    return {verb: speaks and moment for verb, moment in moments.items()}


def can_speak_for_client(actor: User | None, ticket: Ticket) -> Answer:
    """Whether this person speaks for the client here: the requester, or a client contact of the company."""
    if actor is None or actor.pk == ticket.requester_id:
        return Allowed()
    if not ticket.confidential and contacts_of(ticket.client).filter(pk=actor.pk).exists():
        return Allowed()
    return Denied(_("Only the person who asked, or the contact of the company, can do this."))


def _unless_closed(client: Client) -> Answer:
    return NotNow(_("We no longer look after this company.")) if client.is_closed() else Allowed()


def _unless_ended(ticket: Ticket) -> Answer:
    if ticket.is_open or ticket.status == Status.RESOLVED:
        return Allowed()
    return NotNow(_("This is finished."))


def _while_answerable(ticket: Ticket) -> Answer:
    return Allowed() if ticket.is_unanswered else _unless_ended(ticket)


def _while_waiting(ticket: Ticket) -> Answer:
    return Allowed() if ticket.status == Status.WAITING else NotNow(_("Nothing is waited for here."))


def _while_unanswered(ticket: Ticket) -> Answer:
    if WaitingFor.CUSTOMER in (ticket.waiting_for, ticket.waited_for):
        return Allowed()
    return NotNow(_("No answer of the client is waited for."))


def _after_silence(ticket: Ticket) -> Answer:
    if ticket.is_open and ticket.waited_for in waits.OF_CLIENT and ticket.silences >= waits.ENOUGH_SILENCE:
        return Allowed()
    return NotNow(_("This can be closed after the client was silent twice."))


def _while_to_be_approved(ticket: Ticket) -> Answer:
    if ticket.waiting_for == WaitingFor.APPROVAL:
        return Allowed()
    return NotNow(_("Nothing waits for your approval here any more."))


def _has_approver(ticket: Ticket) -> bool:
    return not ticket.confidential and contacts_of(ticket.client).exists()


def _while_unjudged(ticket: Ticket) -> Answer:
    if ticket.is_unconfirmed:
        return Allowed()
    return NotNow(_("We have already looked at how many people are hit."))


def _while_solved(ticket: Ticket) -> Answer:
    if ticket.status == Status.RESOLVED:
        return Allowed()
    return NotNow(_("This can be opened again only while it is solved."))


def _to_start(ticket: Ticket) -> Answer:
    if ticket.status == Status.IN_PROGRESS:
        return NotNow(_("Somebody is on it already."))
    if ticket.status == Status.RESOLVED:
        return NotNow(_("This is solved. Reopen it first."))
    return _at_moment(ticket, Status.IN_PROGRESS) if ticket.is_open else _not_now(ticket)


def _at_moment(ticket: Ticket, wanted: Status) -> Answer:
    return Allowed() if allows(ticket.status, wanted) else _not_now(ticket)


def _not_now(ticket: Ticket) -> NotNow:
    return NotNow(_("This is not possible now: the status is “%(status)s”.") % {"status": ticket.get_status_display()})


def can_set_policy(actor: User | None, client: Client | None) -> Answer:
    """Whether this person may say what is promised to this client (None = to everybody): who sets up; the manager of the client."""
    if can_set_up(actor):
        return Allowed()
    if client is None:
        return can_set_up(actor)
    if actor is not None and clients_managed(actor).filter(pk=client.pk).exists():
        return Allowed()
    return Denied(_("Only an administrator or the Shared ICT Manager of this client can set its service level."))


def can_correct_policy(version: PolicyVersion | None, client: Client | None, at: datetime) -> Answer:
    """Whether this version is corrected rather than followed by another: on the day on which somebody entered it."""
    zone = zone_of(client)
    if version is None or version.entered_at.astimezone(zone).date() != at.astimezone(zone).date():
        return NotNow(_("Only a service level that was entered today can be corrected. Enter a new one."))
    return Allowed()
