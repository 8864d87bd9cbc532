"""What tests of the telling need: the outbox emptied into Django's own mail box."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives

from accounts.models import User
from notifications import actions

Told = Callable[[], list[EmailMultiAlternatives]]


@pytest.fixture
def told(db: None) -> Told:
    """Return a function that lets the outbox work and gives the mails that left since the last time."""

    def work() -> list[EmailMultiAlternatives]:
        mail.outbox.clear()
        actions.tell_due()
        return list(mail.outbox)  # type: ignore[arg-type]

    return work


def to(person: User, mails: list[EmailMultiAlternatives]) -> list[EmailMultiAlternatives]:
    """Return the mails to this person."""
    return [one for one in mails if f"<{person.email}>" in one.to[0] or one.to[0] == person.email]


def parts(sent: EmailMultiAlternatives) -> tuple[str, str]:
    """Return the text and the HTML of a mail."""
    html, _type = sent.alternatives[0]
    return str(sent.body), str(html)
