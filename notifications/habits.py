"""How the people of one telling want to hear it: what they chose, their quiet hours, whether their address takes mail."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from notifications import pace
from notifications.models import Preference, QuietHours, RefusedAddress
from notifications.topics import AT_ONCE, Topic


@dataclass(frozen=True)
class Habits:
    """What was chosen by (person, topic), quiet hours by person, and which addresses refused mail (True: it has stopped)."""

    choices: dict[tuple[int, str], str]
    quiet: dict[int, QuietHours]
    refused: dict[str, bool]

    def choice(self, person: User, topic: Topic) -> str:
        """Return the code of how this person hears this kind of news."""
        if topic.is_locked:
            return AT_ONCE
        chosen = self.choices.get((person.pk, topic.code), topic.default)
        return chosen if chosen in topic.choices(person) else topic.default

    def takes_mail(self, person: User) -> bool:
        """Whether this person has an address, and it has not refused three mails in a row."""
        return bool(person.email) and not self.refused.get(str(person.email))

    def after_quiet(self, person: User, at: datetime) -> datetime:
        """Return this instant (UTC), or the end of the person's quiet hours when it falls into them."""
        hours = self.quiet.get(person.pk)
        return pace.after_quiet(at, hours.starts, hours.ends, person.time_zone) if hours else at


def habits_of(people: Collection[User], topics: Iterable[Topic]) -> Habits:
    """Load the habits of these people as far as these kinds of news ask for them: at most three queries, however many they are."""
    ids = [person.pk for person in people]
    codes = {topic.code for topic in topics if not topic.is_locked}
    chosen = Preference.objects.filter(person__in=ids, topic__in=codes) if codes else Preference.objects.none()
    return Habits(
        {(row.person_id, row.topic): row.choice for row in chosen},
        {hours.person_id: hours for hours in QuietHours.objects.filter(person__in=ids)},
        refused_among([person.email for person in people if person.email]),
    )


def refused_among(addresses: Collection[str]) -> dict[str, bool]:
    """Return those of these addresses that refused mail lately, and whether mail to them has stopped."""
    rows = RefusedAddress.objects.filter(address__in=addresses).values_list("address", "stopped_at")
    return {address: stopped_at is not None for address, stopped_at in rows}
