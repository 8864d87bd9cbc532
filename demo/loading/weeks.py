"""What comes in over three months: by client, by person, by door, never the same deck of problems twice in a row."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from demo.loading.hours import ZONE, before, some_moment, working_days
from demo.loading.life import Beginning
from demo.loading.people import QUARTER, Firm, Served
from demo.stories import BOOKS, Book, Tale
from tickets.models import Channel
from tickets.targets import A_DAY

A_WEEK = timedelta(days=7)


def beginnings(firm: Firm, count: int, *, until: datetime, dice: Random) -> list[Beginning]:
    """Return the beginnings of tickets until this instant (UTC), in the order of time.

    So many in the three months before it, and a quarter of that in the three months before those, so that every
    report has something to stand beside; the last two days are busy.
    """
    three_months = timedelta(weeks=QUARTER)
    decks: dict[tuple[str, str], Iterator[Tale]] = {}
    earlier = _between(firm, count // 4, until - 2 * three_months, until - three_months, decks, dice)
    lately = _between(firm, count // 25, before(until, 2 * A_DAY), until, decks, dice)
    usual = _between(firm, count - len(lately), until - three_months, until, decks, dice)
    return sorted([*earlier, *usual, *lately], key=lambda one: one.opened_at)


def _between(
    firm: Firm, count: int, start: datetime, end: datetime, decks: dict[tuple[str, str], Iterator[Tale]], dice: Random
) -> list[Beginning]:
    clients = [served for served in firm.served.values() if served.company.share]
    shares = [served.company.share for served in clients]
    zone = ZoneInfo(ZONE)
    days = working_days(start.astimezone(zone).date(), end.astimezone(zone).date())
    made: list[Beginning] = []
    while len(made) < count:
        served = dice.choices(clients, shares)[0]
        one = _beginning(served, some_moment(dice, dice.choice(days)), decks, dice)
        if start <= one.opened_at <= end:
            made.append(one)
    return made


def _beginning(
    served: Served, moment: datetime, decks: dict[tuple[str, str], Iterator[Tale]], dice: Random
) -> Beginning:
    member = dice.choice(served.members)
    book = BOOKS[member.person.language]
    deck = decks.setdefault((served.company.domain, member.person.language), _deck(book, served, dice))
    tale = next(deck)
    at_site = [
        visit
        for visit in served.visits
        if visit.site_id == member.site.pk and moment - A_WEEK <= visit.starts_at <= moment
    ]
    walks_in = at_site and (tale.is_small or not member.can_write) and dice.random() < 0.5
    if walks_in:
        visit = dice.choice(at_site)
        met_at = visit.starts_at + (visit.ends_at - visit.starts_at) * dice.random()
        return Beginning(tale, book, served, member, Channel.WALK_IN, met_at.replace(microsecond=0))
    calls = not member.can_write or dice.random() < 0.22
    return Beginning(tale, book, served, member, Channel.PHONE if calls else Channel.PORTAL, moment)


def _deck(book: Book, served: Served, dice: Random) -> Iterator[Tale]:
    """Yield all tales that fit this client in a random order, then all again in another."""
    fitting = [tale for tale in book.tales if served.company.ships or not tale.for_shippers]
    while True:
        yield from dice.sample(fitting, len(fitting))
