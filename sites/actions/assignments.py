"""Who of the firm serves a client, as what, from when until when."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.permissions import can_set_up
from history.recording import now_or
from sites import events
from sites.actions.storing import add_event, locked
from sites.models import Assignment, Client, Function, Site


@transaction.atomic
def assign_person(
    client: Client,
    *,
    person: User,
    function: str,
    actor: User | None,
    site: Site | None = None,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    at: datetime | None = None,
) -> Assignment:
    """Let a person of the firm serve the client from ``starts_at`` (None = now) until ``ends_at`` (None = for now).

    Twice is once. Raises NotAllowed for who does not set up, ValidationError when the person lacks the role or the site is another
    client's.
    """
    # First the person, then the client, as where a role is taken away: neither slips past the other.
    person = User.objects.get_queryset().select_for_update(no_key=True).get(pk=person.pk)
    client = locked(client)
    can_set_up(actor).enforce()
    at = now_or(at)
    starts_at, what = starts_at or at, {"person": person, "function": Function(function), "site": site}
    running = Assignment.objects.running(starts_at).filter(client=client, ends_at=ends_at, **what).first()
    if running is not None:
        return running
    row = Assignment(client=client, starts_at=starts_at, ends_at=ends_at, **what)
    row.full_clean()
    row.save()
    add_event(client, events.ASSIGNMENT_STARTED, actor=actor, at=at, person=person.pk, function=str(row.function))
    return row


@transaction.atomic
def end_assignment(assignment: Assignment, *, actor: User | None, at: datetime | None = None) -> Assignment:
    """End an assignment: it counts at once, and a higher room hands the open work over.

    One that has not begun ends where it would have begun. Raises NotAllowed for who does not set up.
    """
    client = locked(assignment.client)
    assignment = Assignment.objects.get(pk=assignment.pk)
    can_set_up(actor).enforce()
    at = now_or(at)
    ends_at = max(at, assignment.starts_at)
    if assignment.ends_at is not None and assignment.ends_at <= ends_at:
        return assignment
    assignment.ends_at = ends_at
    assignment.save(update_fields=["ends_at"])
    facts = {"person": assignment.person_id, "function": str(assignment.function)}
    add_event(client, events.ASSIGNMENT_ENDED, actor=actor, at=at, **facts)
    return assignment
