"""Duty packs, their limits and the reminders: what ships holds together, and what does not is refused in words."""

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from aimwell.catalogue.duties import local_duty, read_duty_packs, read_duty_standard, read_reminders
from aimwell.domain.duties.conflicts import conflicts_among
from aimwell.domain.duties.due_dates import Known, known_from, occurrences
from aimwell.domain.duties.duty import Awaited, DayOfFinancialYear, Duty, StatedDates
from aimwell.domain.problems import Problem, Problems
from aimwell.gateways.bank_holidays import english_calendar

LOCAL: dict[str, Any] = {
    "id": "place-report",
    "title": "Report to the place board",
    "owed_by": ["place"],
    "owed_to": ["the place board"],
    "basis": "Terms of reference",
    "source": "",
    "verified": False,
    "rule": {"kind": "day_of_financial_year", "month": 9, "day": 30},
    "delivers": "place_report",
    "evidence": "The minutes.",
    "sign_off": [{"role": "Place director", "body": "place", "days": 2}],
}


@pytest.fixture(scope="module")
def shipped(definitions: Path) -> Known:
    return known_from(read_duty_packs(definitions), english_calendar(2019, 2032))


@pytest.fixture
def copy(definitions: Path, tmp_path: Path) -> Path:
    for name in ("duties", "standards"):
        shutil.copytree(definitions / name, tmp_path / name)
    return tmp_path


def codes(known: Known, definitions: Path, duty: str) -> set[str]:
    first, last = date(2023, 1, 1), date(2027, 3, 31)
    dues = occurrences(known.duties[duty], first, last, known)
    return {each.code for each in conflicts_among(dues, known, read_duty_standard(definitions))}


def test_every_shipped_duty_has_a_source_and_says_what_shows_that_it_was_done(shipped: Known) -> None:
    assert len(shipped.duties) >= 20
    for duty in shipped.duties.values():
        assert duty.source.startswith("https://"), duty.id
        assert duty.evidence.endswith("."), duty.id


def test_every_shipped_duty_falls_due_or_says_why_not(shipped: Known) -> None:
    first, last = date(2022, 7, 1), date(2030, 3, 31)
    silent = {
        duty.id
        for duty in shipped.duties.values()
        if not isinstance(duty.rule, Awaited) and not occurrences(duty, first, last, shipped)
    }
    assert silent == {"integrated-care-strategy"}  # it follows an event that each system records itself


def test_no_verified_duty_has_a_proposal_for_its_days(shipped: Known) -> None:
    placeholders = [d.id for d in shipped.duties.values() if "placeholder" in d.note and d.verified]
    assert placeholders == []


def test_the_timetable_of_the_neighbourhood_programme_cannot_hold(shipped: Known, definitions: Path) -> None:
    assert codes(shipped, definitions, "neighbourhood-submission") == {
        "duty.due-on-a-closed-day",
        "duty.due-in-a-quiet-time",
    }
    assert "duty.due-on-a-closed-day" in codes(shipped, definitions, "neighbourhood-report")
    assert codes(shipped, definitions, "neighbourhood-resubmission") == {"duty.text-contradicts-table"}


def test_the_better_care_fund_framework_of_2023_came_after_the_year_began(
    shipped: Known, definitions: Path
) -> None:
    assert "duty.guidance-late" in codes(shipped, definitions, "better-care-fund-plan")


def test_the_public_health_grant_is_paid_on_the_days_of_the_circulars(shipped: Known) -> None:
    rule = shipped.duties["public-health-grant-2023-24"].rule
    assert isinstance(rule, StatedDates)
    assert [each.on for each in rule.dates] == [
        date(2023, 4, 6), date(2023, 7, 7), date(2023, 10, 6), date(2024, 1, 5),
    ]  # fmt: skip


def test_the_joint_forward_plan_was_due_in_june_once_and_before_the_year_since(shipped: Known) -> None:
    plan = shipped.duties["joint-forward-plan"]
    found = occurrences(plan, date(2023, 4, 1), date(2026, 3, 31), shipped)
    assert [due.on for due in found] == [
        date(2023, 6, 30), date(2024, 3, 31), date(2025, 3, 31), date(2026, 3, 31),
    ]  # fmt: skip


def test_the_shipped_limits_and_reminders_have_a_name_and_a_reason(definitions: Path) -> None:
    for standard in (read_duty_standard(definitions), read_reminders(definitions)):
        assert standard.by
        assert standard.reason


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('kind = "before_financial_year"', 'kind = "whenever"', "'whenever' is not one of"),
        ('owed_by   = ["nhs_england"]', 'owed_by   = ["nhs_mars"]', "'nhs_mars', which is no kind of body"),
        ('owed_by   = ["nhs_england"]', "owed_by   = []", "nobody owes 'annual-assessment'"),
        ("month = 3, day = 31", "month = 2, day = 29", "a day that not every year has"),
        ('id        = "annual-assessment"', 'id        = "joint-capital-plan"', "stands twice"),
        ("ends      = 2036-03-31", "ends      = 2020-03-31", "it ends before it starts"),
        ("days = 20 },", "days = 0 },", "has no working day"),
        ('evidence  = "The signed letter."', 'evidence  = "tbc"', "'tbc' is a placeholder"),
    ],
)
def test_a_pack_that_does_not_hold_together_is_refused(copy: Path, old: str, new: str, told: str) -> None:
    folder = copy
    path = folder / "duties" / "standing-2022.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(Problems) as refused:
        read_duty_packs(folder)
    assert told in str(refused.value)


@pytest.mark.parametrize(
    ("follows", "told"),
    [("neighbourhood-resubmission", "follows itself"), ("nothing", "which is declared nowhere")],
)
def test_a_duty_that_follows_itself_or_nothing_is_refused(copy: Path, follows: str, told: str) -> None:
    folder = copy
    path = folder / "duties" / "neighbourhood-programme-2026.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace('duty = "neighbourhood-submission"', f'duty = "{follows}"'), encoding="utf-8"
    )
    with pytest.raises(Problems, match=told):
        read_duty_packs(folder)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("reminders.toml", 'id    = "sign-off-begins"', 'id    = "a-day-overdue"'),
        ("reminders.toml", 'to    = ["signatory"]', "to    = []"),
        ("reminders.toml", 'about = "start"', 'about = "yesterday"'),
        ("duties.toml", "most_steps_a_day      = 3", "most_steps_a_day      = 0"),
        ("duties.toml", 'by      = "aimwell analysts"', 'by      = "tbc"'),
    ],
)
def test_limits_and_reminders_that_say_nothing_are_refused(copy: Path, name: str, old: str, new: str) -> None:
    folder = copy
    path = folder / "standards" / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises((Problem, Problems)):
        (read_reminders if name == "reminders.toml" else read_duty_standard)(folder)


def test_a_local_duty_has_the_same_fields_as_a_statutory_one() -> None:
    duty = local_duty(LOCAL, {"place"})
    assert isinstance(duty, Duty)
    assert duty.rule == DayOfFinancialYear(9, 30)
    assert duty.sign_off[0].days == 2


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"rule": {"kind": "sometimes"}}, "'sometimes' is not one of"),
        ({"rule": "31 March"}, "is not one of"),
        ({"owed_by": ["office"]}, "no kind of body"),
        ({"verified": True}, "is verified and names no source"),
        ({"title": "tbc"}, "placeholder"),
        ({"colour": "green"}, "colour"),
        ({"at": "noon"}, "is not a time"),
    ],
)
def test_a_local_duty_with_a_fault_is_refused_in_words(change: dict[str, Any], told: str) -> None:
    with pytest.raises(Problems) as refused:
        local_duty({**LOCAL, **change}, {"place"})
    assert told in str(refused.value)
    assert "place-report" in str(refused.value)
