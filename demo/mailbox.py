"""The way out for mail in the demo: nothing leaves this machine."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from demo.actions import keep_mail


class KeepingBackend(BaseEmailBackend):
    """Keeps every mail in the database (settings.EMAIL_BACKEND in demo mode, unless EMAIL_URL names a server)."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Keep these mails; return how many."""
        for mail in email_messages:
            keep_mail(mail)
        return len(email_messages)
