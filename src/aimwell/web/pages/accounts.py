"""Accounts for administrators: make, invite, give roles, end."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse

from aimwell.domain.workplace.access import Act
from aimwell.services.workplace.accounts import (
    Letter,
    add_account,
    end_account,
    end_role,
    give_role,
    invite,
    open_account,
    take_second_factor_away,
    tie_to_person,
)
from aimwell.services.workplace.ask_accounts import account_rows, accounts_like, people_in_posts, roles_of
from aimwell.services.workplace.changing import Asking
from aimwell.services.workplace.signed_in import access_rules, systems
from aimwell.store.workplace.models import Account, Body, Person, RoleGiven
from aimwell.web.accounts import link_for_password
from aimwell.web.doors import Door, Visit
from aimwell.web.forms import ChangeForm, DayField
from aimwell.web.paging import paged
from aimwell.web.rendering import page
from aimwell.web.saving import saved
from aimwell.web.words import day

EVERYWHERE = "all"


class AccountForm(ChangeForm):
    """Whose account it is."""

    name = forms.CharField(label="Name", max_length=120)
    email = forms.EmailField(
        label="Work e-mail address", help_text="A link with which they choose a password is sent to it."
    )


class RoleForm(ChangeForm):
    """Which role, where, and for how long."""

    role = forms.ChoiceField(label="Role", widget=forms.RadioSelect)
    where = forms.ChoiceField(label="Where")
    starts = DayField(label="From")
    ends = DayField(
        label="Until", required=False, help_text="The last day. Leave it empty if no end is known."
    )


class PersonForm(ChangeForm):
    """Who in the record somebody is."""

    person = forms.ChoiceField(
        label="Person",
        required=False,
        help_text="Everybody who holds a post. Who is missing is added at the page of their body, under Who.",
    )


class LastDayForm(ChangeForm):
    """When a role ends."""

    ends = DayField(label="Last day")


def listing(visit: Visit) -> HttpResponse:
    """All accounts."""
    asked = visit.request.GET.get("q", "").strip()
    part = paged(visit.request, accounts_like(asked))
    rows = account_rows(part.rows, visit.settings.definitions, visit.today)
    given = {
        "title": "Accounts",
        "visit": visit,
        "list": part,
        "rows": rows,
        "asked": asked,
        "letters": _where_letters_go(visit),
    }
    return page(visit.request, "accounts.html", given)  # fmt: skip


def add(visit: Visit) -> HttpResponseBase:
    """The form of a new account; its owner is invited at once."""
    form = AccountForm(visit.request.POST or None)
    made: list[Account] = []

    def make() -> None:
        values = form.values()
        made.append(add_account(asking=visit.asking(), email=values["email"], name=values["name"]))
        _invite(visit, made[0], visit.asking())

    if visit.request.method == "POST" and saved(form, make):
        messages.success(visit.request, f"The account is made. {_letter_sent(visit, made[0])}")
        return redirect("account", record=made[0].pk)
    return page(visit.request, "form.html", {"title": "Make an account", "visit": visit, "form": form})


def show(visit: Visit) -> HttpResponse:
    """One account."""
    who: Account = visit.record
    given = {
        "title": who.name,
        "visit": visit,
        "who": who,
        "protected": is_mfa_enabled(who),
        "roles": roles_of(who, visit.settings.definitions, visit.today),
        "crumbs": ({"words": "Accounts", "href": reverse("accounts")},),
    }
    return page(visit.request, "account.html", given)


def role_add(visit: Visit) -> HttpResponseBase:
    """The form of a role to give."""
    who: Account = visit.record
    rules = access_rules(visit.settings.definitions)
    known = {str(system.pk): system for system in systems()}
    form = RoleForm(visit.request.POST or None, initial={"starts": visit.today})
    form.fields["role"].choices = [(role.id, f"{role.title}: {role.about}") for role in rules.roles]  # type: ignore[attr-defined]
    form.fields["where"].choices = [  # type: ignore[attr-defined]
        ("", "Choose"),
        *((key, _system_words(system)) for key, system in known.items()),
        (EVERYWHERE, "All systems"),
    ]

    def give() -> None:
        values = form.values()
        system = known.get(values["where"])
        give_role(
            asking=visit.asking(), account=who, role=values["role"], system=system,
            starts=values["starts"], ends=values["ends"], rules=rules,
        )  # fmt: skip

    if visit.request.method == "POST" and saved(form, give):
        messages.success(visit.request, "The role is given. It holds from the next page they open.")
        return redirect("account", record=who.pk)
    return page(
        visit.request, "form.html", {"title": f"Give {who.name} a role", "visit": visit, "form": form}
    )


def _system_words(system: Body) -> str:
    until = f", until {day(system.valid_to)}" if system.valid_to else ""
    return f"{system.name} ({system.code}{until})"


def person(visit: Visit) -> HttpResponseBase:
    """The form that says who in the record an account belongs to, so that it can sign for their bodies."""
    who: Account = visit.record
    form = PersonForm(visit.request.POST or None, initial={"person": who.person_id})
    known = [(str(key), words) for key, words in people_in_posts(visit.today)]
    form.fields["person"].choices = [("", "Nobody in the record"), *known]  # type: ignore[attr-defined]

    def tie() -> None:
        key = str(form.cleaned_data["person"])
        chosen = Person.objects.get(pk=key) if key else None
        tie_to_person(asking=visit.asking(), account=who, person=chosen)

    if visit.request.method == "POST" and saved(form, tie):
        messages.success(
            visit.request, "It is said whose account this is. They sign for the bodies of their posts."
        )
        return redirect("account", record=who.pk)
    return page(
        visit.request,
        "form.html",
        {"title": f"Who {who.name} is in the record", "visit": visit, "form": form},
    )


def role_end(visit: Visit) -> HttpResponseBase:
    """The form that ends a role."""
    given: RoleGiven = visit.record
    form = LastDayForm(visit.request.POST or None, initial={"ends": visit.today})
    if visit.request.method == "POST" and saved(
        form, lambda: end_role(asking=visit.asking(), given=given, ends=form.cleaned_data["ends"])
    ):
        messages.success(visit.request, "The role has an end.")
        return redirect("account", record=given.account_id)
    return page(
        visit.request, "form.html", {"title": f"End a role of {given.account}", "visit": visit, "form": form}
    )


Deed = Callable[[Visit, Account], None]


def _after_asking(title: str, sentence: str, button: str, deed: Deed, done: str) -> Callable[[Visit], HttpResponseBase]:  # fmt: skip
    """A page that asks before something far-reaching is done with an account."""

    def ask(visit: Visit) -> HttpResponseBase:
        who: Account = visit.record
        form = ChangeForm(visit.request.POST or None)
        if visit.request.method == "POST" and saved(form, lambda: deed(visit, who)):
            messages.success(
                visit.request, f"{done} {_letter_sent(visit, who) if deed is _link else ''}".strip()
            )
            return redirect("account", record=who.pk)
        given = {
            "title": title.format(name=who.name), "visit": visit, "form": form, "button": button,
            "sentences": [sentence], "cancel": reverse("account", kwargs={"record": who.pk}),
        }  # fmt: skip
        return page(visit.request, "confirm.html", given)

    return ask


def _link(visit: Visit, who: Account) -> None:
    _invite(visit, who, visit.asking())


def _invite(visit: Visit, who: Account, asking: Asking) -> None:
    words = {
        "name": who.name,
        "by": visit.account.name,
        "email": who.email,
        "link": link_for_password(visit.request, who),
    }
    letter = Letter(who.email, "Your account in aimwell", render_to_string("invitation.txt", words))
    invite(asking=asking, account=who, letter=letter, sender=visit.settings.mail_from)


def _letter_sent(visit: Visit, who: Account) -> str:
    if visit.settings.mail:
        return f"A link was sent to {who.email}."
    return f"The letter with the link is on this server, in {visit.settings.letters}: no mail server is set."


def _where_letters_go(visit: Visit) -> str:
    if visit.settings.mail:
        return "Letters go out by e-mail."
    return (
        f"No mail server is set, so letters are written to files in {visit.settings.letters} on this server."
    )


send_link = _after_asking(
    "Send {name} a link?", "With it they choose a password. It works once, for three days.",
    "Send the link", _link, "",
)  # fmt: skip
end = _after_asking(
    "End the account of {name}?", "Whoever is signed in with it is out at once. What they did stays in the log.",
    "End this account", lambda visit, who: end_account(asking=visit.asking(), account=who), "The account has ended.",
)  # fmt: skip
reopen = _after_asking(
    "Open the account of {name} again?", "They can sign in with their password and second factor as before.",
    "Open it", lambda visit, who: open_account(asking=visit.asking(), account=who), "The account is open again.",
)  # fmt: skip
second_factor = _after_asking(
    "Take the second factor of {name} away?",
    "Do this only when you know that it is they who ask. They are signed out and set up a new one when they sign in.",
    "Take it away", lambda visit, who: take_second_factor_away(asking=visit.asking(), account=who),
    "The second factor is taken away.",
)  # fmt: skip

BOTH = ("GET", "POST")
MANAGE = Act.MANAGE_ACCOUNTS
DOORS = (
    Door("accounts", "accounts/", listing, MANAGE),
    Door("account-add", "accounts/add/", add, MANAGE, BOTH),
    Door("account", "accounts/<uuid:record>/", show, MANAGE, about=Account),
    Door("role-add", "accounts/<uuid:record>/roles/add/", role_add, MANAGE, BOTH, Account),
    Door("role-end", "accounts/roles/<uuid:record>/end/", role_end, MANAGE, BOTH, RoleGiven),
    Door("account-person", "accounts/<uuid:record>/person/", person, MANAGE, BOTH, Account),
    Door("account-invite", "accounts/<uuid:record>/link/", send_link, MANAGE, BOTH, Account),
    Door("account-end", "accounts/<uuid:record>/end/", end, MANAGE, BOTH, Account),
    Door("account-open", "accounts/<uuid:record>/open/", reopen, MANAGE, BOTH, Account),
    Door("account-second-factor", "accounts/<uuid:record>/second-factor/", second_factor, MANAGE, BOTH, Account),
)  # fmt: skip
