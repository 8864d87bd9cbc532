"""What a ticket is made of, one module per noun; imports run choices < category, policy < ticket < what hangs on it."""

from tickets.models.call_back import CallBack
from tickets.models.category import Category
from tickets.models.choices import (
    STATUS_WORDS,
    WAITING_WORDS,
    WAITING_WORDS_OF_CLIENT,
    Channel,
    Impact,
    Judged,
    Priority,
    QuestionKind,
    SecondLine,
    Type,
    Urgency,
    Where,
)
from tickets.models.conversation import Message
from tickets.models.event import TicketEvent
from tickets.models.people import Affected, Reader
from tickets.models.policy import PolicyVersion, Target
from tickets.models.recalculation import Recalculation
from tickets.models.search import SearchName, SearchText
from tickets.models.ticket import Ticket
from tickets.models.time import TimeEntry

__all__ = [
    "STATUS_WORDS",
    "WAITING_WORDS",
    "WAITING_WORDS_OF_CLIENT",
    "Affected",
    "CallBack",
    "Category",
    "Channel",
    "Impact",
    "Judged",
    "Message",
    "PolicyVersion",
    "Priority",
    "QuestionKind",
    "Reader",
    "Recalculation",
    "SearchName",
    "SearchText",
    "SecondLine",
    "Target",
    "Ticket",
    "TicketEvent",
    "TimeEntry",
    "Type",
    "Urgency",
    "Where",
]
