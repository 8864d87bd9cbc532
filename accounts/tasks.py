"""Mails of sign-in, sent in the background so that an answer takes as long for an unknown address as for a known one."""

from typing import Any

from celery import shared_task
from django.contrib.sessions.backends.db import SessionStore
from django.core.mail import EmailMultiAlternatives


@shared_task(time_limit=60, soft_time_limit=50)
def send_sign_in_mail(*, to: str, subject: str, text: str, html: str) -> None:
    """Send one mail that is worth a few minutes. Twice is harmless; lost, the person asks for another one."""
    mail: Any = EmailMultiAlternatives(subject, text, to=[to], headers={"Auto-Submitted": "auto-generated"})
    mail.attach_alternative(html, "text/html")
    mail.send()


@shared_task(name="accounts.forget_ended_sessions", time_limit=120)
def forget_ended_sessions() -> None:
    """Delete the rows of sessions that have ended by themselves."""
    SessionStore.clear_expired()
