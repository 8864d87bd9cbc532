"""What the page of the outbox shows, read from its address: a closed list of parameters."""

from dataclasses import dataclass
from typing import Final, Self
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.http import QueryDict

from notifications.models import Delivery, Pending
from notifications.querysets import FAILED_STATES, DeliveryQuerySet, PendingQuerySet
from tickets.keyset import whole

ALL, FAILING, FACTS, ADDRESSES = "", "failing", "facts", "addresses"
VIEWS: Final = frozenset({ALL, *FAILED_STATES, FAILING, FACTS, ADDRESSES})
MOST_TICKED: Final = 100


@dataclass(frozen=True)
class OutboxFilter:
    """view: what did not arrive (ALL, or in one of the FAILED_STATES), what is tried again by itself (FAILING), what could
    not be told to anybody (FACTS), or which addresses refuse (ADDRESSES). person: only of the one with this key.
    """

    view: str = ALL
    person: int | None = None

    @classmethod
    def read(cls, parameters: QueryDict, *, others: frozenset[str] = frozenset()) -> Self:
        """Read it from an address or a form; others: parameters that are read elsewhere.

        Raises BadRequest for an unknown, repeated or malformed parameter.
        """
        given = {name: values for name, values in parameters.lists() if name not in others}
        if given.keys() - {"view", "person"} or any(len(values) > 1 for values in given.values()):
            raise BadRequest("parameters")
        view, person = (str(given.get(name, [""])[0]) for name in ("view", "person"))
        if view not in VIEWS:
            raise BadRequest("view")
        return cls(view, whole(person) if person else None)

    @property
    def order(self) -> tuple[str, str]:
        """The order of its rows."""
        special = {FAILING: ("due_at", "id"), FACTS: ("-set_aside_at", "-id"), ADDRESSES: ("-refused_at", "-id")}
        return special.get(self.view, ("-ended_at", "-id"))

    @property
    def kind_of_row(self) -> str:
        """What its rows are: "mail", "fact" or "address"."""
        return {FACTS: "fact", ADDRESSES: "address"}.get(self.view, "mail")

    def address(self, **others: str | int) -> str:
        """Return it as a query string, with the page's own parameters; "" when nothing is asked for."""
        asked = {"view": self.view, "person": self.person or "", **others}
        query = urlencode({name: value for name, value in asked.items() if value})
        return f"?{query}" if query else ""

    def mails(self) -> DeliveryQuerySet:
        """Return the mails that it asks for; none when it asks for something else."""
        found = Delivery.objects.failing() if self.view == FAILING else Delivery.objects.failed()
        if self.view in FAILED_STATES:
            found = found.filter(state=self.view)
        if self.person is not None:
            found = found.filter(person=self.person)
        return found if self.kind_of_row == "mail" else found.none()

    def facts(self) -> PendingQuerySet:
        """Return the facts that it asks for: those of which nobody could be told."""
        return Pending.objects.set_aside() if self.view == FACTS else Pending.objects.none()


@dataclass(frozen=True)
class Chosen:
    """Which rows are meant: one, those that were ticked, or all of the list."""

    one: int | None
    ticked: tuple[int, ...]
    everything: bool

    @classmethod
    def read(cls, parameters: QueryDict) -> Self:
        """Read it from a form. Raises BadRequest for what no page of ours sends."""
        ticked = parameters.getlist("row")
        if len(ticked) > MOST_TICKED:
            raise BadRequest("row")
        one = parameters.get("one", "")
        return cls(whole(one) if one else None, tuple(whole(row) for row in ticked), parameters.get("all") == "1")

    @property
    def numbers(self) -> tuple[int, ...]:
        """The keys of the rows, unless all are meant."""
        return self.ticked if self.one is None else (self.one,)
