"""What was written when a ticket went up or came back: words among ourselves, which the search of tickets asks for."""

from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet, TextField, Value
from django.db.models.functions import Coalesce, Concat

from escalation.events import ESCALATED, HANDED_BACK
from escalation.models import Escalation
from tickets.search_text import internal_words

_PARTS = ("wrong__text", "tried__text", "needed__text", "done__text", "needed_on_site__text")


@internal_words(ESCALATED, HANDED_BACK)
def handovers_of(numbers: Collection[int]) -> QuerySet[Any]:
    """Return the words of the escalations of these tickets, as rows (ticket's number, text)."""
    nothing, space = Value("", output_field=TextField()), Value(" ", output_field=TextField())
    said = Concat(*(part for name in _PARTS for part in (Coalesce(name, nothing), space)), output_field=TextField())
    return Escalation.objects.filter(ticket__in=numbers).values_list("ticket_id", said)
