"""Ambulance systems indicators: one CSV of all months."""

from collections.abc import Callable
from pathlib import Path

import pytest

from aimwell.domain.feeds import Feed
from aimwell.gateways import ambulance_systems
from tests.gateways.read_file import problems_of, recognised, take
from tests.gateways.test_ae_monthly import changed_csv


@pytest.fixture
def feed(feed_of: Callable[[str], Feed]) -> Feed:
    return feed_of("ambulance_systems")


@pytest.fixture
def months(fixtures: Path) -> Path:
    return fixtures / "ambulance_systems" / "january-to-march-2024.csv"


def test_trusts_add_up_to_the_published_england(months, feed, tmp_path):
    taken = take(ambulance_systems, months, feed, tmp_path)
    january = {"period": "2024-01", "grain": "provider"}
    assert len(taken.only(**january)) == 11
    assert taken.total("incidents", **january) == 755_354
    assert taken.total("category_2_seconds", **january) == 973_478_879
    assert taken.total("category_2_incidents", **january) == 404_619
    assert taken.disagreements == []


def test_the_mean_response_to_category_2_is_the_published_2406_seconds(months, feed, tmp_path):
    taken = take(ambulance_systems, months, feed, tmp_path)
    january = {"period": "2024-01", "grain": "provider"}
    mean = taken.total("category_2_seconds", **january) / taken.total("category_2_incidents", **january)
    assert round(mean) == 2_406


def test_england_keeps_its_centiles_which_cannot_be_added_up(months, feed, tmp_path):
    england = take(ambulance_systems, months, feed, tmp_path).one(period="2024-01", grain="england")
    assert (england["england"], england["category_2_90th_centile"], england["category_2_seconds"]) == (
        "ENG",
        5_247,
        None,
    )


def test_a_dot_is_missing_and_never_zero(months, feed, tmp_path):
    def blank(rows: list[list[str]]) -> list[list[str]]:
        rows[3][rows[0].index("A26")] = "."
        return rows

    path = changed_csv(months, tmp_path / "dot.csv", blank)
    london = take(ambulance_systems, path, feed, tmp_path).one(period="2024-01", provider="RRU")
    assert london["category_1_90th_centile"] is None
    assert london["source_row"] == 4


def test_a_last_month_that_stops_half_way_is_refused_and_the_others_are_kept(months, feed, tmp_path):
    path = changed_csv(months, tmp_path / "cut.csv", lambda rows: rows[:-12])
    taken = take(ambulance_systems, path, feed, tmp_path)
    (problem,) = taken.reading.refused
    assert problem.code == "file.cut-short"
    assert {row["period"] for row in taken.rows} == {"2024-01", "2024-02"}


def test_a_file_that_stops_within_a_row_is_refused(months, feed, tmp_path):
    path = tmp_path / "cut.csv"
    path.write_bytes(months.read_bytes()[:30_000])
    (problem,) = problems_of(ambulance_systems, path, feed, tmp_path)
    assert problem.code == "file.cut-short"


def test_a_missing_indicator_is_named(months, feed, tmp_path):
    def drop(rows: list[list[str]]) -> list[list[str]]:
        at = rows[0].index("A30")
        return [row[:at] + row[at + 1 :] for row in rows]

    path = changed_csv(months, tmp_path / "less.csv", drop)
    recognition = recognised(ambulance_systems, path, tmp_path)
    assert recognition is not None
    assert recognition.share < 1
    (problem,) = problems_of(ambulance_systems, path, feed, tmp_path)
    assert problem.where.column == "A30"


def test_text_in_a_number_cell_refuses_that_row(months, feed, tmp_path):
    def spoil(rows: list[list[str]]) -> list[list[str]]:
        rows[3][rows[0].index("A7")] = "many"
        return rows

    taken = take(ambulance_systems, changed_csv(months, tmp_path / "bad.csv", spoil), feed, tmp_path)
    (problem,) = taken.reading.refused
    assert (problem.code, problem.where.row, problem.where.column) == ("cell.not-a-number", 4, "A7")


@pytest.mark.shared
def test_the_published_excerpt_is_read_but_for_the_month_in_which_it_stops(shared_data, feed, tmp_path):
    path = shared_data / "diagnostics_ambulance" / "ambsys_2024_excerpt.csv"
    taken = take(ambulance_systems, path, feed, tmp_path)
    assert {row["period"] for row in taken.rows} == {"2024-01", "2024-02", "2024-03", "2024-04"}
    assert [problem.code for problem in taken.reading.refused] == ["file.cut-short"]
    assert taken.disagreements == []
