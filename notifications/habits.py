"""How the people of one telling want to hear it: what they chose, their quiet hours, whether their address takes mail."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from notifications import pace
from notifications.models import Preference, QuietHours, RefusedAddress
from notifications.topics import AT_ONCE, Topic


@dataclass(frozen=True)
class Habits:
    """What was chosen by (person, topic), quiet hours by person, and the addresses to which no mail goes any more."""

    choices: dict[tuple[int, str], str]
    quiet: dict[int, QuietHours]
    stopped: frozenset[str]

    def choice(self, person: User, topic: Topic) -> str:
        """Return the code of how this person hears this kind of news."""
        if topic.is_locked:
            return AT_ONCE
        chosen = self.choices.get((person.pk, topic.code), topic.default)
        return chosen if chosen in topic.choices(person) else topic.default

    def takes_mail(self, person: User) -> bool:
        """Whether this person has an address, and it has not refused three mails in a row."""
        return bool(person.email) and person.email not in self.stopped

    def after_quiet(self, person: User, at: datetime) -> datetime:
        """Return this instant (UTC), or the end of the person's quiet hours when it falls into them."""
        hours = self.quiet.get(person.pk)
        return pace.after_quiet(at, hours.starts, hours.ends, person.time_zone) if hours else at


def habits_of(people: Collection[User]) -> Habits:
    """Load the habits of these people: three queries, however many they are."""
    ids = [person.pk for person in people]
    chosen = Preference.objects.filter(person__in=ids).values_list("person_id", "topic", "choice")
    return Habits(
        {(person, topic): choice for person, topic, choice in chosen},
        {hours.person_id: hours for hours in QuietHours.objects.filter(person__in=ids)},
        stopped_among([person.email for person in people if person.email]),
    )


def stopped_among(addresses: Collection[str]) -> frozenset[str]:
    """Return those of these addresses to which no mail goes until somebody takes them up again."""
    refused = RefusedAddress.objects.filter(address__in=addresses, stopped_at__isnull=False)
    return frozenset(refused.values_list("address", flat=True))
