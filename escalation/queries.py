"""Where an escalation would go, and what pages and the API read of those that went."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.answers import NotNow
from accounts.models import Role, User, first_name_of
from accounts.moments import hour_and_day
from escalation import alarm, events, steps
from escalation.models import Alarm, Chain, Escalation, Level, Offer, Quiet, Standing, Step
from sites.models import Client, Function
from sites.queries import serving
from tickets import targets
from tickets.models import QuestionKind, Ticket, TicketEvent
from tickets.queries import ticket_for
from tickets.timeline import names_of

ROLE_OF = {Level.DESK: Role.DESK, Level.ENGINEERS: Role.ENGINEER, Level.ICT_MANAGER: Role.ICT_MANAGER}
FUNCTION_OF = {Level.ENGINEERS: Function.ENGINEER, Level.ICT_MANAGER: Function.ICT_MANAGER}
LATELY = timedelta(days=7)


@dataclass(frozen=True)
class Way:
    """Where an escalation goes: the step of the chain, the people it is offered to, until when they have (UTC)."""

    chain: Chain
    step: Step
    people: list[User]
    due_at: datetime


def ticket_of_firm(user: User, number: int) -> Ticket:
    """Return this ticket for a person of the firm, or raise Http404: for clients' people these pages do not exist."""
    if not user.is_of_firm:
        raise Http404
    return ticket_for(user, number)


def escalation_for(user: User, pk: int) -> Escalation:
    """Return this escalation, or raise Http404 as for one that never was."""
    found = seen_after(user, pk)
    if found is None:
        raise Http404
    return found


def seen_after(user: User, pk: int) -> Escalation | None:
    """Return this escalation after a change of it; None when it is no longer this person's to see."""
    return Escalation.objects.visible_to(user).with_handover().filter(pk=pk).first()


def person(pk: int | None) -> User | None:
    """Return this person, None when there is none."""
    return None if pk is None else User.objects.filter(pk=pk).first()


def levels_of_function(function: str | None) -> list[str] | None:
    """Return the levels that people with this function of a client stand behind; None (= any) when it is not known."""
    return None if function is None else [level for level, named in FUNCTION_OF.items() if named == function]


def levels_of_roles(roles: Iterable[str]) -> list[str]:
    """Return the levels that people with these roles stand behind."""
    return [level for level, role in ROLE_OF.items() if role in roles]


def live_of(ticket: Ticket) -> Escalation | None:
    """Return the escalation that holds this ticket, if any."""
    return Escalation.objects.live().filter(ticket=ticket).select_related("picked_up_by", "step").first()


def escalations_of(ticket: Ticket) -> QuerySet[Escalation]:
    """Return all escalations of this ticket, the newest first: at most one of them is live."""
    return Escalation.objects.filter(ticket=ticket).with_handover().order_by("-offered_at", "-pk")


def offered_to(user: User) -> QuerySet[Escalation]:
    """Return what this person may pick up, the shortest time first."""
    standing = Offer.objects.live().filter(person=user).values("escalation_id")
    return (
        Escalation.objects.visible_to(user)
        .filter(status=Standing.OFFERED, pk__in=standing)
        .with_handover()
        .order_by("acknowledge_due_at", "ticket__queue_step", "ticket_id", "pk")
    )


def held_by(user: User) -> QuerySet[Escalation]:
    """Return what this person picked up and still has, in the order of the queue."""
    return (
        Escalation.objects.visible_to(user)
        .filter(status=Standing.PICKED_UP, picked_up_by=user)
        .with_handover()
        .order_by("ticket__queue_step", "ticket__queue_pull", "ticket__queue_due_at", "ticket_id", "pk")
    )


def handed_back_lately(user: User, at: datetime | None = None) -> QuerySet[Escalation]:
    """Return what was handed back in the last seven days by this person, or to him as the face; the newest first."""
    return (
        Escalation.objects.visible_to(user)
        .filter(
            Q(picked_up_by=user) | Q(ticket__contact=user) | Q(escalated_by=user),
            status=Standing.HANDED_BACK,
            ended_at__gte=(at or timezone.now()) - LATELY,
        )
        .with_handover()
        .order_by("-ended_at", "-pk")
    )


def people_offered(escalation: Escalation) -> QuerySet[User]:
    """Return the active people to whom it is offered now, by name."""
    standing = Offer.objects.live().filter(escalation=escalation).values("person_id")
    return User.objects.active().filter(pk__in=standing).order_by("name", "pk")


def chain_for(client: Client, kind: str) -> Chain | None:
    """Return the client's own chain for this kind of question, else the firm's default, else None."""
    chains = Chain.objects.filter(Q(client=client) | Q(client__isnull=True), kind_of_question=kind)
    return min(chains, key=lambda chain: chain.client_id is None, default=None)


def candidates_at(client: Client, level: str, at: datetime | None = None) -> steps.Candidates:
    """Return who stands behind a level at this client."""
    function = FUNCTION_OF.get(Level(level))
    named: Iterable[int] = serving(client, function, at=at).values_list("pk", flat=True) if function else ()
    team = User.objects.of_firm().with_role(ROLE_OF[Level(level)]).values_list("pk", flat=True)
    return steps.Candidates(frozenset(named), frozenset(team))


def way_of(
    ticket: Ticket,
    kind: str,
    *,
    escalating: User | None,
    gone: User | None = None,
    chain: Chain | None = None,
    at: datetime | None = None,
) -> Way | NotNow:
    """Return where this ticket would go with a question of this kind, or the reason why it reaches nobody.

    chain: one that was chosen instead of the client's. gone: somebody who can no longer take it.
    """
    chain = chain or chain_for(ticket.client, kind)
    if chain is None:
        name = QuestionKind(kind).label
        return NotNow(
            _("There is no chain for questions of the kind “%(kind)s”. Ask an administrator to set one up.")
            % {"kind": name}
        )
    at = at or timezone.now()
    in_order = list(chain.steps.all())
    reach = steps.first_reachable(
        [(step.manner, step.level) for step in in_order],
        lambda level: candidates_at(ticket.client, level, at),
        confidential=ticket.confidential,
        escalating=escalating.pk if escalating else None,
        gone=gone.pk if gone else None,
    )
    if reach is None:
        return NotNow(_reaches_nobody(ticket))
    step = in_order[reach.step]
    people = list(
        User.objects.active()
        .filter(pk__in=reach.people)
        .select_related("face")
        .defer("face__picture")
        .order_by("name", "pk")
    )
    return Way(chain, step, people, _due(ticket, step.minutes_to_acknowledge, at))


def _reaches_nobody(ticket: Ticket) -> str:
    if ticket.confidential:
        return _(
            "This is confidential: it is offered only to people assigned to %(client)s by name, and there is nobody. "
            "Ask an administrator to assign somebody."
        ) % {"client": ticket.client.name}
    return _("Nobody is there to take this. Ask an administrator to give somebody the role or assign somebody.")


def _due(ticket: Ticket, minutes: int, at: datetime) -> datetime:
    due_at = targets.due(at, minutes, calendar=ticket.calendar, around_the_clock=ticket.counts_every_minute)
    return due_at or at + timedelta(minutes=minutes)  # where nobody is ever open, every minute counts


# ---- the alarm of a P1 that nobody has in hand ----


@dataclass(frozen=True)
class AlarmLine:
    """One call, or how the alarm ended.

    names: who was called; of an end who brought it about ("" = nobody). ended: why (``Quiet``), "" for a call.
    is_answered: that call was the last before somebody took it. is_waiting: it is the last so far, and nobody has yet.
    """

    at: datetime
    names: str
    ended: str = ""
    is_answered: bool = False
    is_waiting: bool = False

    @property
    def time(self) -> str:
        """When, in the reader's zone: "02:14", on another day "Tue 24 Nov 02:14"."""
        return hour_and_day(self.at)


def people_at(step: str, ticket: Ticket) -> list[User]:
    """Return the active people who stand behind a step of the alarm and may see the ticket, by name."""
    if step == alarm.DESK:
        people = User.objects.with_role(Role.DESK)
    elif step == alarm.TEAM_LEADS:
        people = User.objects.active().filter(is_team_lead=True)
    else:
        raise ValueError(step)
    seen = Ticket.objects.filter(pk=ticket.pk)
    return [one for one in people.order_by("name", "pk") if seen.visible_to(one).exists()]


def alarm_lines_of(ticket: Ticket) -> list[AlarmLine]:
    """Return every call about this ticket and how each alarm that had called ended, oldest first: two queries."""
    its_alarm = Alarm.objects.filter(ticket=ticket, since__lte=OuterRef("occurred_at")).order_by("-since", "-pk")
    calls = list(
        TicketEvent.objects.filter(ticket=ticket, kind=events.P1_CALLED)
        .annotate(
            ended_at=Subquery(its_alarm.values("ended_at")[:1]),
            why_ended=Subquery(its_alarm.values("why_ended")[:1]),
            ended_by=Subquery(its_alarm.values("ended_by__name")[:1]),
        )
        .order_by("occurred_at", "pk")
    )
    people = names_of(calls)
    names = {call.pk: ", ".join(people[pk] for pk in call.details["people"] if pk in people) for call in calls}
    lines: list[AlarmLine] = []
    for ended_at, of_one_alarm in groupby(calls, key=lambda call: call.ended_at):
        *before, last = of_one_alarm
        lines += [AlarmLine(call.occurred_at, names[call.pk]) for call in before]
        if ended_at is None:
            lines.append(AlarmLine(last.occurred_at, names[last.pk], is_waiting=True))
        else:
            by = first_name_of(last.ended_by or "")
            lines.append(AlarmLine(last.occurred_at, names[last.pk], is_answered=last.why_ended == Quiet.TAKEN))
            lines.append(AlarmLine(ended_at, by, ended=last.why_ended))
    return lines


def still_calls(ticket: Ticket, number: int) -> bool:
    """Whether nobody has this P1 in hand yet, and nobody was called about it after the call with this event number."""
    if alarm.why_quiet(ticket.status, ticket.priority, ticket.assignee_id):
        return False
    return not TicketEvent.objects.filter(ticket=ticket, kind=events.P1_CALLED, pk__gt=number).exists()
