"""By which way mail leaves the desk: through a mail server, or through a provider's own interface. The settings ask here."""

from typing import Any, Final

PROVIDERS: Final = (
    "brevo", "mailersend", "mailgun", "mailjet", "mailtrap", "mandrill", "postal", "postmark", "resend", "scaleway", "sendgrid",
    "sparkpost", "unisender_go",
)  # fmt: skip
PATIENCE: Final = 10  # seconds for a server or provider that does not answer

# What a provider must be told so that it keeps the Message-ID, by which a mail that went out twice is recognised as one.
HEADERS: Final = {"postmark": {"X-PM-KeepID": "true"}}


def mail_settings(env: Any, *, demo: bool, desk: str) -> dict[str, Any]:
    """Return Django's settings of mail, and anymail's.

    env: where EMAIL_URL, MAIL_PROVIDER and MAIL_PROVIDER_SETTINGS are read. demo: mail is kept, unless one of them is set.
    desk: the address that mail comes from.
    """
    url, provider = env.str("EMAIL_URL", default="").strip(), env.str("MAIL_PROVIDER", default="").strip().lower()
    found: dict[str, Any] = env.email_url_config(url or "consolemail://")
    if demo and not url:
        found["EMAIL_BACKEND"] = "demo.mailbox.KeepingBackend"  # read at /demo/mail/
    if provider in PROVIDERS:
        found["EMAIL_BACKEND"] = f"anymail.backends.{provider}.EmailBackend"
    told = _pairs(env.str("MAIL_PROVIDER_SETTINGS", default=""))
    return found | {
        "MAIL_LEAVES": bool(url or provider),  # else it is printed to the terminal
        "MAIL_PROVIDER": provider,
        "MAIL_HEADERS": HEADERS.get(provider, {}),
        "ANYMAIL": {
            "REQUESTS_TIMEOUT": PATIENCE,
            **{f"{provider}_{name}".upper(): value for name, value in told.items()},
        },
        "EMAIL_TIMEOUT": PATIENCE,
        "DEFAULT_FROM_EMAIL": desk,
        "SERVER_EMAIL": desk,
    }


def _pairs(text: str) -> dict[str, str]:
    """Read NAME=value,NAME=value; a value may hold the sign = (keys end with it) but no comma."""
    pairs = (part.partition("=") for part in text.split(",") if part.strip())
    return {name.strip(): value.strip() for name, _sign, value in pairs}
