"""What cannot be read is refused by itself, with its cell and the reason; nothing is guessed."""

from pathlib import Path

import pytest

from aimwell.domain.money.days import DateOrder
from aimwell.domain.problems import Problem
from tests.gateways.ledgers.made import NHS, as_csv, nhs_row, pence_of, reading_of


def test_a_line_that_cannot_be_read_is_refused_by_itself_with_its_cell(tmp_path: Path):
    rows = [
        NHS,
        nhs_row("31/10/2020", "1.00"),
        nhs_row("31/10/2020", "1,2"),
        nhs_row("31/02/2020", "3"),
        nhs_row("31/10/2020", ""),
    ]
    reading = reading_of(tmp_path / "a.csv", as_csv(rows))
    assert pence_of(reading) == [100]
    found = [(str(problem.where), problem.code) for problem in reading.sheets[0].problems]
    assert found == [
        ("row 3, column 'Amount'", "ledger.line-refused"),
        ("row 4, column 'Date'", "ledger.line-refused"),
        ("row 5, column 'Amount'", "ledger.line-refused"),
    ]


def test_words_in_place_of_an_amount_are_not_repeated_for_they_may_be_a_name(tmp_path: Path):
    reading = reading_of(
        tmp_path / "a.csv", as_csv([NHS, nhs_row("31/10/2020", "1"), nhs_row("31/10/2020", "Jane Invented")])
    )
    assert "Jane" not in str(reading.sheets[0].problems[0])


def test_rows_that_are_too_long_or_too_short_stop_nobody(tmp_path: Path):
    text = as_csv(
        [
            NHS,
            nhs_row("31/10/2020", "1"),
            nhs_row("31/10/2020", "2")[:5],
            [*nhs_row("31/10/2020", "3"), "more"],
        ]
    )
    reading = reading_of(tmp_path / "a.csv", text)
    assert pence_of(reading) == [100, 300]
    assert reading.sheets[0].refused == 1


def test_dates_that_can_be_read_two_ways_are_asked_about(tmp_path: Path):
    text = as_csv([NHS, nhs_row("01/02/2020", "1"), nhs_row("03/04/2020", "2")])
    with pytest.raises(Problem) as caught:
        reading_of(tmp_path / "a.csv", text)
    assert caught.value.code == "ledger.dates-undecided"
    assert "--dates" in caught.value.remedy
    asked = reading_of(tmp_path / "b.csv", text, dates=DateOrder.MONTH_FIRST)
    assert [day.month for day in asked.lines["day"].to_pylist()] == [1, 3]


def test_a_ledger_without_one_line_is_refused(tmp_path: Path):
    with pytest.raises(Problem) as caught:
        reading_of(tmp_path / "a.csv", as_csv([NHS, nhs_row("31/10/2020", "none")]))
    assert caught.value.code == "ledger.no-lines"


def test_quotes_that_never_close_are_refused_or_read_but_never_crash(tmp_path: Path):
    text = as_csv([NHS, nhs_row("31/10/2020", "1")]) + 'Department,"never closed,31/10/2020,a,b,c,2,5.00\n'
    reading = reading_of(tmp_path / "a.csv", text)
    assert pence_of(reading) == [100]
