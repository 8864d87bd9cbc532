"""How people are told. In the product a row is enough; a mail must reach a server that may say no."""

import smtplib

from django.core.mail import EmailMessage


class NotSent(Exception):
    """The server did not take the mail. ``permanent``: trying again would change nothing. ``words``: the server's."""

    def __init__(self, words: str, *, permanent: bool) -> None:
        super().__init__(words)
        self.words = words
        self.permanent = permanent


def send_mail(mail: EmailMessage) -> None:
    """Hand the mail to the server. Raises NotSent with the server's words when it was not taken.

    Only what is said about this mail or its address (5xx) is permanent; a server that is away, busy, or does not let
    the desk in may be well again later.
    """
    try:
        mail.send()
    except smtplib.SMTPRecipientsRefused as refused:
        code, words = next(iter(refused.recipients.values()))
        raise NotSent(_said(code, words), permanent=_is_permanent(code)) from refused
    except (smtplib.SMTPAuthenticationError, smtplib.SMTPConnectError, smtplib.SMTPHeloError) as away:
        raise NotSent(_said(away.smtp_code, away.smtp_error), permanent=False) from away
    except smtplib.SMTPResponseException as refused:
        raise NotSent(
            _said(refused.smtp_code, refused.smtp_error), permanent=_is_permanent(refused.smtp_code)
        ) from refused
    except (smtplib.SMTPException, OSError) as away:
        raise NotSent(f"{type(away).__name__}: {away}", permanent=False) from away


def _is_permanent(code: int) -> bool:
    return 500 <= code < 600


def _said(code: int, words: bytes | str) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return f"{code} {text}"[:1000]
