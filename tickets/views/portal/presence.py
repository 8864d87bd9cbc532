"""Who is the face at a place, and when that person comes: read from the rooms below."""

from dataclasses import dataclass

from django.utils import timezone

from accounts.models import User
from sites.queries import face_of
from tickets import client_words
from tickets.models import Ticket
from tickets.queries import Place
from visits.models import Visit
from visits.queries import coming_visits


@dataclass(frozen=True)
class Presence:
    """The face (None: nobody in particular), the visit going on, and the next one; ``zone`` is the place's."""

    face: User | None
    zone: str
    now: Visit | None = None
    then: Visit | None = None

    @property
    def is_in_the_building(self) -> bool:
        """Whether the face is here at this moment."""
        return self.now is not None and self.now.fso == self.face


def presence_at(place: Place | None) -> Presence:
    """Return who helps at this place; only people of the place itself read that somebody is in the building."""
    if place is None:
        return Presence(None, "UTC")
    face = face_of(place.client, place.site)
    if place.site is None:
        return Presence(face, place.client.time_zone)
    return _with_visits(face, place.site.time_zone, list(coming_visits(place.site)[:2]), is_own=place.is_own)


def presence_for(ticket: Ticket) -> Presence:
    """Return who stays the face of this request, and when somebody comes to its place."""
    if ticket.site is None:
        return Presence(ticket.contact, ticket.zone)
    return _with_visits(ticket.contact, ticket.zone, list(coming_visits(ticket.site)[:2]), is_own=True)


def facts_of(ticket: Ticket) -> client_words.Facts:
    """Return what the sentences about this request depend on."""
    return client_words.Facts(
        status=ticket.status,
        priority=ticket.priority,
        waiting_for=ticket.waiting_for,
        second_line=ticket.second_line,
        calendar=ticket.calendar,
        around_the_clock=ticket.counts_every_minute,
        opened_at=ticket.opened_at,
        responded_at=ticket.responded_at,
        resolved_at=ticket.resolved_at,
        closed_at=ticket.closed_at,
        respond_due_at=ticket.respond_due_at,
        resolve_due_at=ticket.resolve_due_at,
    )


def _with_visits(face: User | None, zone: str, visits: list[Visit], *, is_own: bool) -> Presence:
    going_on = visits[0] if visits and is_own and visits[0].starts_at <= timezone.now() else None
    coming = [visit for visit in visits if visit.starts_at > timezone.now()]
    return Presence(face, zone, going_on, coming[0] if coming else None)
