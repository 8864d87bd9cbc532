"""The pages of sign-in: the library's views, with our forms and answers."""

from typing import Any

from allauth.account import views as library
from allauth.account.internal.decorators import login_stage_required
from allauth.account.stages import LoginByCodeStage
from allauth.core import ratelimit
from allauth.decorators import rate_limit
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.decorators import method_decorator

from accounts import sessions
from accounts.code_process import CodeProcess
from accounts.doorway import of_firm


class Refused:
    """A form that comes back says so in its status, too."""

    def form_invalid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_invalid(form)  # type: ignore[misc]
        if response.status_code == 200:
            response.status_code = 422
        return response


@method_decorator(rate_limit(action="login"), name="dispatch")
class AskCodeView(Refused, library.RequestLoginCodeView):
    """The way in: an address. The answer is the same whoever has it."""

    def _redirect_to_pending_stage(self, request: HttpRequest, stage: Any) -> None:
        """Somebody who comes back here wants another code or address: let him."""

    def form_valid(self, form: Any) -> HttpResponse:
        sessions.note_device(self.request, only_mine=form.cleaned_data["only_mine"])
        CodeProcess.initiate(request=self.request, user=form.person, email=form.cleaned_data["email"])
        return redirect(self.get_success_url())


@method_decorator(login_stage_required(stage=LoginByCodeStage.key, redirect_urlname="account_login"), name="dispatch")
class ConfirmCodeView(Refused, library.ConfirmLoginCodeView):
    """The six digits; right once, they sign in."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.stage = request._login_stage  # type: ignore[attr-defined]  # noqa: SLF001 - the library's seam
        self._process = CodeProcess.resume(self.stage)
        if not self._process:
            return redirect("account_login")
        if request.method == "POST" and not ratelimit.consume(
            request, action="confirm_login_code", key=self._process.name
        ):
            self._process.abort()
            return redirect("account_login")
        # The library's own dispatch would resume its own process: go on above it.
        answer: HttpResponseBase = super(library.ConfirmLoginCodeView, self).dispatch(request, *args, **kwargs)
        return answer


class PasswordView(Refused, library.LoginView):
    """Address and password, for people of the firm."""

    def _redirect_to_pending_stage(self, request: HttpRequest, stage: Any) -> None:
        """As for the code: whoever comes back begins anew."""


class AskResetView(Refused, library.PasswordResetView):
    """Ask for the link to a new password. The answer is the same whoever has the address."""


class ResetView(Refused, library.PasswordResetFromKeyView):
    """Behind the link of the mail."""


class ChangePasswordView(Refused, library.PasswordChangeView):
    """Another password; all other sessions end."""


class SetPasswordView(Refused, library.PasswordSetView):
    """A first password."""


class ReauthenticateView(Refused, library.ReauthenticateView):
    """The password once more."""


class FactorView(Refused, factor.AuthenticateView):
    """The second factor of somebody whose password was right."""


class FactorAgainView(Refused, factor.ReauthenticateView):
    """The second factor once more."""


class ActivateFactorView(Refused, totp.ActivateTOTPView):
    """Set up the second factor."""


ask_code = AskCodeView.as_view()
confirm_code = ConfirmCodeView.as_view()
password = PasswordView.as_view()
ask_reset = AskResetView.as_view()
reset = ResetView.as_view()
change_password = of_firm(ChangePasswordView.as_view())
set_password = of_firm(SetPasswordView.as_view())
reauthenticate = of_firm(ReauthenticateView.as_view())
second_factor = of_firm(factor.index)
give_factor = FactorView.as_view()
give_factor_again = of_firm(FactorAgainView.as_view())
activate_factor = of_firm(ActivateFactorView.as_view())
deactivate_factor = of_firm(totp.deactivate_totp)
recovery_codes = of_firm(recovery.view_recovery_codes)
new_recovery_codes = of_firm(recovery.generate_recovery_codes)
