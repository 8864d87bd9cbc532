"""Which version of what is promised is in force, and what it says."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings

from sites.models import Client
from tickets import targets
from tickets.clock import Policy
from tickets.models import PolicyVersion, Target
from tickets.targets import Terms


def in_force(client: Client | None, at: datetime) -> PolicyVersion:
    """Return what is promised to this client (None = to everybody who has nothing of its own) at this instant (UTC). One query."""
    return PolicyVersion.objects.in_force(client, at)


def zone_of(client: Client | None) -> ZoneInfo:
    """Return where the days of these promises begin: the client's zone, the firm's own for those to everybody."""
    return ZoneInfo(client.time_zone if client else settings.TIME_ZONE)


def latest_entered(client: Client | None) -> PolicyVersion | None:
    """Return the version that was entered last for this client (None = for everybody), wherever it begins."""
    return PolicyVersion.objects.filter(client=client, withdrawn_at__isnull=True).order_by("-pk").first()


def terms_of(version_id: int) -> list[Terms]:
    """Return what this version says, P1 first. One query."""
    return [row.terms for row in Target.objects.filter(version=version_id).order_by("priority")]


def policy_of(version_id: int) -> Policy:
    """Return what this version says as the clock reads it. One query."""
    return targets.policy(terms_of(version_id))
