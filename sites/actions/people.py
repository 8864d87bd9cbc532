"""Who works for a client: added, joined, changed, left."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts import actions as people
from accounts.models import Side, User
from accounts.permissions import can_set_up
from accounts.queries import person_with_address
from history.recording import now_or
from sites import events
from sites.actions.storing import add_event, locked
from sites.mail_domains import name_from
from sites.models import Client, Membership, Site, Standing
from sites.permissions import can_add_person_of_client
from sites.queries import client_of_address


@transaction.atomic
def add_person_of_client(
    client: Client,
    *,
    name: str,
    actor: User | None,
    email: str | None = None,
    language: str = "",
    phone: str = "",
    site: Site | None = None,
    standing: str = Standing.REQUESTER,
    at: datetime | None = None,
) -> User:
    """Add somebody who works there; a name is enough, with an address he can sign in.

    ``language`` "" takes the client's. Raises NotAllowed for who neither sets up nor adds somebody by name where he
    serves, ValidationError for an address that is taken (in words that do not say whose).
    """
    client = locked(client)
    can_add_person_of_client(actor, client, email=email).enforce()
    at = now_or(at)
    person = people.add_person(
        name=name,
        email=email,
        side=Side.CLIENT,
        language=language or client.language,
        time_zone=client.time_zone,
        phone=phone,
        actor=actor,
        at=at,
    )
    _become_member(person, client, site=site, standing=standing, at=at)
    add_event(client, events.MEMBER_ADDED, actor=actor, at=at, person=person.pk, standing=str(standing))
    return person


@transaction.atomic
def add_member(
    client: Client,
    *,
    person: User,
    actor: User | None,
    site: Site | None = None,
    standing: str = Standing.REQUESTER,
    at: datetime | None = None,
) -> Membership:
    """Let a person who exists (of another client, or back again) work for this client, too; twice is once.

    Raises NotAllowed for who does not set up, ValidationError for a person of the firm.
    """
    client = locked(client)
    can_set_up(actor).enforce()
    at = now_or(at)
    running = Membership.objects.running(at).filter(client=client, person=person).first()
    if running is not None:
        return running
    row = _become_member(person, client, site=site, standing=standing, at=at)
    add_event(client, events.MEMBER_ADDED, actor=actor, at=at, person=person.pk, standing=str(standing))
    return row


def join_by_address(*, email: str, actor: User | None, at: datetime | None = None) -> User | None:
    """Make account and membership of somebody whose address was just verified and belongs to an open client.

    Returns the person (of two at once the one who was first), or None when the address lets nobody join.
    """
    at = now_or(at)
    client = client_of_address(email, at)
    if client is None:
        return None
    try:
        return _join(client, email=email, actor=actor, at=at)
    except (IntegrityError, ValidationError):
        known = person_with_address(email)
        return known if known is not None and known.is_active and not known.is_of_firm else None


@transaction.atomic
def _join(client: Client, *, email: str, actor: User | None, at: datetime) -> User:
    client = locked(client)
    person = people.add_person(
        name=name_from(email),
        email=email,
        side=Side.CLIENT,
        language=client.language,
        time_zone=client.time_zone,
        actor=actor,
        at=at,
    )
    _become_member(person, client, site=None, standing=Standing.REQUESTER, at=at)
    add_event(client, events.MEMBER_JOINED, actor=actor, at=at, person=person.pk)
    return person


@transaction.atomic
def change_membership(
    membership: Membership,
    *,
    site: Site | None,
    standing: str,
    actor: User | None,
    at: datetime | None = None,
) -> Membership:
    """Change where somebody works and whether he speaks for the company; it counts from the next request.

    Raises NotAllowed for who does not set up, ValidationError for a site of another client.
    """
    client = locked(membership.client)
    membership = Membership.objects.get(pk=membership.pk)
    can_set_up(actor).enforce()
    if (membership.site_id, membership.standing) == (site.pk if site else None, standing):
        return membership
    membership.site, membership.standing = site, Standing(standing)
    membership.full_clean()
    membership.save(update_fields=["site", "standing"])
    facts = {"person": membership.person_id, "standing": str(standing)}
    add_event(client, events.MEMBER_CHANGED, actor=actor, at=now_or(at), **facts)
    return membership


@transaction.atomic
def end_membership(membership: Membership, *, actor: User | None, at: datetime | None = None) -> Membership:
    """Note that somebody has left the client: it counts at once, and all his sessions end.

    Raises NotAllowed for who does not set up.
    """
    client = locked(membership.client)
    membership = Membership.objects.select_related("person").get(pk=membership.pk)
    can_set_up(actor).enforce()
    at = now_or(at)
    if not membership.is_running(at):
        return membership
    membership.ends_at = at
    membership.save(update_fields=["ends_at"])
    people.end_sessions(User.objects.get_queryset().select_for_update(no_key=True).get(pk=membership.person_id))
    add_event(client, events.MEMBER_LEFT, actor=actor, at=at, person=membership.person_id)
    return membership


def _become_member(person: User, client: Client, *, site: Site | None, standing: str, at: datetime) -> Membership:
    row = Membership(person=person, client=client, site=site, standing=Standing(standing), starts_at=at)
    row.full_clean()
    row.save()
    return row
