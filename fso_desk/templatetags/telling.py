"""Whether mail reaches the people of a page, for rooms that may not know the telling. One query per page, however many people.

These tags ask the database from a template, which no other does: the room of people and Django's own page of a person lie
below the telling and may not import it, and a panel loaded later would let somebody read an address as good that is not.
"""

from collections.abc import Iterable
from typing import Any

from django import template

from accounts.models import User
from notifications.letters import one_line
from notifications.models import RefusedAddress
from notifications.outbox import refusals_of
from notifications.permissions import can_tend_outbox

register = template.Library()


@register.simple_tag
def refused_mail(people: Iterable[User]) -> dict[str, RefusedAddress]:
    """Return what is known of the addresses of these people that refuse mail, by address."""
    return refusals_of([person.email for person in people if person.email])


@register.simple_tag
def refused_mail_of_members(rows: Iterable[Any]) -> dict[str, RefusedAddress]:
    """Return the same of the people of these memberships."""
    return refused_mail([row.person for row in rows])


@register.simple_tag
def refused_mail_to(person: User) -> RefusedAddress | None:
    """Return what is known of this person's address when it refuses mail."""
    return refusals_of([person.email]).get(person.email) if person.email else None


@register.filter
def at_address(refused: dict[str, RefusedAddress], person: User) -> RefusedAddress | None:
    """Return what is known of this person's address among those."""
    return refused.get(str(person.email))


@register.filter
def in_a_line(words: str, longest: int) -> str:
    """Return a server's words as one line of at most so many characters, without marks that nobody sees."""
    return one_line(words, longest)


@register.filter
def tends_outbox(person: User) -> bool:
    """Whether this person looks after what did not arrive."""
    return bool(can_tend_outbox(person))
