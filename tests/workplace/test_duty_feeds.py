"""Calendars without a sign-in: nobody can guess one, none tells more than dates and titles, and all follow a moved day."""

import re
from datetime import date

import pytest
from django.conf import settings
from django.test import Client
from icalendar import Calendar

from aimwell.services.workplace.duties import does_not_apply, set_day
from aimwell.services.workplace.duty_calendar import line_of_record
from aimwell.services.workplace.own_duties import change_own_duty
from aimwell.store.workplace.models import Account, CalendarAddress, LogEntry, RoleGiven
from aimwell.web.all_doors import OPEN_DOORS
from tests.workplace.conftest import NOW, TODAY
from tests.workplace.duty_examples import CHRISTMAS, DECLARED, board_of, own_duty, post_at, taken_up

HERE = "/workplace/QXX/duties/own-calendar/"


@pytest.fixture(autouse=True)
def _on_the_first_of_june(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def reader(signed_in, system):
    return signed_in("reader", system, name="Reader")


@pytest.fixture
def anybody():
    return Client(headers={"host": "localhost"})


def address_for(client, holds="all") -> str:
    page = client.post(HERE, {"holds": holds, "because": "For my phone"}).content.decode()
    found = re.search(r"<code>https?://localhost(/workplace/calendars/[^<]+\.ics)</code>", page)
    assert found is not None
    return found[1]


def events(response):
    return {str(event["UID"]): event for event in Calendar.from_ical(response.content).walk("VEVENT")}


def test_a_private_address_opens_without_a_sign_in_and_sets_no_cookie(reader, anybody, system, asking):
    own_duty(system, asking)
    response = anybody.get(address_for(reader.client))
    assert response.status_code == 200
    assert not response.cookies
    assert "private" in response["Cache-Control"]
    assert any("Report to the place board" in str(event["SUMMARY"]) for event in events(response).values())


def test_it_tells_dates_and_titles_and_nothing_else(reader, anybody, system, asking):
    board = board_of(system)
    owner = post_at(board, "Director of places", "Amina Example")
    row = own_duty(system, asking, note="A word for us alone")
    taken_up(system, asking, (row.duty_id, "once"), body=board, owner=owner)
    text = anybody.get(address_for(reader.client)).content.decode()
    for secret in ("Amina", "word for us alone", "Terms of reference", "DESCRIPTION", "Place director"):
        assert secret not in text.replace("ACTION:DISPLAY\r\nDESCRIPTION", "ALARM"), secret


def test_the_key_is_shown_once_and_only_its_digest_is_kept(reader):
    key = address_for(reader.client).rsplit("/", 1)[1].removesuffix(".ics")
    assert len(key) >= 43
    assert key not in reader.client.get(HERE).content.decode()
    row = CalendarAddress.objects.get()
    assert key not in str(row.__dict__)
    assert key not in str(list(LogEntry.objects.values_list("changes", "label", "because")))


def test_a_new_address_ends_the_old_one_and_an_ended_one_opens_nothing(reader, anybody):
    old, new = address_for(reader.client), address_for(reader.client)
    assert anybody.get(old).status_code == 404
    assert anybody.get(new).status_code == 200
    assert reader.client.get(HERE + "end/").status_code == 200
    reader.client.post(HERE + "end/", {"because": "Lost my phone"})
    assert anybody.get(new).status_code == 404


@pytest.mark.parametrize("how", ["account ended", "role ended"])
def test_an_address_ends_with_the_account_or_the_role(reader, anybody, how):
    address = address_for(reader.client)
    if how == "account ended":
        Account.objects.filter(pk=reader.account.pk).update(is_active=False)
    else:
        RoleGiven.objects.filter(account=reader.account).update(valid_to=date(2026, 5, 31))
    assert anybody.get(address).status_code == 404


def test_what_is_refused_looks_the_same_whatever_the_reason(reader, anybody):
    address = address_for(reader.client)
    Account.objects.filter(pk=reader.account.pk).update(is_active=False)
    closed, never = anybody.get(address), anybody.get("/workplace/calendars/never-was-one.ics")
    assert closed.status_code == never.status_code == 404
    assert closed.content == never.content


def test_open_doors_only_read(anybody):
    assert anybody.post("/workplace/calendars/duties.ics").status_code == 405
    assert {door.name for door in OPEN_DOORS} == {"calendar-public", "calendar-public-of", "calendar-private"}


def test_an_address_that_is_asked_too_often_is_told_to_wait(reader, anybody, monkeypatch):
    monkeypatch.setattr("aimwell.web.pages.duty_feeds.MOST_AN_HOUR", 2)
    address = address_for(reader.client)
    answers = [anybody.get(address) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[-1]["Retry-After"]


def test_only_mine_leaves_out_what_somebody_else_answers_for(reader, anybody, system, asking):
    board = board_of(system)
    owner = post_at(board, "Director of places", "Amina Example")
    reader.account.person = owner.person
    reader.account.save()
    row = own_duty(system, asking)
    taken_up(system, asking, (row.duty_id, "once"), body=board, owner=owner)
    taken_up(system, asking, CHRISTMAS, body=board)
    titles = [
        str(event["SUMMARY"]) for event in events(anybody.get(address_for(reader.client, "mine"))).values()
    ]
    assert titles == ["Report to the place board, Board of QXX"]


def test_a_moved_day_keeps_its_name_and_raises_its_sequence(reader, anybody, system, asking):
    row = own_duty(system, asking)
    record = taken_up(system, asking, (row.duty_id, "once"))
    address = address_for(reader.client)
    ((name, before),) = named(anybody, address, record)
    calendar, _ = line_of_record(definitions=settings.AIMWELL.definitions, record=record, today=TODAY)
    by = asking("strategy", system, name="Mover")
    set_day(
        asking=by, record=record, on=date(2026, 7, 22), reckoned=record.reckoned, seen=None,
        calendar=calendar.known.calendar,
    )  # fmt: skip
    ((same, after),) = named(anybody, address, record)
    assert same == name
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 1)
    assert after["DTSTART"].dt == date(2026, 7, 22)


def test_a_rule_that_moves_raises_the_sequence_of_what_nobody_took_up(reader, anybody, system, asking):
    row = own_duty(system, asking)
    address = address_for(reader.client)
    change_own_duty(
        asking=asking("strategy", system, name="Mover"), row=row, definitions=settings.AIMWELL.definitions,
        fields={"declared": {**DECLARED, "rule": {"kind": "single_date", "on": "2026-07-22"}}}, today=TODAY,
        seen=None,
    )  # fmt: skip
    (event,) = [event for name, event in events(anybody.get(address)).items() if name.startswith(row.duty_id)]
    assert event["SEQUENCE"] == 1


def named(client, address, record):
    return [
        (name, event)
        for name, event in events(client.get(address)).items()
        if record.duty in name and record.body_id.hex in name
    ]


def test_what_does_not_apply_is_cancelled_in_calendars(reader, anybody, system, asking):
    record = taken_up(system, asking, CHRISTMAS)
    address = address_for(reader.client)
    does_not_apply(asking=asking("strategy", system, name="Decider"), record=record, seen=None)
    ((_, event),) = named(anybody, address, record)
    assert event["STATUS"] == "CANCELLED"


def test_the_public_calendar_holds_packs_and_nothing_of_a_workplace(anybody, system, asking):
    own_duty(system, asking)
    taken_up(system, asking, CHRISTMAS)
    response = anybody.get("/workplace/calendars/duties.ics")
    text = response.content.decode().replace("\r\n ", "")
    assert "joint forward plan" in text
    assert "Conflict" in text
    assert "Report to the place board" not in text
    assert "QXX" not in text
    assert "public" in response["Cache-Control"]


@pytest.mark.django_db
def test_the_public_calendar_of_one_kind_of_body(anybody):
    text = anybody.get("/workplace/calendars/duties-of-place.ics").content.decode()
    assert "neighbourhood" in text
    assert "joint forward plan" not in text
    assert anybody.get("/workplace/calendars/duties-of-nobody.ics").status_code == 404


def test_a_private_calendar_of_a_person_who_cannot_read_is_never_made(signed_in, other_system, system):
    client = signed_in("reader", other_system, name="Elsewhere").client
    assert client.post(HERE, {"holds": "all", "because": "For my phone"}).status_code == 403
    assert system.code == "QXX"
    assert not CalendarAddress.objects.exists()
