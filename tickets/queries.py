"""The doorway functions that pages and the API call."""

from django.db.models import QuerySet
from django.http import Http404

from accounts.models import User
from sites.queries import serving
from tickets.models import CallBack, Category, Message, Ticket, TicketEvent


def ticket_for(user: User, number: int) -> Ticket:
    """Return this ticket with the people on it, or raise Http404 as for a number that never was."""
    found = (
        Ticket.objects.visible_to(user)
        .select_related("client", "site", "requester", "contact", "assignee", "category", "solution", "last_word_by")
        .filter(pk=number)
        .first()
    )
    if found is None:
        raise Http404
    return found


def conversation_of(ticket: Ticket, *, reader: User) -> QuerySet[Message]:
    """Return the messages this reader may read, oldest first: notes only for people of the firm."""
    messages = Message.objects.filter(ticket=ticket).select_related("author").order_by("written_at", "pk")
    return messages if reader.is_of_firm else messages.filter(is_public=True)


def history_of(ticket: Ticket) -> QuerySet[TicketEvent]:
    """Return all facts about the ticket, oldest first (for people of the firm)."""
    return TicketEvent.objects.filter(ticket=ticket).select_related("actor", "words").order_by("occurred_at", "pk")


def assignable(ticket: Ticket) -> QuerySet[User]:
    """Return the colleagues whom the ticket can be assigned to: those assigned to its client."""
    return serving(ticket.client)


def categories() -> QuerySet[Category]:
    """Return the categories in use."""
    return Category.objects.filter(retired_at__isnull=True).order_by("name_en", "pk")


def waiting_call_backs() -> QuerySet[CallBack]:
    """Return the people to call back, longest waiting first."""
    return CallBack.objects.filter(handled_at__isnull=True).select_related("words").order_by("asked_at", "pk")
