"""One's own account: name, password, second factor, roles, and when somebody signed in with it."""

from allauth.mfa.utils import is_mfa_enabled
from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from aimwell.services.workplace.accounts import rename_account, sign_out_everywhere
from aimwell.services.workplace.ask_accounts import roles_of, sign_ins_of
from aimwell.web.doors import Door, Visit
from aimwell.web.rendering import page
from aimwell.web.saving import saved


class NameForm(forms.Form):
    """What the log calls somebody."""

    name = forms.CharField(
        label="Name", max_length=120, help_text="As colleagues and readers of the log know you."
    )
    use_required_attribute = False

    def shown(self) -> list[forms.BoundField]:
        """Its field."""
        return [self["name"]]


class NoQuestions(forms.Form):
    """A form that only asks whether to go on."""

    def shown(self) -> list[forms.BoundField]:
        """Nothing."""
        return []


def show(visit: Visit) -> HttpResponse:
    """One's own account."""
    given = {
        "title": "Your account",
        "visit": visit,
        "protected": is_mfa_enabled(visit.account),
        "roles": [role for role in roles_of(visit.account, visit.settings.definitions, visit.today) if role.open],
        "sign_ins": sign_ins_of(visit.account),
    }  # fmt: skip
    return page(visit.request, "my_account.html", given)


def name(visit: Visit) -> HttpResponseBase:
    """The form of one's name."""
    form = NameForm(visit.request.POST or None, initial={"name": visit.account.name})
    if visit.request.method == "POST" and saved(
        form,
        lambda: rename_account(
            asking=visit.asking("By themselves"), account=visit.account, name=form.cleaned_data["name"]
        ),
    ):
        messages.success(visit.request, "Your name is changed.")
        return redirect("my-account")
    return page(visit.request, "form.html", {"title": "Change your name", "visit": visit, "form": form})


def everywhere(visit: Visit) -> HttpResponseBase:
    """Ask, and sign out of every browser."""
    form = NoQuestions(visit.request.POST or None)
    if visit.request.method == "POST":
        sign_out_everywhere(asking=visit.asking(), account=visit.account)
        return redirect("account_login")
    given = {
        "title": "Sign out everywhere?", "visit": visit, "form": form, "button": "Sign out everywhere",
        "sentences": ["Every browser that is signed in as you has to sign in again, this one too."],
        "cancel": reverse("my-account"),
    }  # fmt: skip
    return page(visit.request, "confirm.html", given)


DOORS = (
    Door("my-account", "my-account/", show, None),
    Door("my-name", "my-account/name/", name, None, ("GET", "POST")),
    Door("sign-out-everywhere", "my-account/sign-out-everywhere/", everywhere, None, ("GET", "POST")),
)
