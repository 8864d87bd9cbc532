"""Lists that come by the clock, not by an act: the day of an FSO, before its first visit."""

from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.utils import timezone

from accounts.models import Role, User
from notifications.habits import Habits, habits_of
from notifications.letters import new_message_id
from notifications.models import Delivery
from notifications.my_day import visits_on
from notifications.topics import AT_ONCE, MY_DAY
from visits.queries import visits_starting

AHEAD: Final = timedelta(minutes=90)  # before the first visit of the day
# Whose quiet hours reach into the first visit is up before it, and needs the list on the way: there the list breaks them.
AT_THE_LATEST: Final = timedelta(minutes=30)


def make_lists(*, at: datetime | None = None) -> int:
    """Make the mail "my day" of every FSO whose first visit of the day begins within AHEAD; return how many were made.

    Twice is once, and two at once make one. What the mail says is read when it leaves.
    """
    now = at or timezone.now()
    days = _days_that_begin_soon(now)
    people = {person for person, _day in days}
    habits = habits_of(people, [MY_DAY])
    wanted = [(person, day) for person, day in days if _wants_it(person, habits)]
    known = set(
        Delivery.objects.filter(
            purpose=Delivery.Purpose.MY_DAY, person__in=people, day__in={day for _person, day in wanted}
        ).values_list("person_id", "day")
    )
    found = [
        _list(person, day, first, habits, now)
        for person, day in wanted
        if (person.pk, day) not in known and (first := _first_visit_at(person, day)) is not None
        if now < first <= now + AHEAD
    ]
    # Who comes second meets the constraint of one list a day, and has nothing to do.
    Delivery.objects.bulk_create(found, ignore_conflicts=True)
    return len(found)


def _days_that_begin_soon(now: datetime) -> list[tuple[User, date]]:
    """The active FSOs who have a visit within AHEAD, each with the day of it in her own zone."""
    soon = [visit for visit in visits_starting(now, now + AHEAD) if visit.fso.is_active]
    fsos = User.objects.with_role(Role.FSO).filter(pk__in={visit.fso_id for visit in soon}).values_list("pk", flat=True)
    known = set(fsos)
    found = [
        (visit.fso, visit.starts_at.astimezone(ZoneInfo(visit.fso.time_zone)).date())
        for visit in soon
        if visit.fso_id in known
    ]
    return list(dict.fromkeys(found))


def _wants_it(person: User, habits: Habits) -> bool:
    return habits.takes_mail(person) and habits.choice(person, MY_DAY) == AT_ONCE


def _first_visit_at(person: User, day: date) -> datetime | None:
    return next((visit.starts_at for visit in visits_on(day, person)), None)


def _list(person: User, day: date, first: datetime, habits: Habits, now: datetime) -> Delivery:
    held_until = habits.after_quiet(person, now)
    return Delivery(
        person=person,
        purpose=Delivery.Purpose.MY_DAY,
        day=day,
        made_at=now,
        due_at=held_until if held_until < first else max(now, first - AT_THE_LATEST),
        message_id=new_message_id(),
    )
