"""How a ticket is answered to either side."""

from django.http import Http404
from drf_spectacular.utils import PolymorphicProxySerializer
from rest_framework.response import Response

from accounts.models import User
from tickets.api.for_clients import ClientMessages, ClientPage, ClientTicket
from tickets.api.for_firm import FirmMessages, FirmPage, FirmTicket
from tickets.models import Ticket
from tickets.queries import ticket_for

EITHER_TICKET = PolymorphicProxySerializer("Ticket", [FirmTicket, ClientTicket], resource_type_field_name=None)
EITHER_PAGE = PolymorphicProxySerializer("Page", [FirmPage, ClientPage], resource_type_field_name=None)
EITHER_MESSAGES = PolymorphicProxySerializer("Messages", [FirmMessages, ClientMessages], resource_type_field_name=None)


def shown(ticket: Ticket, reader: User, *, status: int = 200) -> Response:
    """Answer with the ticket as this reader may see it."""
    audience = FirmTicket if reader.is_of_firm else ClientTicket
    return Response(audience(ticket, context={"reader": reader}).data, status=status)


def changed(number: int, reader: User, *, status: int = 200) -> Response:
    """Answer after a change with the ticket as it is now; 204 when it is no longer this person's to see."""
    try:
        ticket = ticket_for(reader, number)
    except Http404:
        return Response(status=204)
    return shown(ticket, reader, status=status)
