"""Diagnostic waits: the monthly workbook. Its layout is as documented; these organisations are invented."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from aimwell.domain.feeds import Feed
from aimwell.gateways import diagnostics_workbook
from tests.gateways.read_file import problems_of, recognised, take

HEADINGS = [
    "",
    "Regional Team Code",
    "Regional Team Name",
    "Provider Code",
    "Provider Name",
    "Total Waiting List",
    "Number waiting 6+ Weeks",
    "Number waiting 13+ Weeks",
    "Percentage waiting 6+ weeks",
]
SHEET: list[list[Any]] = [
    [],
    ["", "Title:", "Monthly Diagnostics Waiting Times and Activity Return - DM01"],
    ["", "Period:", "March 2026"],
    ["", "Published:", "14th May 2026"],
    ["", "Revised:", "-"],
    *[[] for _ in range(8)],
    HEADINGS,
    ["", "", "", "", "England", 500, 120, 30, 0.24],
    [],
    ["", "Y60", "MIDLANDS", "XA1", "FIRST TRUST", 400, 100, 20, 0.25],
    ["", "Y61", "EAST", "XA2", "SECOND TRUST", 100, 20, 10, 0.2],
    ["", "Y61", "EAST", "XA3", "THIRD TRUST", "-", "-", "-", "-"],
]


@pytest.fixture
def feed(feed_of: Callable[[str], Feed]) -> Feed:
    return feed_of("diagnostics_workbook")


@pytest.fixture
def saved(tmp_path: Path) -> Callable[..., Path]:
    def save(rows: list[list[Any]], sheet: str = "Provider") -> Path:
        path = tmp_path / "workbook.xlsx"
        with xlsxwriter.Workbook(str(path)) as workbook:
            added = workbook.add_worksheet(sheet)
            for number, row in enumerate(rows):
                added.write_row(number, 0, row)
        return path

    return save


def test_providers_add_up_to_england(saved, feed, tmp_path):
    taken = take(diagnostics_workbook, saved(SHEET), feed, tmp_path)
    first = taken.one(provider="XA1")
    assert (first["period"], first["waiting"], first["within_6_weeks"], first["source_row"]) == (
        "2026-03",
        400,
        300,
        17,
    )
    assert taken.one(provider="XA3")["status"] == "missing"
    assert taken.disagreements == []
    assert taken.reading.vintage.order == "2026-05-14"


def test_headings_further_down_are_found(saved, feed, tmp_path):
    taken = take(diagnostics_workbook, saved([[], [], [], [], *SHEET]), feed, tmp_path)
    assert taken.one(provider="XA1")["source_row"] == 21


def test_an_earlier_heading_of_the_provider_is_understood(saved, feed, tmp_path):
    earlier = [["Provider" if cell == "Provider Name" else cell for cell in row] for row in SHEET]
    assert (
        take(diagnostics_workbook, saved(earlier), feed, tmp_path).one(provider="XA2")["over_13_weeks"] == 10
    )


def test_a_renamed_heading_is_named(saved, feed, tmp_path):
    renamed = [
        ["Number waiting 6 Weeks" if "6+ Weeks" in str(cell) else cell for cell in row] for row in SHEET
    ]
    (problem,) = problems_of(diagnostics_workbook, saved(renamed), feed, tmp_path)
    assert (problem.code, problem.where.column) == ("feed.changed-heading", "Number waiting 6+ Weeks")


def test_another_workbook_is_not_recognised(saved, tmp_path):
    assert recognised(diagnostics_workbook, saved(SHEET, sheet="Commissioner"), tmp_path) is None


def test_totals_that_do_not_add_up_are_told(saved, feed, tmp_path):
    taken = take(diagnostics_workbook, saved(SHEET[:-2]), feed, tmp_path)
    assert len(taken.disagreements) == 1
