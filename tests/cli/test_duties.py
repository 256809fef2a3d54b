"""`aimwell duties`: what is due in a year, in each form, and refusals in words."""

import csv
import io
import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from icalendar import Calendar

from aimwell.catalogue.duties import local_duty
from aimwell.cli.commands import app
from aimwell.domain.problems import Problem
from aimwell.services.ask_duties import duties_as_calendar, duties_due


def asked(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["duties", *arguments])


def rows_of(*arguments: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(asked("--format", "csv", *arguments).stdout)))


def test_the_year_s_duties_are_told_with_the_conflict_of_christmas_day() -> None:
    told = asked("--year", "2026/27").stdout
    assert "Friday 25 December 2026\n  Send the month's neighbourhood figures" in told
    assert "[duty.due-on-a-closed-day]" in told
    assert "which allows one week where its text allows three" in told
    assert "Days awaited" in told


def test_only_duties_of_the_body_that_is_named_are_told() -> None:
    rows = rows_of("--year", "2025/26", "--body", "icb")
    assert rows
    assert all("integrated_care_board" in row["owed_by"] for row in rows)
    assert len(rows) < len(rows_of("--year", "2025/26"))
    assert [row["due"] for row in rows] == sorted(row["due"] for row in rows)


def test_the_forms_agree_with_one_another() -> None:
    plain = rows_of("--year", "2025/26")
    objects = json.loads(asked("--year", "2025/26", "--format", "json").stdout)
    events = Calendar.from_ical(asked("--year", "2025/26", "--format", "ics").stdout).walk("VEVENT")
    assert [row["due"] for row in plain] == [each["due"] for each in objects]
    assert sorted(f"{event.decoded('DTSTART'):%Y-%m-%d}" for event in events) == [row["due"] for row in plain]
    assert len({str(event["UID"]) for event in events}) == len(plain)


def test_a_calendar_file_keeps_the_line_ends_of_the_standard(tmp_path: Path) -> None:
    file = tmp_path / "duties.ics"
    assert asked("--year", "2026/27", "--format", "ics", "--out", str(file)).exit_code == 0
    content = file.read_bytes()
    assert content.startswith(b"BEGIN:VCALENDAR\r\n")
    assert content.count(b"\n") == content.count(b"\r\n")


def test_without_a_year_this_one_is_meant() -> None:
    assert asked().exit_code == 0


def test_a_year_without_duties_says_so() -> None:
    assert asked("--year", "2010/11").stdout == (
        "No duty of the packs falls due in this year. `aimwell duties --year` takes another.\n"
    )


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--year", "2026"), "duties.not-a-financial-year"),
        (("--year", "soon"), "period.unknown"),
        (("--body", "ministry of magic"), "duties.unknown-body"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_a_remedy(arguments: tuple[str, ...], code: str) -> None:
    refused = asked(*arguments).exception
    assert isinstance(refused, Problem)
    assert refused.code == code
    assert refused.remedy


def test_local_duties_and_events_stand_beside_the_packs(definitions: Path) -> None:
    local = local_duty(
        {
            "id": "place-report",
            "title": "Report to the place board",
            "owed_by": ["place"],
            "owed_to": ["the place board"],
            "basis": "Terms of reference",
            "source": "",
            "verified": False,
            "rule": {"kind": "single_date", "on": date(2026, 9, 30)},
            "delivers": "place_report",
            "evidence": "The minutes.",
        },
        {"place"},
    )
    answer = duties_due(
        definitions,
        first=date(2026, 4, 1),
        last=date(2027, 3, 31),
        local=[local],
        happened={"assessment-of-needs-changed": (date(2026, 4, 30),)},
    )
    days = {due.duty: due.on for due in answer.dues}
    assert days["place-report"] == date(2026, 9, 30)
    assert days["integrated-care-strategy"] == date(2026, 10, 30)


def test_a_changed_entry_has_a_higher_number(definitions: Path) -> None:
    answer = duties_due(definitions, first=date(2026, 12, 1), last=date(2026, 12, 31))
    text = duties_as_calendar(
        answer,
        name="Duties",
        stamp=datetime(2026, 11, 1, tzinfo=UTC),
        sequences={"neighbourhood-submission|December 2026": 3},
    )
    assert "SEQUENCE:3" in text
