"""How the clocks of one ticket came to say what they say: when they ran and paused, which promise was broken, where the time went."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.utils.translation import gettext as _

from accounts.moments import local_time, span
from sites.opening_hours import Calendar, counted, in_utc
from sites.queries import calendar_known
from tickets import events
from tickets.clock import Policy, Reading, read, runs
from tickets.life import Life, State, Stretch
from tickets.lifecycle import WaitingFor
from tickets.lives import life_of
from tickets.models import SecondLine, Ticket, TicketEvent
from tickets.policies import policy_of
from tickets.time_spent import AT_WORK, NOBODY, NOT_BEGUN, Given, Spent, spent

MOST_REASONS: Final = 2
TAKEN: Final = (events.STARTED, SecondLine.PICKED_UP.value)  # by the actor; the second also from the room above


@dataclass(frozen=True)
class Story:
    """What one clock says and why. response, resolution: the readings. stretches: of the resolution, in order.

    broken: the sentence about the promise that was broken first, "" when none is. reasons: sentences on where its time went.
    """

    response: Reading
    resolution: Reading
    stretches: Sequence[Stretch] = ()
    broken: str = ""
    reasons: Sequence[str] = ()


def story_of(ticket: Ticket, at: datetime) -> Story:
    """Return the story of its clocks until this instant (UTC): two queries, and three more when what was known at a stop differs."""
    at = max(in_utc(at), ticket.opened_at)
    life, policy = life_of(ticket), policy_of(ticket.policy_id)
    calendar = _calendar(ticket, life, policy, at)
    readings = read(life, policy, calendar, at)
    response, resolution = readings.response, readings.resolution
    stretches = runs(life, policy, calendar, at)
    story = Story(response, resolution, stretches)
    late = _broken(response, resolution)
    if late is None:
        return story
    until = response.stopped_at or at if late is response else at
    ran = [(one.start, min(one.end or until, until)) for one in _running(late is response, ticket, stretches, until)]
    where = _where_it_went(ticket, life, late, ran, life.known_at(at).calendar_now(calendar))
    return Story(response, resolution, stretches, _sentence(late, is_answer=late is response), _reasons(where))


def _calendar(ticket: Ticket, life: Life, policy: Policy, at: datetime) -> Calendar:
    """What is known now; where the stored deadline of a clock that stopped says otherwise, what was known then (rule 8)."""
    now = read(life, policy, ticket.calendar, at).resolution
    if now.stopped_at is None or now.due_at == ticket.resolve_due_at:
        return ticket.calendar
    return calendar_known(ticket.client, ticket.site, now.stopped_at)


def _broken(response: Reading, resolution: Reading) -> Reading | None:
    """Return the clock that was late first; one that still runs before one that has stopped."""
    late = [one for one in (response, resolution) if one.is_late and one.late_at is not None]
    return min(late, key=lambda one: (one.state is State.STOPPED, one.late_at), default=None)


def _running(is_answer: bool, ticket: Ticket, stretches: Sequence[Stretch], until: datetime) -> list[Stretch]:
    """When the late clock ran: that of the first answer without a pause (rule 3)."""
    if is_answer:
        return [Stretch(ticket.opened_at, until, State.RUNNING)]
    return [one for one in stretches if one.state is State.RUNNING]


def _where_it_went(
    ticket: Ticket, life: Life, late: Reading, ran: Sequence[tuple[datetime, datetime]], calendar: Calendar
) -> list[Spent]:
    rows = TicketEvent.objects.filter(ticket=ticket, kind=events.ASSIGNED).order_by("occurred_at", "pk")
    assigned = list(rows.values_list("occurred_at", "details"))
    first = assigned[0][1]["from"] if assigned else ticket.assignee_id
    around_the_clock = late.target is not None and late.target.around_the_clock

    def count(start: datetime, end: datetime) -> timedelta:
        return end - start if around_the_clock else counted(calendar, start, end)

    return spent(
        ran,
        opened_at=life.opened_at,
        first=first,
        given=[Given(at, details["to"]) for at, details in assigned],
        facts=life.facts,
        count=count,
    )


def _sentence(late: Reading, *, is_answer: bool) -> str:
    told = {"since": local_time(late.late_at), "due": local_time(late.due_at)}
    if late.state is State.STOPPED:
        if is_answer:
            return _("The first answer came late: it was due %(due)s.") % told
        return _("It was solved late: the solution was due %(due)s.") % told
    if is_answer:
        return _("Late since %(since)s: the first answer was due %(due)s.") % told
    return _("Late since %(since)s: the solution was due %(due)s.") % told


def _reasons(where: Sequence[Spent]) -> list[str]:
    """Return where most of the time went, in whole sentences; less than a minute explains nothing."""
    told = [one for one in where if one.length >= timedelta(minutes=1)][:MOST_REASONS]
    return [_reason(one.how) % {"span": span(one.length)} for one in told]


def _reason(how: str) -> str:
    return {
        NOBODY: _("For %(span)s nobody had it."),
        NOT_BEGUN: _("For %(span)s somebody had it and had not begun."),
        AT_WORK: _("For %(span)s it was in progress."),
        WaitingFor.CUSTOMER.value: _("For %(span)s it waited for the client."),
        WaitingFor.APPROVAL.value: _("For %(span)s it waited for approval."),
        WaitingFor.SUPPLIER.value: _("For %(span)s it waited for the supplier."),
        WaitingFor.DELIVERY.value: _("For %(span)s it waited for a delivery."),
        WaitingFor.VISIT.value: _("For %(span)s it waited for the visit."),
        WaitingFor.OURSELVES.value: _("For %(span)s it was set aside."),
    }[how]
