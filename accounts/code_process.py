"""The library's sign-in by code, opened for one more case: somebody new who may join gets a code, too.

No account exists before the code has come back. Codes, tries and time are the library's.
"""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.models import Login
from allauth.account.stages import LoginByCodeStage, LoginStageController
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from accounts.models import User


class CodeProcess(LoginCodeVerificationProcess):
    """One attempt to sign in with one address, in one browser, ten minutes, three tries."""

    @classmethod
    def initiate(cls, *, request: HttpRequest, user: User | None, email: str, **_unused: Any) -> "CodeProcess":
        """Begin, and mail a code to whom it may go; the caller cannot tell whether one went."""
        login = Login(user=user, email=email)
        login.state["stages"] = {"current": LoginByCodeStage.key}
        stage = LoginByCodeStage(LoginStageController(request, login), request, login)
        stage.state.update(cls.initial_state(user=user, email=email), initiated_by_user=True)
        process = cls(stage=stage)
        process.send()
        process.persist()
        return process

    @classmethod
    def resume(cls, stage: LoginByCodeStage) -> "CodeProcess | None":
        """Go on where the browser stands; None when the time is over."""
        process: CodeProcess | None = cls(stage=stage).abort_if_invalid()
        return process

    @property
    def name(self) -> str:
        """Under which its tries are counted by all processes: the library counts in the session, where tries that
        are sent side by side do not see each other."""
        return f"{self.state['email']} {self.state['at']}"

    def send_by_email(self, email: str, skip_enumeration_mails: bool = False) -> None:
        adapter = get_adapter()
        if self.user or adapter.may_join(email):
            adapter.send_mail("account/email/login_code", email, {"code": self.generate_code(), "user": self.user})

    def finish(self, redirect_url: str | None) -> HttpResponseBase:
        """The code has come back: the address is verified. Sign in; somebody new joins now."""
        if self.user is None:
            self._user = self.stage.login.user = get_adapter().join(self.state["email"])
        if self.user is None:
            self.abort()
            return redirect("account_login")
        answer: HttpResponseBase = super().finish(redirect_url)
        return answer
