"""Addresses of sign-in, under /sign-in/. The names are the library's, which it looks up itself; no others of its pages exist."""

from allauth.account.views import logout, password_reset_done, password_reset_from_key_done
from django.urls import path, re_path

from accounts.views import sign_in

urlpatterns = [
    path("", sign_in.ask_code, name="account_login"),
    path("code/", sign_in.confirm_code, name="account_confirm_login_code"),
    path("password/", sign_in.password, name="account_password"),
    path("password/reset/", sign_in.ask_reset, name="account_reset_password"),
    path("password/reset/sent/", password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        sign_in.reset,
        name="account_reset_password_from_key",
    ),
    path("password/reset/done/", password_reset_from_key_done, name="account_reset_password_from_key_done"),
    path("password/change/", sign_in.change_password, name="account_change_password"),
    path("password/first/", sign_in.set_password, name="account_set_password"),
    path("again/", sign_in.reauthenticate, name="account_reauthenticate"),
    path("out/", logout, name="account_logout"),
    path("second-factor/", sign_in.second_factor, name="mfa_index"),
    path("second-factor/code/", sign_in.give_factor, name="mfa_authenticate"),
    path("second-factor/again/", sign_in.give_factor_again, name="mfa_reauthenticate"),
    path("second-factor/activate/", sign_in.activate_factor, name="mfa_activate_totp"),
    path("second-factor/deactivate/", sign_in.deactivate_factor, name="mfa_deactivate_totp"),
    path("second-factor/recovery-codes/", sign_in.recovery_codes, name="mfa_view_recovery_codes"),
    path("second-factor/recovery-codes/new/", sign_in.new_recovery_codes, name="mfa_generate_recovery_codes"),
]
