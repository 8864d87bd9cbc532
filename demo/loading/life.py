"""The life of one ticket, told step by step: each ``yield`` says when (UTC) the next step happens.

What would happen after "now" is not done, so tickets stand wherever their life has come to.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from django.utils import translation

from accounts.models import User
from demo.loading.hours import later
from demo.loading.people import Firm, Member, Served
from demo.stories import Book, Tale
from demo.stories.tale import CAN_WAIT, COMPANY, STOPPED, TEAM
from escalation import actions as second_line
from escalation.models import Escalation
from tickets import actions
from tickets.models import Channel, Ticket, Type, Where

Steps = Iterator[datetime]


@dataclass(frozen=True)
class Beginning:
    """Who tells what, where and when (UTC). ``channel``: ``Channel.PORTAL``, ``PHONE`` or ``WALK_IN``."""

    tale: Tale
    book: Book
    served: Served
    member: Member
    channel: str
    opened_at: datetime


class Life:
    """One ticket and what becomes of it. The dice decide; the same dice tell the same life."""

    def __init__(self, beginning: Beginning, firm: Firm, dice: Random) -> None:
        self.begin, self.firm, self.dice = beginning, firm, dice
        self.tale, self.book, self.served = beginning.tale, beginning.book, beginning.served
        self.at = beginning.opened_at
        self.slots = self.book.filling(dice)
        self.requester = beginning.member.person
        self.worker: User = self.served.fso or dice.choice(firm.desk)
        self.ticket: Ticket

    def told(self) -> Steps:
        """Tell it from the report to the end."""
        yield self.at
        if self.begin.channel != Channel.PORTAL and self.tale.is_small and self._chance(0.8):
            self._solved_at_once()
            yield from self._silence()
            return
        self._opened()
        if self.ticket.is_critical and self.begin.channel == Channel.PORTAL and self._chance(0.7):
            yield self._after(1, 4)
            self._reach_said()
        yield from self._worked_on()

    # ---- how it begins ----

    def _report(self) -> actions.Report:
        impact = self.tale.impact
        if impact == TEAM and self.tale.urgency == STOPPED and self._chance(0.25):
            impact = COMPANY
        by_firm = self.begin.channel != Channel.PORTAL
        return actions.Report(
            what=self._say(self.tale.what),
            type=self.tale.type,
            impact=impact,
            urgency=self.tale.urgency,
            site=self.begin.member.site,
            category=self.firm.categories[self.tale.subject] if by_firm else None,
        )

    def _opened(self) -> None:
        if self.begin.channel == Channel.PORTAL:
            self.ticket = actions.report(self._report(), client=self.served.client, actor=self.requester, at=self.at)
        else:
            self.ticket = self._recorded(None)

    def _solved_at_once(self) -> None:
        self.ticket = self._recorded(actions.SolvedNow(self._minutes(), self._say(self.tale.solution)))

    def _recorded(self, solved: actions.SolvedNow | None) -> Ticket:
        by_phone = self.begin.channel == Channel.PHONE
        return actions.record_call(
            self._report(),
            client=self.served.client,
            caller=actions.Caller(person=self.requester),
            actor=self.dice.choice(self.firm.desk) if by_phone else self.worker,
            channel=self.begin.channel,
            solved=solved,
            at=self.at,
        )

    def _reach_said(self) -> None:
        impact = COMPANY if self._chance(0.5) else TEAM
        self.ticket = actions.confirm_reach(self.ticket, impact=impact, actor=self.requester, at=self.at)

    # ---- how it goes on ----

    def _worked_on(self) -> Steps:
        if self.begin.member.can_write and self._chance(0.03) and self.ticket.type == Type.INCIDENT:
            yield self._after(30, 300)
            self.ticket = actions.say_it_works(self.ticket, actor=self.requester, at=self.at)
            yield from self._found_solved()
            return
        yield self._after(*self._until_started())
        self._taken()
        if self._chance(0.03):
            yield self._after(10, 60)
            self.ticket = actions.cancel(
                self.ticket, reason=self._any(self.book.cancelled), actor=self.worker, at=self.at
            )
            return
        if self.tale.handover is not None and self._chance(0.8):
            yield from self._second_line()
        else:
            yield from self._talked()
            yield self._after(*self._until_solved())
            self._resolved(self.worker)
        yield from self._found_solved()

    def _taken(self) -> None:
        if self.served.stand_in is not None and self._chance(0.08):
            self.worker = self.served.stand_in
            self.ticket = actions.assign(
                self.ticket, to=self.worker, actor=self.dice.choice(self.firm.desk), at=self.at
            )
        self.ticket = actions.start(self.ticket, actor=self.worker, at=self.at)
        if self.ticket.category_id is None and self._chance(0.9):
            category = self.firm.categories[self.tale.subject]
            self.ticket = actions.categorize(self.ticket, category=category, actor=self.worker, at=self.at)
        if self._chance(0.04):
            self._judged_anew()

    def _judged_anew(self) -> None:
        higher = self.ticket.priority >= 4 or (self.ticket.priority == 3 and self._chance(0.3))
        self.ticket = actions.override_priority(
            self.ticket,
            priority=self.ticket.priority + (-1 if higher else 1),
            reason=self.book.reasons[0 if higher else -1],
            actor=self.worker,
            at=self.at,
        )

    def _talked(self) -> Steps:
        if not self._chance(0.7):
            return
        yield self._after(2, 25)
        self._answered(self.worker, self._say(self.tale.answer))
        if self.begin.member.can_write and self._chance(0.35):
            yield self._after(10, 200)
            self._replied(self._any(self.book.replies))
            yield self._after(10, 150)
        if self._chance(0.25):
            self.ticket = actions.note(self.ticket, body=self._any(self.book.notes), actor=self.worker, at=self.at)

    def _second_line(self) -> Steps:
        handover = self.tale.handover
        assert handover is not None  # noqa: S101 - asked by the caller
        if self._chance(0.6):
            yield self._after(3, 20)
            self._answered(self.worker, self._say(self.tale.answer))
        yield self._after(15, 120)
        escalation = second_line.escalate(
            self.ticket,
            category=self.firm.categories[self.tale.subject],
            wrong=self._say(handover.wrong),
            tried=self._say(handover.tried),
            needed=self._say(handover.needed),
            actor=self.worker,
            at=self.at,
        )
        if self._chance(0.06):
            yield self._after(10, 60)
            second_line.withdraw(escalation, actor=self.worker, at=self.at)
            yield self._after(*self._until_solved())
            self._resolved(self.worker)
            return
        yield self._after(4, 45 if self._chance(0.8) else 200)
        specialist = self._one_of(escalation)
        escalation = second_line.pick_up(escalation, actor=specialist, at=self.at)
        self.ticket = escalation.ticket
        if self._chance(0.5):
            yield self._after(10, 90)
            self.ticket = actions.note(self.ticket, body=self._any(self.book.notes), actor=specialist, at=self.at)
        yield self._after(30, 500)
        if self._chance(0.4):
            self._resolved(specialist)
            return
        with translation.override(self.begin.member.person.language):  # the words around them, as in the book
            escalation = second_line.hand_back(
                escalation,
                done=self._say(handover.done),
                needed_on_site=self._say(handover.on_site),
                actor=specialist,
                at=self.at,
            )
        yield self._after(15, 240)
        self.ticket = actions.start(escalation.ticket, actor=self.worker, at=self.at)
        yield self._after(15, 300)
        self._resolved(self.worker)

    def _one_of(self, escalation: Escalation) -> User:
        offered = set(escalation.offers.values_list("person_id", flat=True))
        return self.dice.choice([person for person in self.firm.people.values() if person.pk in offered])

    # ---- how it ends ----

    def _found_solved(self) -> Steps:
        if not self.begin.member.can_write or self._chance(0.4):
            yield from self._silence()
            return
        yield self._after(20, 900)
        if self._chance(0.11):
            self.ticket = actions.reopen(
                self.ticket, reason=self._any(self.book.not_solved), actor=self.requester, at=self.at
            )
            yield self._after(20, 200)
            self.ticket = actions.start(self.ticket, actor=self.worker, at=self.at)
            yield self._after(30, 600)
            self._resolved(self.worker)
            yield self._after(20, 900)
        elif self._chance(0.3):
            self._replied(self._any(self.book.thanks))
        self.ticket = actions.confirm(self.ticket, actor=self.requester, at=self.at)

    def _silence(self) -> Steps:
        if self.ticket.closes_at is None:
            return
        self.at = self.ticket.closes_at
        yield self.at
        self.ticket = actions.confirm(self.ticket, actor=None, at=self.at)

    def _resolved(self, by: User) -> None:
        on_site = by == self.worker and self.served.fso is not None and self._chance(0.5)
        self.ticket = actions.resolve(
            self.ticket,
            how=self._say(self.tale.solution),
            minutes=self._minutes(),
            where=Where.ON_SITE if on_site else Where.REMOTE,
            actor=by,
            at=self.at,
        )

    # ---- words, chance and time ----

    def _answered(self, by: User, body: str) -> None:
        self.ticket = actions.answer(self.ticket, body=body, actor=by, at=self.at)

    def _replied(self, body: str) -> None:
        self.ticket = actions.reply(self.ticket, body=body, actor=self.requester, at=self.at)

    def _say(self, text: str) -> str:
        return text.format_map(self.slots)

    def _any(self, texts: tuple[str, ...]) -> str:
        return self._say(self.dice.choice(texts))

    def _chance(self, part: float) -> bool:
        return self.dice.random() < part

    def _minutes(self) -> int:
        return max(3, round(self.tale.minutes * self.dice.uniform(0.6, 1.7)))

    def _after(self, least: float, most: float) -> datetime:
        """Let opening time pass; seconds make no two steps the same."""
        self.at = later(self.at, self.dice.uniform(least, most)) + timedelta(seconds=self.dice.randrange(50))
        return self.at

    def _until_started(self) -> tuple[float, float]:
        if self.ticket.is_critical:
            return (2, 18)
        slow = 5 if self._chance(0.1) else 1
        return {STOPPED: (5, 60 * slow), CAN_WAIT: (60, 700 * slow)}.get(self.tale.urgency, (10, 220 * slow))

    def _until_solved(self) -> tuple[float, float]:
        slow = 3 if self._chance(0.12) else 1
        return {STOPPED: (15, 240 * slow), CAN_WAIT: (60, 1800 * slow)}.get(self.tale.urgency, (20, 600 * slow))
