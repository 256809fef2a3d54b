"""Diagnostic waits: the monthly extract. Its layout is as documented; these organisations are invented."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from aimwell.domain.feeds import Feed
from aimwell.gateways import diagnostics_dm01
from tests.gateways.read_file import problems_of, recognised, take

HEADINGS = [
    "Period",
    "Provider Parent Org Code",
    "Provider Parent Name",
    "Provider Org Code",
    "Provider Org Name",
    "Commissioner Parent Org Code",
    "Commissioner Parent Name",
    "Commissioner Org Code",
    "Commissioner Org Name",
    "Diagnostic Tests Sort Order",
    "Diagnostic Tests",
    *diagnostics_dm01.BANDS,
    "Total WL",
    "Waiting List Activity",
    "Planned Activity",
    "Unscheduled Activity",
    "Total Activity",
]


def line(
    provider: str, commissioner: str, test: str, bands: list[int], done: tuple[int, int, int]
) -> list[str]:
    names = [
        "DM01-MARCH-2026",
        "QZZ",
        "SYSTEM",
        provider,
        f"HOSPITAL {provider}",
        "QZZ",
        "SYSTEM",
        commissioner,
    ]
    numbers = [*bands, sum(bands), *done, sum(done)]
    return [*names, f"LOCATION {commissioner}", "1", test, *map(str, numbers)]


def both_and_their_total(
    provider: str, commissioner: str, first: list[int], second: list[int]
) -> list[list[str]]:
    together = [a + b for a, b in zip(first, second, strict=True)]
    return [
        line(provider, commissioner, "MRI", first, (5, 3, 2)),
        line(provider, commissioner, "CT", second, (50, 30, 20)),
        line(provider, commissioner, "TOTAL", together, (55, 33, 22)),
    ]


@pytest.fixture
def feed(feed_of: Callable[[str], Feed]) -> Feed:
    return feed_of("diagnostics_dm01")


@pytest.fixture
def rows() -> list[list[str]]:
    return [
        HEADINGS,
        *both_and_their_total("XA1", "99X", [10] * 6 + [1] * 8, [20] * 6 + [0] * 8),
        *both_and_their_total("XA2", "99X", [0] * 13 + [7], [1] * 14),
    ]


@pytest.fixture
def save(tmp_path: Path) -> Callable[[list[list[str]]], Path]:
    def write(rows: list[list[str]]) -> Path:
        path = tmp_path / "extract.csv"
        with path.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream, quoting=csv.QUOTE_ALL).writerows(rows)
        return path

    return write


def test_tests_are_counted_by_commissioner_and_by_provider_and_all_together(rows, save, feed, tmp_path):
    taken = take(diagnostics_dm01, save(rows), feed, tmp_path)
    location = taken.one(grain="commissioner", commissioner="99X", test="TOTAL")
    assert location["waiting"] == 68 + 120 + 7 + 14
    assert location["within_6_weeks"] == 60 + 120 + 6
    assert location["over_6_weeks"] == 8 + 7 + 8
    assert location["over_13_weeks"] == 1 + 7 + 1
    assert location["tests"] == 220
    hospital = taken.one(grain="provider", provider="XA2", test="MRI")
    assert (hospital["waiting"], hospital["over_13_weeks"], hospital["weekly_bands"]) == (
        7,
        7,
        [0] * 13 + [7],
    )
    assert {row["period"] for row in taken.rows} == {"2026-03"}
    assert taken.disagreements == []
    assert taken.reading.rows_set_aside == 2


def test_totals_that_their_tests_do_not_add_up_to_are_told(rows, save, feed, tmp_path):
    taken = take(diagnostics_dm01, save(rows[:-2] + rows[-1:]), feed, tmp_path)
    assert len(taken.disagreements) == 1


def test_a_renamed_band_is_named_with_its_new_name(rows, save, feed, tmp_path):
    rows[0] = [heading.replace("13+ Weeks", "13 + Weeks") for heading in rows[0]]
    path = save(rows)
    recognition = recognised(diagnostics_dm01, path, tmp_path)
    assert recognition is not None
    assert recognition.share < 1
    (problem,) = problems_of(diagnostics_dm01, path, feed, tmp_path)
    assert (problem.code, problem.where.column) == ("feed.changed-heading", "13+ Weeks")


def test_text_in_a_band_is_told_with_its_row_and_column(rows, save, feed, tmp_path):
    rows[2][12] = "few"
    (problem,) = problems_of(diagnostics_dm01, save(rows), feed, tmp_path)
    assert (problem.code, problem.where.row, problem.where.column) == (
        "cell.not-a-number",
        3,
        "01 < 02 Weeks",
    )


def test_a_file_that_stops_half_way_is_refused(rows, save, feed, tmp_path):
    rows[-1] = rows[-1][:20]
    (problem,) = problems_of(diagnostics_dm01, save(rows), feed, tmp_path)
    assert problem.code == "file.cut-short"


def test_two_months_in_one_file_are_refused(rows, save, feed, tmp_path):
    rows[1][0] = "DM01-APRIL-2026"
    (problem,) = problems_of(diagnostics_dm01, save(rows), feed, tmp_path)
    assert problem.code == "feed.several-periods"
