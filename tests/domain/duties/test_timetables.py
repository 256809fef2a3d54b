"""The text of a timetable is held to its own table; what is unclear is asked, never guessed."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aimwell.domain.duties.timetables import Finding, Row, contradictions_in, read_against_table
from tests.domain.duties.some_duties import CALENDAR

TABLE = (
    Row("Submission", date(2026, 12, 25)),
    Row("Resubmission", date(2027, 1, 1)),
    Row("Report published", date(2027, 1, 8)),
)


def findings(text: str, rows: tuple[Row, ...] = TABLE) -> list[Finding]:
    return [reading.finding for reading in read_against_table(text, rows, CALENDAR)]


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("Resubmission is accepted within three weeks of the submission.", Finding.CONTRADICTS),
        ("Resubmission is accepted within one week of the submission.", Finding.AGREES),
        ("Places have 3 weeks for resubmission.", Finding.CONTRADICTS),
        ("Places have a week to resubmit.", Finding.AGREES),
        ("The report is published 5 working days after resubmission.", Finding.AGREES),
        ("The report is published ten working days after resubmission.", Finding.CONTRADICTS),
        ("Submit by 25 December 2026.", Finding.AGREES),
        ("Submit no later than 18 November 2026.", Finding.CONTRADICTS),
        ("Questions are answered within two weeks.", Finding.CANNOT_TELL),
        ("Training is on 18 November 2026.", Finding.CANNOT_TELL),
        ("The report comes out on 8 January.", Finding.CANNOT_TELL),  # the table has two years
    ],
)
def test_a_statement_about_time_is_held_to_the_table(text: str, finding: Finding) -> None:
    assert findings(text) == [finding]


def test_a_contradiction_gives_both_days() -> None:
    (found,) = contradictions_in(
        "Resubmission is accepted within three weeks of submission.", TABLE, CALENDAR
    )
    assert "Friday 15 January 2027" in found.because
    assert "Friday 1 January 2027 for 'Resubmission', 1 week later" in found.because
    assert found.rows == TABLE[:2]


def test_each_month_s_rows_are_paired_with_their_own() -> None:
    rows = (
        Row("November: submission", date(2026, 11, 27)),
        Row("November: resubmission", date(2026, 12, 18)),
        Row("December: submission", date(2026, 12, 25)),
        Row("December: resubmission", date(2027, 1, 1)),
    )
    text = "Figures may be resubmitted within three weeks of submission."
    assert findings(text, rows) == [Finding.AGREES, Finding.CONTRADICTS]


def test_a_statement_that_fits_several_rows_is_not_guessed_at() -> None:
    rows = (Row("Draft plan", date(2026, 11, 18)), Row("Final plan", date(2027, 2, 12)))
    (reading,) = read_against_table("The plan is due by 18 November 2026.", rows, CALENDAR)
    assert reading.finding is Finding.CANNOT_TELL
    assert reading.because == "2 rows of the table could be meant"


def test_a_weekday_that_the_day_does_not_fall_on_contradicts_the_calendar() -> None:
    found = contradictions_in("Submission: Thursday 25 December 2026.", TABLE, CALENDAR)
    assert [each.because for each in found] == [
        "the text says Thursday; Friday 25 December 2026 is another day of the week"
    ]


def test_a_day_that_no_month_has_is_no_day() -> None:
    assert findings("Submit by 31 November 2026.") == [Finding.CANNOT_TELL]


@given(st.integers(1, 90), st.integers(1, 90), st.dates(date(2022, 1, 1), date(2030, 6, 1)))
def test_a_stretch_agrees_exactly_when_the_table_has_it(said: int, there: int, start: date) -> None:
    rows = (Row("Submission", start), Row("Resubmission", start + timedelta(days=there)))
    text = f"Resubmission closes {said} days after submission."
    assert findings(text, rows) == [Finding.AGREES if said == there else Finding.CONTRADICTS]


@given(st.text(max_size=300))
def test_any_text_can_be_read(text: str) -> None:
    assert all(reading.because for reading in read_against_table(text, TABLE, CALENDAR))
