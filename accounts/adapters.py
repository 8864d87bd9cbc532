"""What the sign-in library (django-allauth) asks us: words, rights, links, mails, secrets.

Codes, their keeping, comparing and counting are the library's own.
"""

import logging
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from kombu.exceptions import OperationalError

from accounts import sessions
from accounts.actions import end_sessions
from accounts.models import User
from accounts.tasks import send_sign_in_mail

log = logging.getLogger(__name__)


class SignInAdapter(DefaultAccountAdapter):
    """Sign-in as the desk wants it. Nobody joins by himself here; the room of clients extends this."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("This address and this password do not fit together."),
        "enter_current_password": _("This is not your present password."),
        "incorrect_code": _("This code does not fit."),
        "incorrect_password": _("This password does not fit."),
        "invalid_password_reset": _("This link has been used or is too old. Ask for another one."),
        "rate_limited": _("That was often. Wait a minute, then try again."),
        "too_many_login_attempts": _("That was often. Wait ten minutes, or call us."),
    }

    # ---- rights ----

    def may_receive_code(self, person: User) -> bool:
        """Whether this person signs in by mailed code: active people of clients; the firm's own use a password."""
        return person.is_active and not person.is_of_firm

    def may_join(self, email: str) -> bool:
        """Whether somebody unknown with this address, once it is verified, gets an account by himself."""
        return False

    def join(self, email: str) -> User | None:
        """Make the account of somebody whose address is verified; None when he may not join."""
        return None

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Nobody who is deactivated: the answer is that of a wrong password."""
        person = super().authenticate(request, **credentials)
        return person if isinstance(person, User) and person.is_active else None

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponseBase:
        return redirect("account_login")

    def is_safe_url(self, url: str | None) -> bool:
        """Only paths of our own: no scheme, no host, ours or not."""
        return bool(url) and str(url).startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    # ---- sessions and limits ----

    def set_password(self, user: Any, password: str) -> None:
        """With the old password end all sessions and API tokens: whoever knew it may have made them."""
        super().set_password(user, password)
        end_sessions(user)

    def login(self, request: HttpRequest, user: Any) -> None:
        super().login(request, user)
        sessions.begin(request, user)

    def get_client_ip(self, request: HttpRequest) -> str:
        """Only the address of the connection counts; a trusted proxy's word has been put there (fso_desk/proxy.py)."""
        return request.META.get("REMOTE_ADDR") or "unknown"

    # Each try counts for the account as seen from one network, so that nobody elsewhere can lock its owner out; and in a
    # wider measure for the account alone, against many networks at once.

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        # The library puts the Host header into this key, with which a visitor could reset his count.
        return self._seen_from(request, str(credentials.get("email") or "").lower())

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count a try of a password. Raises ValidationError when there were too many."""
        super().pre_authenticate(request, **credentials)
        account = str(credentials.get("email") or "").lower()
        if not ratelimit.consume(request, action="login_failed_anywhere", key=account):
            raise self.validation_error("too_many_login_attempts")

    def count_asked_code(self, request: HttpRequest, email: str) -> None:
        """Count that a code was asked for this address. Raises ValidationError when that was too often."""
        here = ratelimit.consume(request, action="request_login_code", key=self._seen_from(request, email))
        if not here or not ratelimit.consume(request, action="request_login_code_anywhere", key=email):
            raise self.validation_error("too_many_login_attempts")

    def _seen_from(self, request: HttpRequest, email: str) -> str:
        return f"{email} {self.get_client_ip(request)}"

    def is_ajax(self, request: HttpRequest) -> bool:
        """Pages only: the library's second, JSON answer would be one more door to guard."""
        return False

    # ---- what is said ----

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Only what went wrong: that one is signed in is seen."""
        if message and level >= messages.ERROR:
            messages.add_message(request, level, message, extra_tags=extra_tags)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("accounts:me")

    # ---- mails ----

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The link of the mail, from the configured address of the desk, never from the request."""
        path: str = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return f"{settings.BASE_URL}{path.replace('UID-KEY', key)}"

    def send_password_reset_mail(self, user: Any, email: str, context: dict[str, Any]) -> None:
        """Only to people of the firm: the others have no password."""
        if user.is_of_firm and user.is_active:
            super().send_password_reset_mail(user, email, context)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Render in the person's language (of the page, for somebody new) and send in the background."""
        person = context.get("user")
        takes = {
            "code": context.get("code", ""),
            "person": person,
            "link": context.get("password_reset_url", ""),
            "base_url": settings.BASE_URL,
            "firm_name": settings.FIRM_NAME,
            "firm_phone": settings.FIRM_PHONE,
        }
        with translation.override(person.language if person else translation.get_language()):
            subject = " ".join(render_to_string(f"{template_prefix}_subject.txt", takes).split())
            text = render_to_string(f"{template_prefix}_message.txt", takes).strip() + "\n"
            html = render_to_string(f"{template_prefix}_message.html", takes)
        mail = {"to": email, "subject": subject, "text": text, "html": html}
        try:
            send_sign_in_mail.delay(**mail)
        except (OperationalError, OSError):
            # The queue is away; a code must go out all the same. Nothing of the mail is written down here.
            log.warning("The queue is away: a sign-in mail is sent directly.")
            send_sign_in_mail(**mail)

    def send_notification_mail(self, *_args: Any, **_kwargs: Any) -> None:
        """News goes through the desk's own room for it."""


class SecondFactorAdapter(DefaultMFAAdapter):
    """Second factors: secrets are stored encrypted with FIELD_KEY, which is not in the database."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code does not fit."),
    }

    def encrypt(self, text: str) -> str:
        return Fernet(settings.FIELD_KEY).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return Fernet(settings.FIELD_KEY).decrypt(encrypted_text.encode()).decode()

    def build_totp_svg(self, url: str) -> str:
        """The picture to scan, as an element within the page: pictures in addresses are not allowed here."""
        svg: str = super().build_totp_svg(url)
        return svg[svg.index("<svg") :]

    def get_totp_issuer(self) -> str:
        return str(settings.FIRM_NAME)
