"""The doorway functions that pages and the API call."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, SmallIntegerField, Subquery, When, Window
from django.http import Http404
from django.utils import timezone

from accounts.models import User
from history.kinds import all_kinds
from sites.models import Client, Membership, Site, Standing
from sites.queries import memberships_of, serving, sites_of
from tickets.events import RESOLVED, SAID_IN_THE_CONVERSATION, WORKS_AGAIN
from tickets.lifecycle import ENDED_STATUSES, OPEN_STATUSES, Status, WaitingFor
from tickets.models import Announcement, CallBack, Category, Message, Recalculation, Ticket, TicketEvent
from tickets.models.ticket import SOLVED

SOLUTIONS_OFFERED, SOLUTIONS_LOOKED_AT = 5, 25  # the same sentence is offered once

# How it was solved last: by the firm (``resolved``), or its client's people said that it works again.
_LAST_SOLVING = Subquery(
    TicketEvent.objects.get_queryset()
    .filter(ticket=OuterRef("pk"), kind__in=[RESOLVED, WORKS_AGAIN])
    .order_by("-occurred_at", "-pk")
    .values("kind")[:1]
)


def ticket_for(user: User, number: int) -> Ticket:
    """Return this ticket with the people on it, or raise Http404 as for a number that never was."""
    found = (
        Ticket.objects.visible_to(user)
        .select_related(
            "client",
            "site",
            "requester",
            "contact__face",
            "assignee__face",
            "category",
            "problem",
            "solution",
            "last_word_by",
        )
        .annotate(last_solving=_LAST_SOLVING)
        .defer("contact__face__picture", "assignee__face__picture")
        .filter(pk=number)
        .first()
    )
    if found is None:
        raise Http404
    return found


def conversation_of(ticket: Ticket, *, reader: User) -> QuerySet[Message]:
    """Return the messages this reader may read, oldest first: notes only for people of the firm."""
    messages = Message.objects.filter(ticket=ticket).select_related("author__face").defer("author__face__picture")
    messages = messages.order_by("written_at", "pk")
    return messages if reader.is_of_firm else messages.filter(is_public=True)


def history_of(ticket: Ticket) -> QuerySet[TicketEvent]:
    """Return all facts about the ticket, oldest first (for people of the firm)."""
    return TicketEvent.objects.filter(ticket=ticket).select_related("actor", "words").order_by("occurred_at", "pk")


def earlier_of_requester(ticket: Ticket, *, reader: User, rows: int = 5) -> list[Ticket]:
    """Return what the same person asked before, as far as this reader may see it, latest first, each with how it was solved."""
    return list(_earlier(ticket, reader).filter(requester=ticket.requester_id)[:rows])


def earlier_at_site(ticket: Ticket, *, reader: User, rows: int = 5) -> list[Ticket]:
    """Return what other people of the same place asked before, in the same way; nothing for a ticket of no place."""
    if ticket.site_id is None:
        return []
    others = _earlier(ticket, reader).filter(client=ticket.client_id, site=ticket.site_id)
    return list(others.exclude(requester=ticket.requester_id)[:rows])


def _earlier(ticket: Ticket, reader: User) -> QuerySet[Ticket]:
    earlier = Ticket.objects.visible_to(reader).filter(opened_at__lt=ticket.opened_at).exclude(pk=ticket.pk)
    return earlier.select_related("requester", "solution").order_by("-opened_at", "-number")


def latest_recalculation(client: Client) -> Recalculation | None:
    """Return the latest time that this client's deadlines were to be worked out again (None = never)."""
    return Recalculation.objects.filter(client=client).order_by("-asked_at", "-pk").first()


def assignable(ticket: Ticket) -> QuerySet[User]:
    """Return the colleagues whom the ticket can be assigned to: those assigned to its client."""
    return serving(ticket.client)


def last_solutions(ticket: Ticket, *, reader: User) -> list[str]:
    """Return how tickets of the same category were solved last, at most five sentences, the latest first.

    Only of tickets this reader may see, never of confidential ones; and no words that were for us only, so that a slip does not
    make them public.
    """
    alike = Ticket.objects.visible_to(reader).filter(
        category__isnull=False, category=ticket.category_id, confidential=False, solution_is_public=True
    )
    told = alike.filter(status__in=SOLVED, solution__isnull=False).exclude(pk=ticket.pk).order_by("-resolved_at", "-pk")
    texts = list(told.values_list("solution__text", flat=True)[:SOLUTIONS_LOOKED_AT])
    return list(dict.fromkeys(filter(None, texts)))[:SOLUTIONS_OFFERED]


def categories() -> QuerySet[Category]:
    """Return the categories in use."""
    return Category.objects.filter(retired_at__isnull=True).order_by("name_en", "pk")


def waiting_call_backs() -> QuerySet[CallBack]:
    """Return the people to call back, longest waiting first."""
    return CallBack.objects.filter(handled_at__isnull=True).select_related("words").order_by("asked_at", "pk")


@dataclass(frozen=True)
class Place:
    """Where somebody of a client can need help: a company, and one of its places if it has any.

    has_news: whether a known problem is announced somewhere at the company.
    """

    client: Client
    site: Site | None
    is_own: bool
    client_contact: str
    has_news: bool = False

    @property
    def code(self) -> str:
        """What the form sends for it."""
        return f"{self.client.pk}-{self.site.pk if self.site else 0}"


def places_of(user: User) -> list[Place]:
    """Return the places of all companies this person works for, each with the client contact who reads along ("" = none)."""
    contact = Membership.objects.running(timezone.now()).filter(
        client=OuterRef("client"), standing=Standing.CONTACT, person__is_active=True
    )
    memberships = memberships_of(user).annotate(
        client_contact=Subquery(contact.order_by("person__name", "pk").values("person__name")[:1]),
        has_news=Exists(
            Announcement.objects.filter(Q(client__isnull=True) | Q(client=OuterRef("client")), ends_at__isnull=True)
        ),
    )
    places = []
    for row in memberships:
        sites: list[Site | None] = list(sites_of(row.client)) or [None]
        places += [
            Place(
                row.client,
                site,
                row.site_id == (site.pk if site else None) or len(sites) == 1,
                row.client_contact or "",
                row.has_news,
            )
            for site in sites
        ]
    return places


FIRST_THEIR_WORD, THEN_SOLVED, THEN_OPEN, THEN_WORKING, THEN_ENDED = range(5)
_TURN = Case(
    When(waiting_for=WaitingFor.CUSTOMER, then=FIRST_THEIR_WORD),
    When(status=Status.RESOLVED, last_solving=WORKS_AGAIN, then=THEN_WORKING),
    When(status=Status.RESOLVED, then=THEN_SOLVED),
    When(status__in=OPEN_STATUSES, then=THEN_OPEN),
    default=THEN_ENDED,
    output_field=SmallIntegerField(),
)


def requests_of(user: User) -> QuerySet[Ticket]:
    """Return what this client person may see, with ``word_at`` and ``word_by`` of the last public word.

    First what waits for an answer of the client, then what is solved and wants a yes, then what is open, then what they
    said works again, then what is ended; the youngest first in each.
    """
    public = Message.objects.filter(ticket=OuterRef("pk"), is_public=True).order_by("-written_at", "-pk")
    return (
        Ticket.objects.visible_to(user)
        .annotate(
            last_solving=_LAST_SOLVING,
            turn=_TURN,
            word_at=Subquery(public.values("written_at")[:1]),
            word_by=Subquery(public.values("author__name")[:1]),
            word_by_id=Subquery(public.values("author_id")[:1]),
        )
        .select_related("requester", "contact", "planned_visit", "solution")
        .order_by("turn", "-number")
    )


def own_unfinished(user: User) -> QuerySet[Ticket]:
    """Return what this client person asked and is not ended, in the order of ``requests_of``."""
    return requests_of(user).filter(requester=user).exclude(status__in=ENDED_STATUSES)


def first_unfinished(user: User, rows: int) -> tuple[list[Ticket], int]:
    """Return so many of ``own_unfinished``, and how many more there are: one query."""
    found = list(own_unfinished(user).annotate(total=Window(Count("pk")))[:rows])
    return [*found], (found[0].total - len(found) if found else 0)


def requests_after(user: User, number: int | None, rows: int) -> tuple[list[Ticket], int | None]:
    """Return so many requests after this one (None = from the top), and the number after which more follow, if any."""
    waiting = requests_of(user)
    turn = _turn_of(user, number) if number is not None else None
    if turn is not None:
        waiting = waiting.filter(Q(turn__gt=turn) | Q(turn=turn, number__lt=number))
    found = list(waiting[: rows + 1])
    return found[:rows], found[rows - 1].pk if len(found) > rows else None


def _turn_of(user: User, number: int) -> int | None:
    found = Ticket.objects.visible_to(user).filter(pk=number).annotate(last_solving=_LAST_SOLVING, turn=_TURN)
    return found.values_list("turn", flat=True).first()


def happenings_of(ticket: Ticket) -> QuerySet[TicketEvent]:
    """Return the facts that client people read, oldest first; what was said stands in the conversation."""
    told = {kind.code for kind in all_kinds() if kind.client_sentence} - SAID_IN_THE_CONVERSATION
    return history_of(ticket).filter(kind__in=told)


def in_hands_of(person: User, client_id: int | None = None) -> QuerySet[Ticket]:
    """Return the open tickets of which this person is the face or the assignee (None = of every client), by number."""
    held = Ticket.objects.open().filter(Q(contact=person) | Q(assignee=person))
    if client_id is not None:
        held = held.filter(client=client_id)
    return held.select_related("client", "site").order_by("pk")


def seen_in_hands_of(person: User, at: datetime | None = None) -> set[int]:
    """Return the numbers of those that this person may still see."""
    return set(in_hands_of(person).filter(pk__in=Ticket.objects.visible_to(person, at)).values_list("pk", flat=True))
