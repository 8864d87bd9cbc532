"""What comes in over three months: by client, by person, by door, never the same deck of problems twice in a row."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from demo.loading.hours import ZONE, some_moment, working_days
from demo.loading.life import Beginning
from demo.loading.people import WEEKS_BACK, Firm, Served
from demo.stories import BOOKS, Book, Tale
from tickets.models import Channel


def beginnings(firm: Firm, count: int, *, until: datetime, dice: Random) -> list[Beginning]:
    """Return so many beginnings of tickets until this instant (UTC), in the order of time."""
    clients = [served for served in firm.served.values() if served.company.share]
    shares = [served.company.share for served in clients]
    last = until.astimezone(ZoneInfo(ZONE)).date()
    days = working_days(last - timedelta(weeks=WEEKS_BACK), last)
    decks: dict[tuple[str, str], Iterator[Tale]] = {}
    made: list[Beginning] = []
    while len(made) < count:
        served = dice.choices(clients, shares)[0]
        day = dice.choice(days)
        one = _beginning(served, some_moment(dice, day), decks, dice)
        if one.opened_at <= until:
            made.append(one)
    return sorted(made, key=lambda one: one.opened_at)


def _beginning(
    served: Served, moment: datetime, decks: dict[tuple[str, str], Iterator[Tale]], dice: Random
) -> Beginning:
    member = dice.choice(served.members)
    book = BOOKS[member.person.language]
    deck = decks.setdefault((served.company.domain, member.person.language), _deck(book, dice))
    tale = next(deck)
    at_site = [visit for visit in served.visits if visit.site_id == member.site.pk and visit.starts_at <= moment]
    walks_in = at_site and (tale.is_small or not member.can_write) and dice.random() < 0.5
    if walks_in:
        visit = dice.choice(at_site)
        met_at = visit.starts_at + (visit.ends_at - visit.starts_at) * dice.random()
        return Beginning(tale, book, served, member, Channel.WALK_IN, met_at.replace(microsecond=0))
    calls = not member.can_write or dice.random() < 0.22
    return Beginning(tale, book, served, member, Channel.PHONE if calls else Channel.PORTAL, moment)


def _deck(book: Book, dice: Random) -> Iterator[Tale]:
    """Yield all tales in a random order, then all again in another."""
    while True:
        yield from dice.sample(book.tales, len(book.tales))
