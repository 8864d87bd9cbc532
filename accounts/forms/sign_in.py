"""The forms of sign-in, for the library's views: our words, and a limit on what is hashed."""

from typing import Any

from allauth.account import forms as library
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import perform_password_login
from allauth.core import context
from allauth.mfa.base import forms as factor
from allauth.mfa.totp import forms as totp
from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts
from django.core.validators import MaxLengthValidator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from accounts import sessions
from accounts.queries import person_with_address

LONGEST_PASSWORD = 256  # characters; hashing longer ones would only cost time
ADDRESS = _("E-mail address")
CODE = _("The six digits")
ONLY_MINE = _("Only I use this device")


# What to do about an empty field, by its name here or in the library.
MISSING = {
    "email": _("Write your e-mail address."),
    "login": _("Write your e-mail address."),
    "code": _("Write the code."),
    "password": _("Write your password."),
    "oldpassword": _("Write your present password."),
    "password1": _("Write a new password."),
    "password2": _("Write the new password once more."),
}


class _SaysWhatIsMissing:
    """A form whose empty fields say what to write."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, words in MISSING.items():
            if name in self.fields:
                self.fields[name].error_messages["required"] = words
                if isinstance(self.fields[name], forms.EmailField):
                    self.fields[name].error_messages["invalid"] = _("Write an e-mail address such as emma@company.be.")


def _dress(field: forms.Field, label: Any, help_text: Any = "", **attributes: str) -> None:
    field.label, field.help_text = label, help_text
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs.update(attributes)


def _limit(form: Any, *names: str) -> None:
    """Refuse a password by its size before anything is computed from it."""
    for name in names:
        field = form.fields[name]
        field.widget.attrs.pop("placeholder", None)
        field.validators.append(MaxLengthValidator(LONGEST_PASSWORD))


class AskCodeForm(_SaysWhatIsMissing, forms.Form):
    """An address, and whether the device is one's own. What it finds out is not shown."""

    email = forms.EmailField(
        label=ADDRESS,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    only_mine = forms.BooleanField(label=ONLY_MINE, help_text=_("You stay signed in here."), required=False)

    def clean_email(self) -> str:
        """Return the address as stored, once it is not asked for too often."""
        email = str(self.cleaned_data["email"]).strip().lower()
        get_adapter().count_asked_code(context.request, email)
        person = person_with_address(email)
        self.person = person if person is not None and get_adapter().may_receive_code(person) else None
        return email


class ConfirmCodeForm(_SaysWhatIsMissing, library.ConfirmLoginCodeForm):
    """The code of the mail; spaces that were pasted along do not matter."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress(self.fields["code"], CODE, inputmode="numeric", autocomplete="one-time-code")
        self.fields["code"].validators.append(MaxLengthValidator(32))


class PasswordForm(_SaysWhatIsMissing, library.LoginForm):
    """Address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress(self.fields["login"], ADDRESS, autocomplete="username", autocapitalize="none", spellcheck="false")
        _dress(self.fields["password"], _("Password"))
        _dress(self.fields["remember"], ONLY_MINE, _("You stay signed in here."))
        _limit(self, "password")

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        """Sign in, or go on to the second factor."""
        sessions.note_device(request, only_mine=self.cleaned_data["remember"])
        self._login.redirect_url = redirect_url
        response: HttpResponse = perform_password_login(request, self.user_credentials(), self._login)
        return response


class AskResetForm(_SaysWhatIsMissing, library.ResetPasswordForm):
    """The address to which the link for another password goes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress(self.fields["email"], ADDRESS, autocomplete="username")


class _NewPassword(_SaysWhatIsMissing):
    """Twice the new password, and what it must be like in sentences of Django's own validators."""

    def _words(self) -> None:
        hint = " ".join(str(text) for text in password_validators_help_texts())
        _dress(self.fields["password1"], _("New password"), hint)
        _dress(self.fields["password2"], _("New password once more"))
        _limit(self, "password1", "password2")


class ResetForm(_NewPassword, library.ResetPasswordKeyForm):
    """A new password, behind the link of the mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._words()


class ChangePasswordForm(_NewPassword, library.ChangePasswordForm):
    """A new password in place of the present one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress(self.fields["oldpassword"], _("Present password"))
        _limit(self, "oldpassword")
        self._words()


class SetPasswordForm(_NewPassword, library.SetPasswordForm):
    """A first password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._words()


class ReauthenticateForm(_SaysWhatIsMissing, library.ReauthenticateForm):
    """The password once more, before the second factor changes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress(self.fields["password"], _("Password"))
        _limit(self, "password")


class _FactorCode(_SaysWhatIsMissing):
    def _words(self, label: Any) -> None:
        _dress(self.fields["code"], label, autocomplete="one-time-code")
        self.fields["code"].validators.append(MaxLengthValidator(32))


class FactorForm(_FactorCode, factor.AuthenticateForm):
    """The code of the authenticator app, or a recovery code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._words(_("Code of your app, or a recovery code"))


class FactorAgainForm(_FactorCode, factor.ReauthenticateForm):
    """The same once more, before the second factor changes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._words(_("Code of your app, or a recovery code"))


class ActivateFactorForm(_FactorCode, totp.ActivateTOTPForm):
    """The first code of the app, as proof that it holds the secret."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._words(CODE)
