"""How people are told. In the product a row is enough; a mail must reach a server that may say no."""

import re
import smtplib
import threading
import time
from typing import Any, Final

from anymail.exceptions import AnymailError, AnymailRecipientsRefused
from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from notifications.letters import one_line

KEPT: Final = 10  # seconds that an unused connection to the mail server is kept for the next mail
JUST_USED: Final = 1  # second within which nobody asks whether the line is still alive
POLICY: Final = re.compile(r"^5\d\d[ -]5\.7\.")  # RFC 3463: refused by a rule about who sends; no fault of the address
MAY_PASS: Final = frozenset(
    {401, 402, 403, 404, 408, 425, 429}
)  # a provider's answers that say nothing about the mail itself


LONGEST_WORDS: Final = 1000  # characters of what a server says


class NotSent(Exception):
    """The server did not take the mail.

    words: the server's, washed: one line of signs that can be seen. permanent: trying again would change nothing. of_address: it is the address that was refused.
    """

    def __init__(self, words: str, *, permanent: bool, of_address: bool = False) -> None:
        self.words = one_line(words, LONGEST_WORDS)
        super().__init__(self.words)
        self.permanent = permanent
        self.of_address = permanent and of_address


def send_mail(mail: EmailMessage) -> None:
    """Hand the mail to the server. Raises NotSent with the server's words when it was not taken.

    Only what is said about this mail or its address (5xx) is permanent; a server that is away, busy, or does not let
    the desk in may be well again later.
    """
    try:
        _kept.send(mail)
    except smtplib.SMTPRecipientsRefused as refused:
        code, words = next(iter(refused.recipients.values()))
        said = _said(code, words)
        of_desk = POLICY.search(said) is not None
        raise NotSent(said, permanent=_is_permanent(code) and not of_desk, of_address=True) from refused
    except (
        smtplib.SMTPAuthenticationError,
        smtplib.SMTPConnectError,
        smtplib.SMTPHeloError,
        smtplib.SMTPSenderRefused,  # it is the desk that it does not want
    ) as away:
        raise NotSent(_said(away.smtp_code, away.smtp_error), permanent=False) from away
    except smtplib.SMTPResponseException as refused:
        raise NotSent(
            _said(refused.smtp_code, refused.smtp_error), permanent=_is_permanent(refused.smtp_code)
        ) from refused
    except AnymailRecipientsRefused as refused:
        raise NotSent(_said_by_provider(refused), permanent=True, of_address=True) from refused
    except AnymailError as refused:
        status = int(getattr(refused, "status_code", None) or 0)
        is_about_it = 400 <= status < 500 and status not in MAY_PASS
        raise NotSent(str(refused)[:1000], permanent=is_about_it) from refused
    except (smtplib.SMTPException, OSError) as away:
        raise NotSent(f"{type(away).__name__}: {away}", permanent=False) from away


class _KeptConnection(threading.local):
    """One connection to the mail server per thread, kept for a few seconds: most of a mail's time is saying hello."""

    connection: Any = None
    server: tuple[str, str, int] | None = None
    used_at = 0.0

    def send(self, mail: EmailMessage) -> None:
        """Send through the kept connection, or a new one. Raises what the backend raises."""
        if self.connection is None or not self._is_fresh():
            self.close()
            self.connection, self.server = get_connection(), _server()
            self.connection.open()
        try:
            mail.connection = self.connection
            mail.send()
            self.used_at = time.monotonic()
        except BaseException:
            self.close()
            raise

    def _is_fresh(self) -> bool:
        """Whether it was used a moment ago, and the server still answers: nothing is begun on a line that is dead."""
        if self.server != _server() or time.monotonic() - self.used_at > KEPT:
            return False
        line = getattr(self.connection, "connection", None)
        if not isinstance(line, smtplib.SMTP) or time.monotonic() - self.used_at < JUST_USED:
            return True
        try:
            return line.noop()[0] == 250
        except (smtplib.SMTPException, OSError):
            return False

    def close(self) -> None:
        """Say goodbye, if there is anybody to say it to."""
        connection, self.connection = self.connection, None
        if connection is not None:
            try:
                connection.close()
            except (smtplib.SMTPException, OSError):
                return


_kept = _KeptConnection()


def _server() -> tuple[str, str, int]:
    return settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT


def _is_permanent(code: int) -> bool:
    return 500 <= code < 600


def _said(code: int, words: bytes | str) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return f"{code} {text}"[:1000]


def _said_by_provider(refused: AnymailRecipientsRefused) -> str:
    """What the provider answered: that all recipients were refused says nothing to who mends an address."""
    answer = getattr(refused.response, "text", "")
    return f"{refused} {answer}".strip()[:1000]
