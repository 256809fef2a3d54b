"""What is sent twice is done once, what was typed in a session that ended is not lost, and people are who they are."""

import re
from datetime import date

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from aimwell.domain.problems import Problem
from aimwell.services.workplace.people import add_post
from aimwell.store.workplace.models import Account, LogEntry, Person, Priority, Signature
from aimwell.web.once import KEPT_SECONDS, UNDER_WAY
from tests.workplace.conftest import body
from tests.workplace.promised import add_promise

REASON = "Agreed by the board"
GIVEN = {"title": "Fewer people smoke", "level": "local", "aim": "outcomes", "because": REASON}


@pytest.fixture(autouse=True)
def nothing_sent_before(db):  # noqa: ARG001
    cache.clear()


@pytest.fixture
def path(system):
    return reverse("priority-add", kwargs={"system": system.code})


def page_of(client: Client, path: str) -> dict[str, str]:
    """The hidden mark of a page with a form."""
    return {"once": re.search(r'name="once" value="([^"]+)"', client.get(path).content.decode())[1]}


def test_a_form_sent_twice_is_taken_once_and_leads_to_the_same_page(signed_in, system, path):
    client = signed_in("strategy", system).client
    form = {**GIVEN, **page_of(client, path)}
    first, second = client.post(path, form), client.post(path, form)
    assert (first.status_code, first.url) == (second.status_code, second.url)
    assert Priority.objects.count() == 1


def test_another_page_or_other_words_are_another_form(signed_in, system, path):
    client = signed_in("strategy", system).client
    form = {**GIVEN, **page_of(client, path)}
    for each in (form, {**form, "title": "Fewer falls"}, {**form, **page_of(client, path)}):
        assert client.post(path, each).status_code == 302
    assert Priority.objects.count() == 3


def test_a_form_that_was_not_taken_may_be_sent_again(signed_in, system, path):
    client = signed_in("strategy", system).client
    form = {**GIVEN, **page_of(client, path), "because": ""}
    assert [client.post(path, form).status_code for _ in range(2)] == [200, 200]
    assert client.post(path, {**form, "because": REASON}).status_code == 302


def test_a_form_that_is_still_being_saved_is_not_begun_again(signed_in, system, path, monkeypatch):
    monkeypatch.setattr("aimwell.web.once.WAIT_SECONDS", 0)
    client = signed_in("strategy", system).client
    form = {**GIVEN, **page_of(client, path)}
    monkeypatch.setattr("aimwell.web.once._name", lambda _: "sent-this")
    cache.add("sent-this", UNDER_WAY, timeout=KEPT_SECONDS)
    assert "sent twice" in client.post(path, form).content.decode()
    assert not Priority.objects.exists()


def test_what_was_typed_in_a_session_that_ended_is_shown_to_be_copied(path):
    client = Client(headers={"host": "localhost"})
    answer = client.post(path, {**GIVEN, "why": "Because <b>smoking</b> kills.\nTwice."})
    text = answer.content.decode()
    assert answer.status_code == 403
    assert "Because &lt;b&gt;smoking&lt;/b&gt; kills.\nTwice." in text
    assert f"/workplace/account/login/?next={path.replace('/', '%2F')}" in text
    assert not Priority.objects.exists()


def test_a_form_of_nothing_but_buttons_leads_straight_to_sign_in(path):
    answer = Client(headers={"host": "localhost"}).post(path, {"once": "abc", "above": "on"})
    assert (answer.status_code, answer.url.startswith("/workplace/account/login/")) == (302, True)


def test_an_administrator_says_who_somebody_is_and_they_sign_for_their_body(signed_in, system, asking):
    strategy = asking("strategy", system)
    trust = body("Example Trust", "RXX", "trust", system)
    add_post(
        asking=strategy, system=system, body=trust, title="Chair", starts=date(2024, 1, 1), name="A. Example"
    )
    fields = {"title": "Fewer people smoke", "level": "local", "aim": "outcomes"}
    _, (target,) = add_promise(
        asking=strategy, system=system, priority=fields, targets=[{"title": "Down to 10"}]
    )
    partner = signed_in("partner", system, "A. Example")
    here = reverse("target-sign", kwargs={"system": system.code, "record": target.pk})
    assert "You hold no post" in partner.client.get(here).content.decode()

    administrator = signed_in("administrator", None).client
    form = reverse("account-person", kwargs={"record": partner.account.pk})
    assert "A. Example (Chair, Example Trust)" in administrator.get(form).content.decode()
    person = Person.objects.get()
    assert administrator.post(form, {"person": str(person.pk), "because": REASON}).status_code == 302
    shown = administrator.get(reverse("account", kwargs={"record": partner.account.pk})).content.decode()
    assert "A. Example" in shown
    signed = {"body": str(trust.pk), "title": "Chair", "seen": "1", "because": REASON}
    assert partner.client.post(here, signed).status_code == 302
    assert Signature.objects.get().body == trust
    assert LogEntry.objects.filter(kind="account", record=str(partner.account.pk), outcome="done").exists()


def test_nobody_says_of_themselves_who_they_are(signed_in, system):
    administrator = signed_in("administrator", None)
    form = reverse("account-person", kwargs={"record": administrator.account.pk})
    assert (
        "You cannot say who you are"
        in administrator.client.post(form, {"person": "", "because": REASON}).content.decode()
    )
    assert Account.objects.get(pk=administrator.account.pk).person is None
    assert system


def test_nobody_is_renamed_from_another_system(asking, system, other_system):
    there = body("A board", "", "hwb", other_system)
    by = asking("strategy", other_system)
    known = {"starts": date(2024, 1, 1), "title": "Chair", "email": "a@example.org"}
    add_post(asking=by, system=other_system, body=there, name="A. Example", **known)
    here = body("Example Trust", "RXX", "trust", system)
    with pytest.raises(Problem, match="somebody of another name"):
        add_post(asking=asking("strategy", system), system=system, body=here, name="Somebody else", **known)
    assert Person.objects.get().name == "A. Example"


def test_a_mail_server_that_does_not_answer_is_told_and_the_account_is_there(signed_in, system, monkeypatch):
    def gone(*_, **__):
        raise ConnectionRefusedError

    monkeypatch.setattr("aimwell.services.workplace.accounts.send_mail", gone)
    given = {"name": "A. Example", "email": "a@example.org", "because": REASON}
    text = signed_in("administrator", None).client.post(reverse("account-add"), given).content.decode()
    assert "no letter could be sent to a@example.org" in text
    assert Account.objects.filter(email="a@example.org").exists()
    assert system
