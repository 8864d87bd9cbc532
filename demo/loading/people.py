"""The firm is set up: people, clients, who serves whom, categories, chains, visits. Through the actions of each room."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from accounts import actions as accounts
from accounts.models import Role, Side, User
from demo import firm
from demo.faces import drawn
from demo.loading.hours import ZONE, on
from escalation.models import Chain, Step
from sites import actions as sites
from sites.models import Client, Function, Site
from tickets import actions as tickets
from tickets.models import Category
from visits.actions import plan_visit
from visits.models import Visit

LONG_BEFORE: Final = timedelta(days=730)
QUARTER, WEEKS_BACK, WEEKS_AHEAD = 13, 26, 6


@dataclass(frozen=True)
class Member:
    """A person of a client and where he works."""

    person: User
    site: Site

    @property
    def can_write(self) -> bool:
        """Whether he has an address, and so uses the web form."""
        return self.person.email is not None


@dataclass(frozen=True)
class Served:
    """A client with its people, and who is there for it (None: nobody of that function)."""

    company: firm.Company
    client: Client
    members: tuple[Member, ...]
    fso: User | None
    stand_in: User | None
    visits: tuple[Visit, ...]

    def member(self, handle: str) -> Member:
        """Return the person with this handle."""
        return next(one for one in self.members if (one.person.email or "").split("@")[0] == handle)


@dataclass(frozen=True)
class Firm:
    """All that was set up. ``people`` of the firm by handle, ``categories`` by code."""

    people: dict[str, User]
    served: dict[str, Served]
    categories: dict[str, Category]

    @property
    def desk(self) -> list[User]:
        """The people of the service desk."""
        return [person for person in self.people.values() if Role.DESK in person.role_codes]


def set_up(at: datetime) -> Firm:
    """Make the firm as it stands at this instant (UTC); it has been there for two years."""
    since = at - LONG_BEFORE
    people = {colleague.handle: _colleague(colleague, since) for colleague in firm.COLLEAGUES}
    categories = {subject.code: _category(subject) for subject in firm.SUBJECTS}
    served = {company.domain: _client(company, people, at, since) for company in firm.COMPANIES}
    return Firm(people, served, categories)


def _colleague(colleague: firm.Colleague, since: datetime) -> User:
    person = accounts.add_person(
        name=colleague.name,
        email=colleague.email,
        side=Side.FIRM,
        roles=colleague.roles,
        language=colleague.language,
        phone=colleague.phone,
        is_team_lead=colleague.is_team_lead,
        actor=None,
        at=since,
    )
    return accounts.change_face(person, upload=drawn(colleague.look), actor=None, at=since)


def _category(subject: firm.Subject) -> Category:
    return Category.objects.create(
        name_en=subject.en,
        name_fr=subject.fr,
        name_nl=subject.nl,
        question_kind=subject.kind,
        floor=subject.floor,
        floor_always=subject.floor_always,
    )


def _client(company: firm.Company, people: dict[str, User], at: datetime, since: datetime) -> Served:
    client = sites.add_client(
        name=company.name,
        service_model=company.service_model,
        language=company.language,
        documentation_url=company.documentation_url,
        actor=None,
        at=since,
    )
    if company.agreement:
        tickets.set_policy(client, agreed=company.agreement, actor=None, at=since)
    sites.add_mail_domain(client, domain=company.domain, actor=None, at=since)
    if company.is_open:
        client = sites.open_client(client, opens_at=since, actor=None, at=since)
    places = [
        sites.add_site(client, name=place.name, address=place.address, actor=None, at=since) for place in company.places
    ]
    for handle, function in company.served_by:
        sites.assign_person(client, person=people[handle], function=function, actor=None, at=since)
    by_function = {function: people[handle] for handle, function in company.served_by}
    fso = by_function.get(Function.FSO)
    members = tuple(_member(employee, company, client, places, since) for employee in company.people)
    _chain(company, client)
    visits = tuple(_visits(company, places, fso, at, since)) if fso else ()
    return Served(company, client, members, fso, by_function.get(Function.STAND_IN), visits)


def _member(
    employee: firm.Employee, company: firm.Company, client: Client, places: list[Site], since: datetime
) -> Member:
    number = sum(ord(sign) for sign in employee.name + company.domain) * 37 % 900000 + 100000
    person = sites.add_person_of_client(
        client,
        name=employee.name,
        email=f"{employee.handle}@{company.domain}" if employee.handle else None,
        language=employee.language,
        phone=f"0470 {number // 10000:02d} {number // 100 % 100:02d} {number % 100:02d}",
        site=places[employee.place],
        standing=employee.standing,
        actor=None,
        at=since,
    )
    return Member(person, places[employee.place])


def _chain(company: firm.Company, client: Client) -> None:
    if company.chain_of_its_own is None:
        return
    kind, steps = company.chain_of_its_own
    chain = Chain.objects.create(client=client, kind_of_question=kind)
    Step.objects.bulk_create(
        Step(chain=chain, position=position, manner=manner, level=level, minutes_to_acknowledge=minutes)
        for position, (manner, level, minutes) in enumerate(steps, start=1)
    )


def _visits(company: firm.Company, places: list[Site], fso: User, at: datetime, since: datetime) -> Iterator[Visit]:
    today = at.astimezone(ZoneInfo(ZONE)).date()
    monday = today - timedelta(days=today.weekday())
    for week in range(-WEEKS_BACK, WEEKS_AHEAD):
        for place, site in zip(company.places, places, strict=True):
            for weekday, first, last in place.visits:
                day = monday + timedelta(weeks=week, days=weekday)
                first_hour, last_hour = on(day, time(first)), on(day, time(last))
                yield plan_visit(site, fso=fso, starts_at=first_hour, ends_at=last_hour, actor=None, at=since)
