"""Groups of people who may be told of a fact, and the conditions under which they are: the words of the table in recipients.py."""

from collections.abc import Callable, Iterable

from accounts.models import Role, User
from accounts.querysets import UserQuerySet
from escalation import events as escalation_events
from escalation.models import Offer
from escalation.queries import still_calls
from notifications.about import About
from notifications.models import Notification
from sites import events as client_events
from sites.queries import contacts_of, memberships_of, people_of, serving
from tickets.lifecycle import ENDED_STATUSES, Status, WaitingFor
from tickets.models import Announcement, Channel, Impact, ProblemPerson, SecondLine, Ticket, TicketEvent
from tickets.priority import CRITICAL

WELCOMES = (client_events.MEMBER_ADDED, client_events.CLIENT_OPENED)

# ---- who ----


def requester(about: About) -> Iterable[User]:
    """The person of the client who asked."""
    return [about.ticket.requester] if about.ticket else []


def colleagues(about: About) -> Iterable[User]:
    """Who stays the face and who has it; the desk while it is nobody's."""
    if about.ticket is None:
        return []
    return [person for person in (about.ticket.contact, about.ticket.assignee) if person] or desk(about)


def assignee(about: About) -> Iterable[User]:
    """Who has it now."""
    return [about.ticket.assignee] if about.ticket and about.ticket.assignee else []


def face(about: About) -> Iterable[User]:
    """Who stays the face for the client."""
    return [about.ticket.contact] if about.ticket and about.ticket.contact else []


def whoever_must_act(about: About) -> Iterable[User]:
    """Who has it now; the desk while it is nobody's."""
    return assignee(about) or desk(about)


def desk(about: About) -> Iterable[User]:
    """The service desk."""
    return User.objects.with_role(Role.DESK)


def desk_and_administrators(about: About) -> Iterable[User]:
    """Who mends an address that refuses mail."""
    return User.objects.with_role(Role.DESK, Role.ADMINISTRATOR)


def everyone_who_serves(about: About) -> Iterable[User]:
    """All who are assigned to the client, its Shared ICT Manager among them, and the desk."""
    return [*serving(about.client), *desk(about)] if about.client else []


def client_contacts(about: About) -> Iterable[User]:
    """The key users of the client."""
    return contacts_of(about.client) if about.client else []


def offered_to(about: About) -> Iterable[User]:
    """Those to whom the ticket is offered."""
    offers = Offer.objects.filter(escalation=about.facts["escalation"], ended_at__isnull=True)
    return User.objects.active().filter(pk__in=offers.values("person_id"))


def called(about: About) -> Iterable[User]:
    """Those who are called because nobody has a P1 in hand."""
    return User.objects.active().filter(pk__in=about.facts["people"])


def called_before(about: About) -> Iterable[User]:
    """Those who were called about this ticket while nobody had it in hand."""
    calls = TicketEvent.objects.filter(ticket=about.ticket, kind=escalation_events.P1_CALLED)
    numbers = {number for details in calls.values_list("details", flat=True) for number in details["people"]}
    return User.objects.active().filter(pk__in=numbers) if numbers else []


def offered_before(about: About) -> Iterable[User]:
    """Those to whom this escalation was offered, whoever took it."""
    offers = Offer.objects.filter(escalation=about.facts["escalation"])
    return User.objects.active().filter(pk__in=offers.values("person_id"))


def those_not_welcomed_yet(about: About) -> Iterable[User]:
    """The people of a client that opens, without whom the mail that they can sign in has reached before."""
    if about.client is None:
        return []
    people = people_of(about.client)
    welcomed = Notification.objects.filter(
        person__in=people.order_by().values("pk"), kind__in=WELCOMES, channel=Notification.Channel.MAIL
    )
    return people.exclude(pk__in=welcomed.values("person_id"))


def the_person(about: About) -> Iterable[User]:
    """The person whom the fact is about."""
    return [about.person] if about.person else []


def those_with_it(about: About) -> UserQuerySet:
    """Those who said of a known problem "this is mine too"."""
    with_it = ProblemPerson.objects.filter(problem=about.problem)
    return User.objects.active().filter(pk__in=with_it.values("person_id"))


def those_with_it_and_no_request(about: About) -> Iterable[User]:
    """Of those, who asked nothing of their own about it: whoever did reads on that request that it is solved."""
    asked = Ticket.objects.filter(problem=about.problem).exclude(status__in=ENDED_STATUSES)
    return those_with_it(about).exclude(pk__in=asked.values("requester_id"))


# ---- when ----


def always(about: About) -> bool:
    """Every time."""
    return True


def is_critical(about: About) -> bool:
    """It is a P1 from the start."""
    return about.facts.get("priority") == CRITICAL


def became_critical(before: str, after: str) -> Callable[[About], bool]:
    """This act made it a P1. before, after: the facts that hold the two priorities."""
    return lambda about: about.facts[after] == CRITICAL != about.facts[before]


def is_critical_for_the_company(about: About) -> bool:
    """It is a P1 from the start, and hits the whole company."""
    return is_critical(about) and about.ticket is not None and about.ticket.impact == Impact.COMPANY


def became_critical_for_the_company(before: str, after: str) -> Callable[[About], bool]:
    """This act made it a P1 that hits the whole company."""
    became = became_critical(before, after)
    return lambda about: became(about) and about.ticket is not None and about.ticket.impact == Impact.COMPANY


def is_p1(about: About) -> bool:
    """The ticket is a P1 now."""
    return about.ticket is not None and about.ticket.priority == CRITICAL


def is_p1_of_the_company(about: About) -> bool:
    """The ticket is a P1 now, and hits the whole company."""
    return is_p1(about) and about.ticket is not None and about.ticket.impact == Impact.COMPANY


def unless_solved_at_a_walk_in(about: About) -> bool:
    """It is more than a word in the corridor that was dealt with there: that stands in the visit report only."""
    ticket = about.ticket
    return ticket is None or not (ticket.channel == Channel.WALK_IN and ticket.solved_on_the_spot)


def waits_for_the_client(about: About) -> bool:
    """The requester is asked for something."""
    return bool(about.facts["for"] == WaitingFor.CUSTOMER)


def waits_for_approval(about: About) -> bool:
    """The client contact is asked to approve something."""
    return bool(about.facts["for"] == WaitingFor.APPROVAL)


def by_the_face(about: About) -> bool:
    """Who stays the face did it; how the firm divides its work is no news for the client's people."""
    return about.ticket is not None and about.event.actor_id == about.ticket.contact_id


def has_a_face(about: About) -> bool:
    """Somebody stays the face."""
    return about.ticket is not None and about.ticket.contact_id is not None


def is_handed_on(about: About) -> bool:
    """It was given to a colleague, and not as part of handing back, which is told in words of its own."""
    return about.ticket is not None and about.ticket.second_line != SecondLine.HANDED_BACK


def joins_the_firm(about: About) -> bool:
    """The person is of the firm; people of clients are told when they become members of one."""
    return about.person is not None and about.person.is_of_firm


# ---- still, when the mail leaves ----


def is_still_solved(about: About) -> bool:
    """Nobody took the solution back in the meantime."""
    return about.ticket is not None and about.ticket.status in {Status.RESOLVED, Status.CLOSED}


def is_still_unanswered(about: About) -> bool:
    """Nobody has answered yet, and there still is something to answer."""
    return about.ticket is not None and about.ticket.is_open and about.ticket.responded_at is None


def is_still_open(about: About) -> bool:
    """It is not solved yet."""
    return about.ticket is not None and about.ticket.is_open


def is_still_late(about: About) -> bool:
    """It is not solved yet, and more than a target is used."""
    return about.ticket is not None and about.ticket.is_late()


def nobody_has_it_yet(about: About) -> bool:
    """It is still a P1 that nobody has in hand, and this was the last call: what could not leave is told by the next one."""
    return about.ticket is not None and still_calls(about.ticket, about.event.pk)


def is_still_announced(about: About) -> bool:
    """Somebody is still told of the known problem, and no later word has been said."""
    problem = about.problem
    return (
        problem is not None
        and Announcement.objects.filter(problem=problem, ends_at__isnull=True).exists()
        and problem.next_word_at is not None
        and problem.next_word_at.isoformat() == about.facts["next_word"]
    )


def is_still_gone(about: About) -> bool:
    """The known problem did not come back in the meantime."""
    return about.problem is not None and about.problem.is_gone


# ---- whose clients are open ----


def works_for_an_open_client(person: User, about: About) -> bool:
    """Whether this person of a client works for one that is open; for this one, where the fact is about one."""
    clients = [row.client for row in memberships_of(person) if about.client in (None, row.client)]
    return any(client.is_open() for client in clients)
