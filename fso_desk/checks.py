"""System checks of the settings: each wrong value is explained, with the way out."""

from collections.abc import Iterator
from ipaddress import ip_address
from typing import Any
from urllib.parse import SplitResult, urlsplit

from cryptography.fernet import Fernet
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import get_connection

from fso_desk.mail import PROVIDERS

LOOPBACK_NAMES = {"127.0.0.1", "localhost", "::1", "[::1]"}


def all_messages() -> list[CheckMessage]:
    return [
        *check_addresses(),
        *check_demo(),
        *check_field_key(),
        *check_alarm(),
        *check_mail(),
        *check_ready_to_serve(),
    ]


@register(Tags.security)
def check_addresses(**_: Any) -> list[CheckMessage]:
    """BASE_URL is an address, ALLOWED_HOSTS is exact and knows it, TRUSTED_PROXY holds addresses."""
    return list(_wrong_addresses())


def _wrong_addresses() -> Iterator[CheckMessage]:
    base = urlsplit(settings.BASE_URL)
    if base.scheme not in {"http", "https"} or not base.hostname or base.path or base.query:
        yield Error(
            f"BASE_URL is {settings.BASE_URL!r}, which is not the address of a desk.",
            hint="Give scheme and host only, like https://desk.example.com.",
            id="fso_desk.E001",
        )
    loose = [host for host in settings.ALLOWED_HOSTS if "*" in host or host.startswith(".")]
    if loose:
        yield Error(
            f"ALLOWED_HOSTS holds {', '.join(loose)}, which lets strangers choose the name of the desk.",
            hint="Name each host exactly.",
            id="fso_desk.E002",
        )
    if base.hostname and not {base.hostname, f"[{base.hostname}]"} & set(settings.ALLOWED_HOSTS):
        yield Error(
            f"The host of BASE_URL, {base.hostname}, is not in ALLOWED_HOSTS, so no link in a mail would work.",
            hint="Add it to ALLOWED_HOSTS, or leave ALLOWED_HOSTS out.",
            id="fso_desk.E003",
        )
    for proxy in settings.TRUSTED_PROXY:
        if not _is_address(proxy):
            yield Error(
                f"TRUSTED_PROXY holds {proxy!r}, which is not an IP address.",
                hint="Give the address that the proxy connects from, like 10.0.0.5.",
                id="fso_desk.E004",
            )


@register(Tags.security)
def check_demo(**_: Any) -> list[CheckMessage]:
    """The demo signs anybody in with one click, so it may be reached from its own machine only."""
    if not settings.DEMO:
        return []
    hosts = {urlsplit(settings.BASE_URL).hostname, settings.BIND, *settings.ALLOWED_HOSTS}
    open_to = sorted(str(host) for host in hosts - LOOPBACK_NAMES)
    if not open_to:
        return []
    return [
        Error(
            f"DEMO is on and the desk could be reached as {', '.join(open_to)}: anybody could sign in as anybody.",
            hint="Set DEMO=0, or leave BASE_URL, ALLOWED_HOSTS and BIND at loopback addresses.",
            id="fso_desk.E005",
        )
    ]


@register(Tags.security)
def check_field_key(**_: Any) -> list[CheckMessage]:
    try:
        Fernet(settings.FIELD_KEY)
    except ValueError:
        return [
            Error(
                "FIELD_KEY cannot encrypt: it is not 32 bytes in URL-safe base64.",
                hint="Make one with: python -c 'from cryptography.fernet import Fernet as F; print(F.generate_key().decode())'",
                id="fso_desk.E006",
            )
        ]
    return []


@register(Tags.security)
def check_alarm(**_: Any) -> list[CheckMessage]:
    """An alarm goes to a phone number at a provider's mail address, or over https to whoever can check its signature."""
    return list(_wrong_alarm(urlsplit(settings.ALARM_URL))) if settings.ALARM_URL else []


def _wrong_alarm(alarm: SplitResult) -> Iterator[CheckMessage]:
    if alarm.scheme == "mailto":
        if not ("{phone}" in alarm.path and 0 < alarm.path.rfind("@") < len(alarm.path) - 1):
            yield Error(
                "ALARM_URL is a mail address without the number to call.",
                hint="Write {phone} where the provider wants it, like mailto:{phone}@sms.provider.example.",
                id="fso_desk.E009",
            )
    elif not _keeps_alarms_private(alarm):
        yield Error(
            "ALARM_URL is neither mailto: nor https://, so no alarm would leave, or anybody could read it on its way.",
            hint="Give mailto:{phone}@sms.provider.example, or an https address.",
            id="fso_desk.E010",
        )
    elif not settings.ALARM_SECRET:
        yield Error(
            "ALARM_SECRET is not set, so nobody could tell the desk's alarms from a stranger's.",
            hint="Set ALARM_SECRET, here and at the receiver, to a long random text.",
            id="fso_desk.E011",
        )


def _keeps_alarms_private(alarm: SplitResult) -> bool:
    on_this_machine = alarm.scheme == "http" and alarm.hostname in LOOPBACK_NAMES
    return bool(alarm.hostname) and (alarm.scheme == "https" or on_this_machine)


@register(Tags.security)
def check_mail(**_: Any) -> list[CheckMessage]:
    """The provider of mail is one that we know, and has what it asks for."""
    provider = settings.MAIL_PROVIDER
    if not provider:
        return []
    if provider not in PROVIDERS:
        return [
            Error(
                f"MAIL_PROVIDER is {provider!r}, which is no provider of mail that the desk knows.",
                hint=f"Choose one of {', '.join(PROVIDERS)}, or leave it out and set EMAIL_URL.",
                id="fso_desk.E012",
            )
        ]
    try:
        get_connection()
    except ImproperlyConfigured as lacking:
        return [
            Error(
                f"MAIL_PROVIDER_SETTINGS lacks what {provider} asks for: {str(lacking).splitlines()[0]}",
                hint="Write NAME=value,NAME=value with the names of django-anymail, without the provider's, "
                "like SERVER_TOKEN=...",
                id="fso_desk.E013",
            )
        ]
    return []


@register(Tags.security, deploy=True)
def check_ready_to_serve(**_: Any) -> list[CheckMessage]:
    """What a local command may lack and a serving process may not: its own secrets, a way for mail, https outside the demo."""
    return list(_not_ready())


def _not_ready() -> Iterator[CheckMessage]:
    for name in settings.MISSING_SECRETS:
        yield Error(
            f"{name} is not set: sign-ins and secrets would not outlive a restart.",
            hint=f"Set {name}, or {name}_FILE to the path of a file that holds it. `make run` makes both for a local desk.",
            id="fso_desk.E007",
        )
    if not settings.MAIL_LEAVES and urlsplit(settings.BASE_URL).hostname not in LOOPBACK_NAMES:
        yield Error(
            "Neither EMAIL_URL nor MAIL_PROVIDER is set: no mail would leave, not even the codes to sign in.",
            hint="Set EMAIL_URL, like smtp+tls://name:password@mail.example.com:587, or MAIL_PROVIDER and "
            "MAIL_PROVIDER_SETTINGS.",
            id="fso_desk.E014",
        )
    if not settings.DEMO and settings.SECURE_SSL_REDIRECT and not settings.BASE_URL.startswith("https://"):
        yield Error(
            f"BASE_URL is {settings.BASE_URL}, but people are sent to https.",
            hint="Set BASE_URL to the https address of the desk.",
            id="fso_desk.E008",
        )


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
