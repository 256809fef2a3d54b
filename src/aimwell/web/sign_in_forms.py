"""allauth's forms with our words: what each field is called, and what makes a good password."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as second_factor
from allauth.mfa.totp import forms as totp
from django import forms

A_GOOD_ONE = "At least 12 characters. A few words that only you would put together make a good one."
LABELS = {
    "login": "E-mail address",
    "email": "E-mail address",
    "password": "Password",
    "oldpassword": "Present password",
    "password1": "New password",
    "password2": "New password again",
    "code": "Six digits, or a recovery code",
}
HINTS = {"password1": A_GOOD_ONE}
REQUIRED = {
    "login": "Enter your e-mail address",
    "email": "Enter your e-mail address",
    "password": "Enter your password",
    "oldpassword": "Enter your present password",
    "password1": "Enter a new password",
    "password2": "Enter the new password again",
    "code": "Enter the code",
}


class Plain(forms.Form):
    """Gives the fields their words; no text inside boxes, and errors told by the page."""

    use_required_attribute = False

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        for name, field in self.fields.items():
            field.label = LABELS.get(name, field.label)
            field.help_text = HINTS.get(name, "")
            field.widget.attrs.pop("placeholder", None)
            if name in REQUIRED:
                field.error_messages["required"] = REQUIRED[name]


class SignIn(Plain, account.LoginForm):  # type: ignore[misc]
    """E-mail address and password."""


class ChangePassword(Plain, account.ChangePasswordForm):  # type: ignore[misc]
    """The present password and a new one."""


class ForgottenPassword(Plain, account.ResetPasswordForm):  # type: ignore[misc]
    """Where to send a link."""


class PasswordByLink(Plain, account.ResetPasswordKeyForm):  # type: ignore[misc]
    """A new password, by the link."""


class ConfirmByPassword(Plain, account.ReauthenticateForm):  # type: ignore[misc]
    """The password once more."""


class SecondFactor(Plain, second_factor.AuthenticateForm):  # type: ignore[misc]
    """A code of the app, or a recovery code."""


class ConfirmBySecondFactor(Plain, second_factor.ReauthenticateForm):  # type: ignore[misc]
    """A code once more."""


class TurnOnSecondFactor(Plain, totp.ActivateTOTPForm):  # type: ignore[misc]
    """The first code of a new app."""

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self.fields["code"].label = "Six digits"
