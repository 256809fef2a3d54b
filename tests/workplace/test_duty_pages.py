"""Pages of duties: the calendar, a due date and its sign-off, own duties, timetables, reminders."""

import re
from datetime import date, timedelta
from urllib.parse import urlencode

import pytest

from aimwell.store.workplace.models import DutyRecord, Happened, LocalDuty, LogEntry, Plan, Post, SignOffStep
from aimwell.web.pages.duties import duties_for_desk
from tests.workplace.conftest import NOW, TODAY, body
from tests.workplace.duty_examples import CHRISTMAS, PLAN, board_of, own_duty, post_at, taken_up

HERE = "/workplace/QXX/duties/"
WHY = {"because": "Agreed by the board"}


def of(which: tuple[str, str]) -> str:
    return urlencode({"duty": which[0], "occurrence": which[1]})


@pytest.fixture(autouse=True)
def _on_the_first_of_june(monkeypatch):
    """Pages ask the clock; here it stands still."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def strategy(signed_in, system):
    return signed_in("strategy", system, name="Strategy lead").client


@pytest.fixture
def reader(signed_in, system):
    return signed_in("reader", system, name="Reader").client


@pytest.fixture
def record(system, asking):
    return taken_up(system, asking)


def words(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_a_year_is_listed_month_by_month_with_conflicts_and_their_remedy(reader):
    text = words(reader.get(HERE, {"year": "2026/27"}))
    assert "December 2026" in text
    assert "which is a bank holiday (Christmas Day)" in text
    assert "Finish by Thursday 24 December 2026" in text
    assert "Days awaited" in text
    assert "Nobody has taken it up" in text


def test_the_list_can_be_narrowed_to_a_body_a_state_a_pack_and_what_is_mine(reader, system, record):
    place_board = board_of(system)
    all_rows = words(reader.get(HERE, {"year": "2026/27"}))
    assert "Board of QXX" in all_rows
    done = words(reader.get(HERE, {"year": "2026/27", "state": "done"}))
    assert "No due date of 2026/27 is like that" in done
    untaken = words(reader.get(HERE, {"year": "2026/27", "body": str(place_board.pk)}))
    assert record.title in untaken
    assert "Whose Board of QXX" not in untaken
    pack = words(reader.get(HERE, {"year": "2026/27", "pack": "neighbourhood-programme-2026"}))
    assert "neighbourhood figures" in pack
    assert record.title not in pack
    mine = words(reader.get(HERE, {"year": "2026/27", "mine": "on"}))
    assert "not linked to a person" in mine


def test_what_is_mine_follows_the_post_from_one_person_to_the_next(system, asking, signed_in):
    board = board_of(system)
    owner = post_at(board, "Director of plans", "Amina Example", valid_to=date(2026, 1, 31))
    taken_up(system, asking, body=board, owner=owner)
    heir = post_at(board, "Director of plans", "Bola Example", valid_from=date(2026, 2, 1))
    who = signed_in("reader", system, name="Bola")
    who.account.person = heir.person
    who.account.save()
    assert "joint forward plan" in words(who.client.get(HERE, {"year": "2026/27", "mine": "on"}))


def test_a_filter_that_there_is_not_counts_as_none(reader):
    text = words(reader.get(HERE, {"year": "1066/67", "body": "x", "state": "y", "pack": "'; drop"}))
    assert "Duties and deadlines" in text


def test_a_month_is_a_grid_with_bank_holidays_and_last_days_to_sign(reader, system, asking):
    taken_up(system, asking, CHRISTMAS)
    text = words(reader.get(HERE + "month/", {"month": "2026-12"}))
    assert "Christmas Day" in text
    assert "Last day to sign: Place director" in text
    assert reader.get(HERE + "month/", {"month": "no month"}).status_code == 200
    assert reader.get(HERE + "month/", {"month": "9999-12"}).status_code == 200


def test_the_year_can_be_carried_away_as_a_calendar(reader):
    response = reader.get(HERE + "duties.ics", {"year": "2026/27"})
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert "BEGIN:VEVENT" in response.content.decode()


def test_a_due_date_says_what_by_whom_on_what_ground_and_how_it_was_worked_out(reader):
    text = words(reader.get(HERE + "due/", {"duty": PLAN[0], "occurrence": PLAN[1]}))
    assert "Due Wednesday 31 March 2027" in text
    assert "National Health Service Act 2006, section 14Z52" in text
    assert "The last day before the financial year 2027/28 begins." in text
    assert "Verified Yes" in text
    assert "Board of the integrated care board: from" in text
    assert "Take it up" not in text


def test_a_due_date_that_there_is_not_is_not_found(reader):
    assert reader.get(HERE + "due/", {"duty": "x", "occurrence": "y"}).status_code == 404


def test_a_due_date_is_taken_up_signed_and_delivered_through_its_pages(strategy, system):
    board = board_of(system)
    owner = post_at(board, "Director of strategy", "Amina Example")
    address = f"{HERE}due/take-up/?{of(PLAN)}"
    assert strategy.get(address).status_code == 200
    made = strategy.post(address, {"body": board.pk, "owner": owner.pk, **WHY}, follow=True)
    assert "Amina Example" in words(made)
    record = DutyRecord.objects.get()
    for step in SignOffStep.objects.filter(duty=record).order_by("position"):
        form = f"{HERE}steps/{step.pk}/sign/"
        assert strategy.get(form).status_code == 200
        today = TODAY
        signed = {"whose": "mine", "role": step.role, "on": today.isoformat(), "seen": step.version, **WHY}
        assert strategy.post(form, signed).status_code == 302
    page = words(strategy.get(f"{HERE}{record.pk}/"))
    assert "every step is signed" in page.lower()
    assert "Strategy lead, Board of the integrated care board" in page
    record.refresh_from_db()
    given = {
        "on": TODAY.isoformat(),
        "where": "https://example.org/plan",
        "seen": record.version,
        **WHY,
    }
    strategy.post(f"{HERE}{record.pk}/deliver/", given)
    page = words(strategy.get(f"{HERE}{record.pk}/"))
    assert "https://example.org/plan" in page
    assert "Put it back as it was" in page
    assert "History" in page


def test_somebody_else_s_signature_needs_a_name_and_a_place_where_it_can_be_seen(strategy, record):
    step = record.steps.get(position=1)
    form = f"{HERE}steps/{step.pk}/sign/"
    given = {"whose": "other", "role": "Chair", "on": "2026-06-01", **WHY}
    text = words(strategy.post(form, given))
    assert "Say who signed" in text
    assert "Say where the signature can be seen" in text
    given |= {"name": "Chidi Example", "note": "Minute 7 of 1 June", "on": TODAY.isoformat()}
    strategy.post(form, given)
    page = words(strategy.get(f"{HERE}{record.pk}/"))
    assert "Chidi Example, Chair" in page
    assert "recorded by Strategy lead" in page
    taken_back = strategy.post(f"{HERE}steps/{step.pk}/withdraw/", WHY, follow=True)
    assert "is withdrawn" in words(taken_back)


def test_a_step_out_of_order_is_told_in_the_form_with_what_was_typed(strategy, record):
    step = record.steps.get(position=2)
    given = {"whose": "mine", "role": "A role of mine", "on": "2026-06-01", **WHY}
    response = strategy.post(f"{HERE}steps/{step.pk}/sign/", given)
    assert "comes before it and has not signed" in words(response)
    assert "A role of mine" in response.content.decode()


def test_a_chain_is_changed_in_its_form(strategy, record):
    address = f"{HERE}{record.pk}/chain/"
    form = strategy.get(address).content.decode()
    seen = re.search(r'name="seen" value="(\d+)"', form)
    assert seen is not None
    given = {"role_1": "Second", "kind_1": "trust", "days_1": 3, "place_1": 2, "seen": seen[1], **WHY}
    given |= {"role_2": "First", "kind_2": "trust", "days_2": 3, "place_2": 1}
    given |= {
        f"{name}_{number}": "trust" if name == "kind" else ""
        for number in range(3, 8)
        for name in ("kind", "role")
    }
    strategy.post(address, given)
    steps = record.steps.filter(left_out=False).order_by("position")
    assert [step.role for step in steps] == ["First", "Second"]
    assert "Say how many working days" in words(strategy.post(address, given | {"days_1": ""}))


def test_another_day_is_agreed_and_what_does_not_apply_is_set_aside_and_put_back(strategy, record):
    address = f"{HERE}{record.pk}/"
    strategy.post(address + "day/", {"on": "30 4 2027", **WHY})
    assert "Friday 30 April 2027" in words(strategy.get(address))
    strategy.post(address + "does-not-apply/", {"because": "It is for the trust"})
    assert "It does not apply to Board of QXX: It is for the trust" in words(strategy.get(address))
    strategy.post(address + "put-back/", WHY)
    assert "Record as delivered" in words(strategy.get(address))
    strategy.post(address + "edit/", {"note": "Ask the board secretary", **WHY})
    assert "Ask the board secretary" in words(strategy.get(address))


def test_a_due_date_names_the_plan_that_it_is_about(strategy, system, record):
    plan = Plan(
        kind="joint_forward_plan",
        title="Example plan",
        owner=record.body,
        system=system,
        made_at=NOW,
        changed_at=NOW,
    )
    plan.save(force_insert=True)
    given = {"on": "1 6 2026", "plan": plan.pk, "because": "Published today"}
    page = strategy.post(f"{HERE}{record.pk}/deliver/", given, follow=True)
    assert "Plan Example plan" in words(page)
    assert "In the plan" in words(page)


def test_a_due_date_is_set_aside_before_anybody_takes_it_up(strategy, system):
    board = board_of(system)
    address = f"{HERE}due/set-aside/?{of(PLAN)}"
    assert strategy.get(address).status_code == 200
    page = words(strategy.post(address, {"body": board.pk, "because": "Merged into another"}, follow=True))
    assert "Merged into another" in page
    assert (
        "joint forward plan"
        not in words(strategy.get(HERE, {"year": "2026/27", "body": board.pk}))
        .split("Days awaited")[0]
        .lower()
    )


OWN = {
    "title": "Report to the place board", "owed_by": ["place"], "basis": "Terms of reference", "moves": "stays",
    "unit": "working_days", "because": "The place board asked",
}  # fmt: skip


@pytest.fixture
def town(system):
    return body("Example Town", "TOWN", "place", system)


def test_an_own_duty_is_added_with_a_rule_and_stands_in_the_calendar(strategy, town):
    rule = {
        "kind": "after_period_end",
        "every": "quarter",
        "count": 15,
        "sign_off": "Place director; place; 2",
    }
    address = HERE + "own/add/"
    assert strategy.get(address).status_code == 200
    response = strategy.post(address, {**OWN, **rule, "body": town.pk}, follow=True)
    assert "Its days stand in the calendar" in words(response)
    assert words(strategy.get(HERE, {"year": "2026/27"})).count("Report to the place board (2026-Q") >= 3


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ({"kind": "single_date"}, "needs this"),
        ({"kind": "after_duty", "count": 3}, "needs this"),
        ({"kind": "stated_dates", "dates": "First quarter, July"}, "Line 1 cannot be read"),
        ({"kind": "single_date", "on": "1 7 2026", "sign_off": "Chair; nobody; 3"}, "no kind of body"),
        ({"kind": "day_of_financial_year", "day": 30, "month": "2"}, "not every year has"),
        ({"kind": "after_period_end", "every": "month", "count": 5000}, "less than or equal to 400"),
    ],
)
def test_an_own_duty_that_cannot_be_is_told_in_the_form(strategy, town, rule, said):
    response = strategy.post(HERE + "own/add/", {**OWN, **rule, "body": town.pk})
    assert said in words(response)
    assert "There is a problem" in words(response)
    assert not LocalDuty.objects.exists()


def test_every_rule_can_be_declared_and_comes_back_into_the_form_as_it_was(strategy, town):
    rules = {
        "single_date": {"on": "2026-07-15"},
        "day_of_financial_year": {"day": 30, "month": "9", "after_year_end": "on"},
        "before_financial_year": {},
        "after_period_end": {"every": "month", "count": 5},
        "after_duty": {"duty": "joint-forward-plan", "count": 3},
        "after_event": {"event": "assessment-of-needs-changed", "count": 3},
        "stated_dates": {"dates": "First; 2026-07-14; 17:00\nSecond; 14 10 2026"},
        "awaited": {"no_day_because": "The board has not met"},
    }
    lines = {
        "guidance": "Terms of the fund; 1 4 2026", "exception": "2026/27; 30 6 2026; agreed late",
        "also_stated": "the annex; 1 7 2026", "at": "17:00", "note": "A note",
    }  # fmt: skip
    for number, (kind, rule) in enumerate(rules.items()):
        given = {**OWN, **lines, **rule, "kind": kind, "title": f"Duty {number}", "body": town.pk}
        assert strategy.post(HERE + "own/add/", given).status_code == 302, kind
        row = LocalDuty.objects.get(title=f"Duty {number}")
        address = f"{HERE}own/{row.pk}/edit/"
        held = fields_of(strategy.get(address).content.decode())
        before = row.declared
        assert (
            strategy.post(address, {**held, "because": "Nothing changes", "ends": "31 3 2030"}).status_code
            == 302
        )
        row.refresh_from_db()
        assert row.declared == before, kind
    assert strategy.get(HERE).status_code == 200
    assert "Duty 7" in words(strategy.get(HERE + "own/"))


def fields_of(html: str) -> dict[str, object]:
    """What a browser would send back of a form."""
    form = html[html.index('<form class="nhsuk-u-reading-width"') :]
    found: dict[str, object] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, kind = re.search(r'name="([^"]+)"', tag), re.search(r'type="([^"]+)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        if name is None or kind is None or (kind[1] in ("checkbox", "radio") and " checked" not in tag):
            continue
        if name[1] == "owed_by":
            found.setdefault("owed_by", []).append(value[1] if value else "on")  # type: ignore[attr-defined]
        else:
            found[name[1]] = value[1] if value else ("on" if kind[1] == "checkbox" else "")
    for name, text in re.findall(r'<textarea name="([^"]+)"[^>]*>\n?(.*?)</textarea>', form, re.S):
        found[name] = text
    for name, options in re.findall(r'<select name="([^"]+)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        found[name] = chosen[1] if chosen else ""
    return found


def test_a_duty_stored_in_words_that_hold_no_longer_does_not_take_the_calendar_with_it(
    reader, system, asking
):
    row = own_duty(system, asking)
    LocalDuty.objects.filter(pk=row.pk).update(declared={"rule": {"kind": "unheard-of"}})
    assert "does not hold together" in words(reader.get(HERE))
    assert reader.get(HERE + "own/").status_code == 200


def test_what_happened_is_recorded_and_withdrawn(strategy):
    day = TODAY - timedelta(days=3)
    given = {"event": "assessment-of-needs-changed", "on": day.isoformat(), **WHY}
    assert strategy.get(HERE + "events/add/").status_code == 200
    strategy.post(HERE + "events/add/", given)
    assert "Assessment of needs changed" in words(strategy.get(HERE + "own/")).replace(
        "assessment", "Assessment"
    )
    row = Happened.objects.get()
    strategy.post(f"{HERE}events/{row.pk}/withdraw/", WHY)
    assert "Nothing yet" in words(strategy.get(HERE + "own/"))


def test_a_timetable_that_contradicts_its_own_table_is_told_with_both_days(reader):
    given = {
        "table": "Submission, November; 27 November 2026\nResubmission, November; 4 December 2026\nReport; 25 December 2026",
        "text": "Resubmission is due within three weeks of the submission. The report is due by 25 December 2026.",
    }
    text = words(reader.post(HERE + "timetable/", given))
    assert "The text contradicts the table (1)" in text
    assert "Friday 18 December 2026" in text
    assert "Report: Friday 25 December 2026, Christmas Day" in text
    assert not LogEntry.objects.filter(outcome="done", kind="localduty").exists()


@pytest.mark.parametrize(
    ("table", "said"),
    [("no day here", "Line 1 is not"), ("Report; 1 1 1900", "no bank holidays"), ("", "Paste the table")],
)
def test_a_table_that_cannot_be_read_is_told_by_its_line(reader, table, said):
    assert said in words(reader.post(HERE + "timetable/", {"table": table, "text": "Within two weeks."}))


def test_a_timetable_s_days_are_carried_into_a_duty_of_one_s_own(strategy):
    given = {"table": "Report; 8 July 2026", "text": "Report by 8 July 2026."}
    page = strategy.post(HERE + "timetable/", given).content.decode()
    address = re.search(r'href="([^"]+own/add/[^"]+)"', page)
    assert address is not None
    assert "Report; 2026-07-08" in strategy.get(address[1].replace("&amp;", "&")).content.decode()


def test_the_page_of_reminders_says_what_goes_out_when_and_to_whom(reader, system, asking):
    board = board_of(system)
    day = TODAY + timedelta(days=35)
    row = own_duty(system, asking, rule={"kind": "single_date", "on": day.isoformat()})
    owner = post_at(board, "Director of places", "Amina Example")
    taken_up(system, asking, (row.duty_id, "once"), body=board, owner=owner)
    text = words(reader.get(HERE + "reminders/"))
    assert "Amina Example, Director of places" in text
    assert "Dear Amina Example" in text
    assert "written to a folder" in text
    Post.objects.update(valid_to=date(2026, 1, 1))
    assert "reaches nobody" in words(reader.get(HERE + "reminders/"))


def test_pages_need_few_queries_however_much_is_taken_up(
    reader, system, asking, django_assert_max_num_queries
):
    board = board_of(system)
    owner = post_at(board, "Director of plans", "Amina Example")
    by = asking("strategy", system, name="Busy")
    for year in range(2024, 2030):
        taken_up(system, asking, (PLAN[0], f"{year}/{year - 1999}"), body=board, owner=owner, by=by)
        taken_up(
            system, asking, ("joint-capital-plan", f"{year}/{year - 1999}"), body=board, owner=owner, by=by
        )
    with django_assert_max_num_queries(18):
        reader.get(HERE, {"year": "2026/27"})
    with django_assert_max_num_queries(18):
        reader.get(HERE + "month/", {"month": "2027-03"})
    with django_assert_max_num_queries(22):
        reader.get(HERE + "reminders/")
    with django_assert_max_num_queries(22):
        reader.get(f"{HERE}{DutyRecord.objects.first().pk}/")


def test_readers_are_offered_nothing_they_may_not_do(reader, record):
    page = reader.get(f"{HERE}{record.pk}/").content.decode()
    for door in ("deliver", "chain", "sign/", "/edit/"):
        assert f"{door}" not in page.split("<main")[1]
    assert reader.post(f"{HERE}{record.pk}/deliver/", WHY).status_code == 403
    assert LogEntry.objects.filter(outcome="refused").exists()


def test_a_record_of_another_system_is_not_found(signed_in, other_system, record):
    client = signed_in("strategy", other_system, name="Elsewhere").client
    assert client.get(f"/workplace/QYY/duties/{record.pk}/").status_code == 404


def test_the_desk_knows_what_is_late_soon_and_waiting_for_a_signature(system, asking, account_with, rf):
    from django.conf import settings

    from aimwell.services.workplace.signed_in import actor_of
    from aimwell.web.doors import Visit

    account = account_with("reader", system, "Chidi")
    board = board_of(system)
    chair = post_at(board, "Chair", "Chidi Example")
    account.person = chair.person
    account.save()
    now = NOW
    day = TODAY + timedelta(days=5)
    row = own_duty(system, asking, rule={"kind": "single_date", "on": day.isoformat()})
    soon = taken_up(system, asking, (row.duty_id, "once"), body=board, owner=chair)
    soon.steps.update(post=chair)
    late = taken_up(system, asking, ("joint-forward-plan", "2025/26"), body=board)
    actor = actor_of(account, settings.AIMWELL.definitions, TODAY)
    desk = duties_for_desk(Visit(rf.get("/"), account, actor, now, system, None))
    assert [row.line.record.pk for row in desk.overdue] == [late.pk]
    assert soon.pk in {row.line.record.pk for row in desk.soon if row.line.record}
    assert [row.line.record.pk for row in desk.to_sign] == [soon.pk]
