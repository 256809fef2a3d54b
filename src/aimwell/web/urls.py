"""Every address of the workplace. Pages are doors; sign-in is allauth's, but for what nobody here needs."""

from allauth.account import views as account
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from django.urls import include, path, re_path

from aimwell.web.all_doors import DOORS, OPEN_DOORS
from aimwell.web.doors import as_urls
from aimwell.web.open_doors import as_open_urls

SIGN_IN = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path("password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    path(
        "password/reset/key/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("mfa/", second_factor.index, name="mfa_index"),
    path("mfa/authenticate/", second_factor.authenticate, name="mfa_authenticate"),
    path("mfa/reauthenticate/", second_factor.reauthenticate, name="mfa_reauthenticate"),
    path("mfa/totp/activate/", totp.activate_totp, name="mfa_activate_totp"),
    path("mfa/totp/deactivate/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("mfa/recovery-codes/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "mfa/recovery-codes/generate/",
        recovery_codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "mfa/recovery-codes/download/",
        recovery_codes.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
]
urlpatterns = [
    path("workplace/account/", include(SIGN_IN)),
    # Open doors come before systems, whose addresses begin with any word.
    path("workplace/", include(as_open_urls(OPEN_DOORS))),
    path("workplace/", include(as_urls(DOORS))),
]
handler400 = "aimwell.web.refusals.not_understood"
handler403 = "aimwell.web.refusals.forbidden"
handler404 = "aimwell.web.refusals.not_found"
handler429 = "aimwell.web.refusals.too_often"
handler500 = "aimwell.web.refusals.failed"
