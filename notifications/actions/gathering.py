"""Which mail each piece of news goes with: alone, with what waits for the same ticket, with others of the same act, in the morning."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from notifications import alarm_call, pace
from notifications.about import About
from notifications.actions import claiming
from notifications.habits import Habits
from notifications.letters import new_message_id
from notifications.messages import Told
from notifications.models import Delivery, Notification, Preference
from notifications.recipients import Recipient
from tickets.events import REPORTED
from tickets.models import TicketEvent

CHANNEL: Final = Notification.Channel
PURPOSE: Final = Delivery.Purpose


@dataclass(frozen=True)
class News:
    """One fact for one person, who may be told of it.

    asked_at: when that was asked (UTC). batch: the number of the transaction; only what is of one goes together.
    """

    table: str
    about: About
    recipient: Recipient
    asked_at: datetime
    batch: UUID

    @property
    def told(self) -> Told:
        """What a mail says of it."""
        return Told(self.about, self.recipient.topic)

    def row(self, channel: str, delivery: Delivery | None, now: datetime) -> Notification:
        """Return the unsaved row that says so, through this channel."""
        return Notification(
            event_table=self.table,
            event_number=self.about.event.pk,
            kind=self.about.kind,
            topic=self.recipient.topic.code,
            person=self.recipient.person,
            channel=channel,
            ticket=self.about.ticket,
            delivery=delivery,
            made_at=now,
        )


Row = tuple[News, Notification]
"""A piece of news and the unsaved row that says so."""


def rows_for(news: Sequence[News], habits: Habits, now: datetime) -> list[Row]:
    """Return the unsaved rows of all channels; the mails and alarms they go with are stored.

    Must run in the transaction that notes these facts as told.
    """
    rows = [(one, one.row(CHANNEL.IN_APP, None, now)) for one in news if one.recipient.telling.in_app]
    by_person: dict[int, list[News]] = defaultdict(list)
    for one in news:
        if one.recipient.telling.by_mail and habits.takes_mail(one.recipient.person):
            by_person[one.recipient.person.pk].append(one)
    lately = _Lately(news, now)
    for _person, mailed in sorted(by_person.items()):  # in one order everywhere, because each may hold a waiting mail
        rows += _mails_to_one(mailed, habits, lately, now)
    return rows + _alarms(news, now)  # last: mails wait for no telephone


def _alarms(news: Sequence[News], now: datetime) -> list[Row]:
    """One alarm for each person, about all that he is called for: thirty P1s do not ring thirty times."""
    by_person: dict[int, list[News]] = defaultdict(list)
    for one in news:
        if one.recipient.telling.by_alarm and alarm_call.is_set():
            by_person[one.recipient.person.pk].append(one)
    rows: list[Row] = []
    for _person, his in sorted(by_person.items()):
        delivery = _new_delivery(his[0], PURPOSE.ALARM, now, now, is_of_several=len(_by_ticket(his)) > 1)
        rows += [(one, one.row(CHANNEL.ALARM, delivery, now)) for one in his]
    return rows


def _mails_to_one(news: Sequence[News], habits: Habits, lately: "_Lately", now: datetime) -> list[Row]:
    choice = {one: habits.choice(one.recipient.person, one.recipient.topic) for one in news}
    urgent = [one for one in news if one.recipient.telling.breaks_quiet]
    at_once = [one for one in news if choice[one] == Preference.Choice.AT_ONCE and one not in urgent]
    morning = [one for one in news if choice[one] == Preference.Choice.MORNING and one not in urgent]
    rows = [
        row
        for group in _by_ticket(urgent)
        for row in _together(group, _new_delivery(group[0], PURPOSE.NEWS, now, now), now)
    ]
    groups = _by_ticket(at_once)
    if len(groups) > 1:
        due = habits.after_quiet(at_once[0].recipient.person, now)
        rows += _together(at_once, _new_delivery(at_once[0], PURPOSE.SEVERAL, now, due, is_of_several=True), now)
    elif groups:
        rows += _together(at_once, _mail_about_one(at_once, habits, lately, now), now)
    if morning:
        rows += _together(morning, _morning_list(morning[0], habits, now), now)
    return rows


def _mail_about_one(news: Sequence[News], habits: Habits, lately: "_Lately", now: datetime) -> Delivery:
    """Return the mail for news of one ticket: a change waits for those that follow the first one, and words for nobody."""
    person, ticket = news[0].recipient.person, news[0].about.ticket
    is_change = all(one.recipient.telling.is_change for one in news)
    due = now if ticket is not None and ticket.is_critical else habits.after_quiet(person, now)
    if not is_change and due <= now:
        return _new_delivery(news[0], PURPOSE.NEWS, now, due)
    waiting, window_until = lately.of(person.pk, ticket.pk if ticket else None)
    if waiting is not None and (is_change or waiting.due_at <= due) and _join(waiting, due):
        return waiting
    if is_change and window_until is not None and not _has_acted_since(window_until - pace.TOGETHER, news[0]):
        return _new_delivery(news[0], PURPOSE.NEWS, now, max(due, window_until))
    opens = now + pace.TOGETHER if is_change and ticket else None
    return _new_delivery(news[0], PURPOSE.NEWS, now, due, window_until=opens)


def _has_acted_since(at: datetime, news: News) -> bool:
    """Whether the reader did something with the ticket since: then a change is the answer to it, and the first one again."""
    own = TicketEvent.objects.filter(ticket=news.about.ticket, actor=news.recipient.person, occurred_at__gt=at).exclude(
        kind=REPORTED
    )
    return own.exists()


def _join(waiting: Delivery, due: datetime) -> bool:
    """Hold the waiting mail for what is added in this transaction; False when somebody has begun to send it.

    due: it leaves no earlier than this.
    """
    untouched = Delivery.objects.untouched().filter(pk=waiting.pk)
    return untouched.update(due_at=max(waiting.due_at, due)) == 1


def _morning_list(news: News, habits: Habits, now: datetime) -> Delivery:
    """Return the list of the next morning that has not begun to leave; it is held for what is added in this transaction."""
    person, after = news.recipient.person, now
    while True:
        after = pace.next_morning(after, person.time_zone)
        found, is_new = Delivery.objects.get_or_create(
            person=person,
            purpose=PURPOSE.MORNING_LIST,
            day=pace.day_in(after, person.time_zone),
            defaults={
                "made_at": now,
                "due_at": habits.after_quiet(person, after),
                "message_id": new_message_id(),
            },
        )
        if is_new or _join(found, found.due_at):
            return found


def _by_ticket(news: Iterable[News]) -> list[list[News]]:
    groups: dict[int | None, list[News]] = defaultdict(list)
    for one in news:
        groups[one.about.ticket.pk if one.about.ticket else None].append(one)
    return list(groups.values())


def _together(news: Iterable[News], delivery: Delivery, now: datetime) -> list[Row]:
    return [(one, one.row(CHANNEL.MAIL, delivery, now)) for one in news]


def _new_delivery(
    news: News,
    purpose: str,
    now: datetime,
    due: datetime,
    *,
    window_until: datetime | None = None,
    is_of_several: bool = False,
) -> Delivery:
    delivery = _unsaved(news, purpose, now, due)
    delivery.window_until = window_until
    if is_of_several:
        delivery.ticket = None
    if due <= now:  # claimed by who makes it, and sent as soon as this is committed
        claiming.claim_new(delivery, now)
    delivery.save(force_insert=True)
    return delivery


def _unsaved(news: News, purpose: str, now: datetime, due: datetime) -> Delivery:
    return Delivery(
        person=news.recipient.person,
        ticket=news.about.ticket,
        purpose=purpose,
        made_at=now,
        due_at=due,
        message_id=new_message_id(),
    )


class _Lately:
    """What waits or was sent a moment ago, about the tickets of these news; asked once, when it is first needed."""

    def __init__(self, news: Sequence[News], now: datetime) -> None:
        self._people = {one.recipient.person.pk for one in news}
        self._tickets = {one.about.ticket.pk for one in news if one.about.ticket}
        self._now = now
        self._found: dict[tuple[int, int | None], tuple[Delivery | None, datetime | None]] | None = None

    def of(self, person: int, ticket: int | None) -> tuple[Delivery | None, datetime | None]:
        """Return the mail that waits for this person about this ticket, and until when changes wait for each other (or None)."""
        if ticket is None:
            return None, None
        if self._found is None:
            self._found = {}
            for row in Delivery.objects.news_lately(self._people, self._tickets, self._now):
                waiting, until = self._found.get((row.person_id, row.ticket_id), (None, None))
                if row.state == Delivery.State.WAITING and row.attempts == 0 and row.due_at > self._now:
                    waiting = row
                if row.window_until and row.window_until > self._now:
                    until = row.window_until
                self._found[row.person_id, row.ticket_id] = waiting, until
        return self._found.get((person, ticket), (None, None))
