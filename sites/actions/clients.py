"""A client is set up: name and terms, mail domains, places; then it opens."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions.storing import change
from accounts.models import Language, User
from accounts.permissions import can_set_up
from history.recording import now_or
from sites import events
from sites.actions.opening import project_opening
from sites.actions.storing import add_event, locked
from sites.mail_domains import is_public
from sites.models import Client, MailDomain, ServiceModel, Site


@transaction.atomic
def add_client(
    *,
    name: str,
    actor: User | None,
    service_model: str = ServiceModel.NO_IT,
    time_zone: str = "Europe/Brussels",
    language: str = Language.EN,
    documentation_url: str = "",
    at: datetime | None = None,
) -> Client:
    """Add a client that is being set up: nobody of it is mailed or signs up before ``open_client``.

    Raises NotAllowed for who does not set up, ValidationError for a name that exists or an unknown time zone.
    """
    can_set_up(actor).enforce()
    client = Client(
        name=name,
        service_model=service_model,
        time_zone=time_zone,
        language=language,
        documentation_url=documentation_url,
    )
    client.full_clean()
    client.save()
    project_opening(client, now_or(at))
    add_event(client, events.CLIENT_ADDED, actor=actor, at=now_or(at))
    return client


@transaction.atomic
def change_client(
    client: Client,
    *,
    actor: User | None,
    name: str,
    service_model: str,
    time_zone: str,
    language: str,
    documentation_url: str,
    closed_at: datetime | None = None,
    at: datetime | None = None,
) -> Client:
    """Change a client's terms; ``closed_at`` (UTC) ends its people's access from then on.

    Raises NotAllowed for who does not set up, ValidationError for a name that exists or an unknown time zone.
    """
    client = locked(client)
    can_set_up(actor).enforce()
    told = {
        "name": name,
        "service_model": service_model,
        "time_zone": time_zone,
        "language": language,
        "documentation_url": documentation_url,
        "closed_at": closed_at,
    }
    if changed := change(client, told):
        add_event(client, events.CLIENT_CHANGED, actor=actor, at=now_or(at), fields=changed)
    return client


@transaction.atomic
def open_client(client: Client, *, opens_at: datetime | None, actor: User | None, at: datetime | None = None) -> Client:
    """Set from when (UTC; None = not yet) the client's people are mailed and may sign up.

    Raises NotAllowed for who does not set up.
    """
    client = locked(client)
    can_set_up(actor).enforce()
    if client.opens_at == opens_at:
        return client
    client.opens_at = opens_at
    client.save(update_fields=["opens_at"])
    said = opens_at.isoformat() if opens_at else None
    add_event(client, events.CLIENT_OPENED, actor=actor, at=now_or(at), opens_at=said)
    return client


@transaction.atomic
def add_mail_domain(client: Client, *, domain: str, actor: User | None, at: datetime | None = None) -> MailDomain:
    """Let people with addresses at this domain join the client by themselves.

    Raises NotAllowed for who does not set up, ValidationError for a public provider, a domain of another client, or no domain.
    """
    client = locked(client)
    can_set_up(actor).enforce()
    row = MailDomain(client=client, domain=clean_domain(domain))
    row.full_clean()
    row.save()
    add_event(client, events.MAIL_DOMAIN_ADDED, actor=actor, at=now_or(at), mail_domain=row.pk)
    return row


def clean_domain(domain: str) -> str:
    """Return the domain as stored. Raises ValidationError for a public provider and for what is no domain."""
    name = domain.strip().lstrip("@").rstrip(".").lower()
    if "." not in name or "@" in name or not all(name.split(".")):
        raise ValidationError({"domain": _("Write a domain such as company.be.")})
    if is_public(name):
        raise ValidationError(
            {"domain": _("Anybody can have an address at %(domain)s. Add these people one by one.") % {"domain": name}}
        )
    return name


@transaction.atomic
def add_site(
    client: Client,
    *,
    name: str,
    actor: User | None,
    address: str = "",
    time_zone: str = "Europe/Brussels",
    country: str = "BE",
    region: str = "",
    at: datetime | None = None,
) -> Site:
    """Add a place of the client; country is an ISO 3166 code of two letters.

    Raises NotAllowed for who does not set up, ValidationError for a name that this client has already.
    """
    client = locked(client)
    can_set_up(actor).enforce()
    site = Site(client=client, name=name, address=address, time_zone=time_zone, country=country, region=region)
    site.full_clean()
    site.save()
    project_opening(client, now_or(at))
    site.refresh_from_db(fields=["opening"])
    add_event(client, events.SITE_ADDED, actor=actor, at=now_or(at), site=site.pk)
    return site


@transaction.atomic
def change_site(
    site: Site,
    *,
    actor: User | None,
    name: str,
    address: str,
    time_zone: str,
    country: str,
    region: str,
    closed_at: datetime | None = None,
    at: datetime | None = None,
) -> Site:
    """Change a place of a client, or close it (UTC instant).

    Raises NotAllowed for who does not set up, ValidationError for a name that this client has already.
    """
    client = locked(site.client)
    site = Site.objects.get(pk=site.pk)
    can_set_up(actor).enforce()
    told = {
        "name": name,
        "address": address,
        "time_zone": time_zone,
        "country": country,
        "region": region,
        "closed_at": closed_at,
    }
    if changed := change(site, told):
        project_opening(client, now_or(at))
        add_event(client, events.SITE_CHANGED, actor=actor, at=now_or(at), site=site.pk, fields=changed)
    return site
