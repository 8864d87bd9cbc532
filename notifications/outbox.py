"""What did not arrive, as who looks after it may read it: whom it was for, what it was about, what the server said.

Never the words of a mail. A ticket is named only to who may see it, a confidential one by its number.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.apps import apps
from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from accounts.answers import Answer
from accounts.models import User
from notifications.about import events_in
from notifications.filters import ADDRESSES, ALL, FACTS, FAILING, Chosen, OutboxFilter
from notifications.health import Figures
from notifications.letters import one_line
from notifications.models import Delivery, Notification, Pending, RefusedAddress
from notifications.pauses import MOST_REFUSALS
from notifications.permissions import can_dismiss, can_tend_fact, can_try_again
from notifications.querysets import FAILED_STATES
from notifications.topics import BY_CODE
from tickets import keyset
from tickets.models import Ticket

MOST_AT_ONCE: Final = 200  # rows that one press of "all" tends
LONGEST_WORDS: Final = 300
MOST_NAMES: Final = 3
LISTS: Final = frozenset({Delivery.Purpose.SEVERAL, Delivery.Purpose.MORNING_LIST, Delivery.Purpose.MY_DAY})
# "550 5.1.1" of a server, "KeyError in notifications/passages.py, line 67" of ours, "API response 422" of a provider
CODE: Final = re.compile(
    r"^\d{3}\b(?:[ -]\d\.\d{1,3}\.\d{1,3}\b)?"
    r"|^\w+(?:Error|Exception|DoesNotExist|Disconnected)\b(?: in [\w/]+\.py, line \d+)?"
    r"|\bAPI response \d{3}\b"
)

TAB_WORDS: Final[Mapping[str, Promise]] = {
    Delivery.State.REFUSED: pgettext_lazy("mails", "Refused"),
    Delivery.State.GIVEN_UP: pgettext_lazy("mails", "Given up"),
    Delivery.State.SET_ASIDE: pgettext_lazy("mails", "Not written"),
}


@dataclass(frozen=True)
class Tab:
    """One view of the outbox, and how many rows it has."""

    view: str
    words: str | Promise
    count: int

    @property
    def address(self) -> str:
        """Its query string; "" for the first one."""
        return OutboxFilter(self.view).address()


@dataclass(frozen=True)
class Subject:
    """What a row is about. number: of a ticket that the reader may see; title: "" when it is confidential."""

    number: int | None = None
    title: str = ""
    is_hidden: bool = False
    is_confidential: bool = False

    @property
    def is_private(self) -> bool:
        """Whether nothing may be said of what happened."""
        return self.is_hidden or self.is_confidential


@dataclass(frozen=True)
class MailRow:
    """A mail that did not arrive, with what the reader may do with it. kinds: names of what it tells."""

    mail: Delivery
    kinds: Sequence[str | Promise]
    subject: Subject
    words: str
    is_stopped: bool
    may_try: Answer
    may_dismiss: Answer


@dataclass(frozen=True)
class FactRow:
    """A fact of which nobody could be told, why not, and what the reader may do with it."""

    fact: Pending
    subject: Subject
    words: str
    may_tend: Answer


@dataclass(frozen=True)
class AddressRow:
    """An address that refuses, and whose it is (None = nobody's any more). most: refusals in a row that stop mail to it."""

    refused: RefusedAddress
    person: User | None
    words: str
    most: int = MOST_REFUSALS


def rows_of(asked: OutboxFilter, window: keyset.Window, reader: User, at: datetime) -> keyset.Page:
    """Return the rows of one page, and the token of the next; a few queries, however many rows."""
    if asked.view == ADDRESSES:
        page = keyset.page(RefusedAddress.objects.all(), asked.order, window)
        return keyset.Page(_address_rows(page.rows), page.after)
    if asked.view == FACTS:
        page = keyset.page(asked.facts(), asked.order, window)
        return keyset.Page(_fact_rows(page.rows, reader), page.after)
    page = keyset.page(asked.mails().select_related("person"), asked.order, window)
    return keyset.Page(_mail_rows(page.rows, reader, at), page.after)


def window_of(asked: OutboxFilter, parameters: Mapping[str, str]) -> keyset.Window:
    """Read which rows of the list an address asks for. Raises BadRequest for what no page of ours says."""
    if asked.view == ADDRESSES:
        return keyset.window(parameters, RefusedAddress.objects.all(), asked.order)
    if asked.view == FACTS:
        return keyset.window(parameters, asked.facts(), asked.order)
    return keyset.window(parameters, asked.mails(), asked.order)


def tabs(now: Figures, asked: OutboxFilter) -> list[Tab]:
    """Return the views that have rows, the first one, and the one that is asked for."""
    failed = now.failed
    found = [
        Tab(ALL, _("Did not arrive"), sum(failed.values())),
        *(Tab(state, TAB_WORDS[state], failed.get(state, 0)) for state in FAILED_STATES),
        Tab(FAILING, _("Tried again"), now.failing),
        Tab(FACTS, _("Told to nobody"), now.facts_set_aside),
        Tab(ADDRESSES, _("Addresses"), now.addresses_refused),
    ]
    return [tab for tab in found if tab.count or tab.view in {ALL, asked.view}]


def chosen_rows(asked: OutboxFilter, chosen: Chosen) -> list[Any]:
    """Return the mails, facts or addresses that are meant: those with these keys whatever became of them meanwhile."""
    of_list, named = _choosable(asked)
    if chosen.everything:
        return list(of_list.order_by(*asked.order)[:MOST_AT_ONCE])
    return list(named.filter(pk__in=chosen.numbers).order_by("pk"))


def _choosable(asked: OutboxFilter) -> tuple[QuerySet[Any], QuerySet[Any]]:
    """The rows of this list, and all rows of their kind."""
    if asked.view == ADDRESSES:
        return RefusedAddress.objects.all(), RefusedAddress.objects.all()
    if asked.view == FACTS:
        return asked.facts(), Pending.objects.all()
    return asked.mails(), Delivery.objects.all()


def person_asked_for(asked: OutboxFilter) -> User | None:
    """Return the person that the filter names. Raises BadRequest when there is none."""
    if asked.person is None:
        return None
    found = User.objects.get_queryset().filter(pk=asked.person).first()
    if found is None:
        raise BadRequest("person")
    return found


def refused_address(number: int) -> tuple[RefusedAddress, User | None] | None:
    """Return the refused address with this key, and whose it is; None when it is gone."""
    row = RefusedAddress.objects.filter(pk=number).first()
    return (row, _holders([row]).get(row.address)) if row else None


def refusals_of(addresses: Collection[str]) -> dict[str, RefusedAddress]:
    """Return what is known of those of these addresses that refuse mail: one query."""
    return {row.address: row for row in RefusedAddress.objects.filter(address__in=addresses)} if addresses else {}


def _mail_rows(mails: Sequence[Delivery], reader: User, at: datetime) -> list[MailRow]:
    subjects = _subjects([mail.ticket_id for mail in mails], reader)
    kinds = _kinds(mails)
    refused = refusals_of([str(mail.person.email) for mail in mails if mail.person.email])
    rows = []
    for mail in mails:
        refusal = refused.get(mail.person.email or "")
        is_stopped = refusal is not None and refusal.stopped_at is not None
        # A list is about many tickets, of which any may be nothing for this reader: what it is says enough.
        is_list = mail.purpose in LISTS
        subject = Subject() if is_list else subjects[mail.ticket_id]
        is_code = is_list or subject.is_private or mail.state == Delivery.State.SET_ASIDE
        said = mail.last_error or (refusal.words if refusal else "")
        rows.append(
            MailRow(
                mail=mail,
                kinds=() if subject.is_private else kinds[mail.pk],
                subject=subject,
                words=_words(said, is_code=is_code),
                is_stopped=is_stopped,
                may_try=can_try_again(reader, mail, is_stopped=is_stopped, at=at),
                may_dismiss=can_dismiss(reader, mail, at=at),
            )
        )
    return rows


def _kinds(mails: Sequence[Delivery]) -> dict[int, list[str | Promise]]:
    told = Notification.objects.filter(delivery__in=[mail.pk for mail in mails]).order_by("pk")
    topics: dict[int, dict[str, None]] = defaultdict(dict)
    for delivery, topic in told.values_list("delivery_id", "topic"):
        if delivery is not None:
            topics[delivery][topic] = None
    news = Delivery.Purpose.NEWS
    return {
        mail.pk: [BY_CODE[topic].name if topic in BY_CODE else topic for topic in topics[mail.pk]][:MOST_NAMES]
        if mail.purpose == news
        else [Delivery.Purpose(mail.purpose).label]
        for mail in mails
    }


def _subjects(numbers: Collection[int | None], reader: User) -> dict[int | None, Subject]:
    """What this reader may read of these tickets: rights are today's."""
    asked = {number for number in numbers if number is not None}
    seen = Ticket.objects.visible_to(reader).filter(pk__in=asked).values_list("pk", "title", "confidential")
    subjects: dict[int | None, Subject] = dict.fromkeys(asked, Subject(is_hidden=True))
    for number, title, confidential in seen if asked else ():
        subjects[number] = Subject(number, "" if confidential else title, is_confidential=confidential)
    return subjects | {None: Subject()}


def _fact_rows(facts: Sequence[Pending], reader: User) -> list[FactRow]:
    tickets = _tickets_of(facts)
    subjects = _subjects(tickets.values(), reader)
    rows = []
    for fact in facts:
        words = _words(fact.last_error, is_code=True)
        rows.append(FactRow(fact, subjects[tickets.get(fact.pk)], words, can_tend_fact(reader, fact)))
    return rows


def _tickets_of(facts: Sequence[Pending]) -> dict[int, int]:
    """The ticket of each of these facts that is about one and still there; one query per table of events."""
    by_table: dict[str, dict[int, int]] = defaultdict(dict)
    for fact in facts:
        by_table[fact.event_table][fact.event_number] = fact.pk
    found: dict[int, int] = {}
    for table, numbers in by_table.items():
        try:
            fields = {field.name for field in apps.get_model(table)._meta.get_fields()}  # noqa: SLF001 - Django's public name
        except (LookupError, ValueError):
            continue  # there is no such table: it is the very reason why nobody could be told
        if "ticket" in fields:
            events: Any = events_in(table).filter(pk__in=list(numbers))
            found |= {numbers[pk]: ticket for pk, ticket in events.values_list("pk", "ticket_id")}
    return found


def _address_rows(found: Sequence[RefusedAddress]) -> list[AddressRow]:
    holders = _holders(found)
    return [AddressRow(row, holders.get(row.address), one_line(row.words, LONGEST_WORDS)) for row in found]


def _holders(found: Sequence[RefusedAddress]) -> dict[str, User]:
    people = User.objects.get_queryset().filter(email__in=[row.address for row in found])
    return {str(person.email): person for person in people}


def _words(said: str, *, is_code: bool) -> str:
    """What went wrong, on one line. is_code: no more of it than its code or its name.

    A server may quote a subject, and so may an exception of ours that was kept with its words, as they once were.
    """
    if is_code:
        found = CODE.search(said)
        said = found[0] if found else ""
    return one_line(said, LONGEST_WORDS)
