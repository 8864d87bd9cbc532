"""The people of the tests, by their part in the story: one client that the firm serves, and another one."""

from __future__ import annotations

from datetime import UTC, datetime

from accounts.models import RoleHeld, Side, User
from sites.models import Assignment, Client, Function, MailDomain, Membership, Site, Standing
from tickets.models import PolicyVersion, Target
from tickets.targets import USUAL

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
PASSWORD = "correct horse battery staple"


def person_of_firm(name: str, email: str, *roles: str, language: str = "en", is_team_lead: bool = False) -> User:
    """Make a person of the firm with these roles."""
    person = User.objects.create_user(
        email, PASSWORD, name=name, side=Side.FIRM, language=language, is_team_lead=is_team_lead
    )
    RoleHeld.objects.bulk_create(RoleHeld(user=person, role=role) for role in roles)
    return person


def person_of_client(
    name: str, email: str | None, client: Client, *, standing: str = Standing.REQUESTER, language: str = "en"
) -> User:
    """Make a person who works for this client."""
    person = User.objects.create_user(email, name=name, side=Side.CLIENT, language=language)
    Membership.objects.create(person=person, client=client, standing=standing, starts_at=LONG_AGO)
    return person


def serves(person: User, client: Client, function: str, site: Site | None = None) -> Assignment:
    """Let this person of the firm serve the client."""
    return Assignment.objects.create(
        person=person, client=client, function=Function(function), site=site, starts_at=LONG_AGO
    )


def the_firms_service_level() -> None:
    """What the firm promises everybody, also where an earlier test emptied the tables."""
    if not PolicyVersion.objects.filter(client=None).exists():
        version = PolicyVersion.objects.create(starts_at=LONG_AGO, entered_at=LONG_AGO)
        Target.objects.bulk_create(Target.of(terms, version) for terms in USUAL)


def make_client(name: str, domain: str, site: str) -> Client:
    """Make an open client with one place and one mail domain."""
    the_firms_service_level()
    client = Client.objects.create(name=name, opens_at=LONG_AGO)
    MailDomain.objects.create(client=client, domain=domain)
    Site.objects.create(client=client, name=site, address="Stationsstraat 1", region="")
    return client
