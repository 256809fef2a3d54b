"""Achievement of general practices: a line for each practice, indicator and kind of figure."""

from collections.abc import Callable
from pathlib import Path

import pytest

from aimwell.domain.feeds import Feed
from aimwell.gateways import qof_achievement
from tests.gateways.editions import as_csv
from tests.gateways.read_file import problems_of, take

LINES = [  # the layout as published; figures of two practices that nobody published
    ["PRACTICE_CODE", "INDICATOR_CODE", "MEASURE", "VALUE"],
    ["A81001", "AF006", "ACHIEVED_POINTS", "12"],
    ["A81001", "AF006", "DENOMINATOR", "20"],
    ["A81001", "AF006", "NUMERATOR", "19"],
    ["A81001", "AF006", "PCAS", "1"],
    ["A81001", "AF001", "REGISTER", "101"],
    ["A81002", "AF006", "NUMERATOR", "400"],
    ["A81002", "AF006", "EXCEPTIONS", "3"],
]


@pytest.fixture
def feed(feed_of: Callable[[str], Feed]) -> Feed:
    return feed_of("qof_achievement")


def save(lines: list[list[str]], folder: Path, name: str = "ACHIEVEMENT_LONDON_2223.csv") -> Path:
    path = folder / name
    path.write_bytes(as_csv(lines))
    return path


def test_each_line_is_one_figure_of_its_kind(feed: Feed, tmp_path: Path):
    taken = take(qof_achievement, save(LINES, tmp_path), feed, tmp_path)
    assert taken.one(indicator="AF006", practice="A81001", done=19.0)["eligible"] is None
    assert {name: taken.total(name) for name in ("done", "eligible", "register", "points", "set_aside")} == {
        "done": 419.0,
        "eligible": 20.0,
        "register": 101.0,
        "points": 12.0,
        "set_aside": 1.0,
    }
    assert {row["period"] for row in taken.rows} == {"2022/23"}
    assert (taken.reading.rows_kept, taken.reading.rows_set_aside) == (6, 1)


def test_the_file_of_one_region_replaces_its_own_practices_only(feed: Feed, tmp_path: Path):
    taken = take(qof_achievement, save(LINES, tmp_path), feed, tmp_path)
    assert all(row["scope"] == row["practice"] for row in taken.rows)


def test_a_table_whose_column_of_regions_stands_first_gives_the_same_figures(feed: Feed, tmp_path: Path):
    whole = take(qof_achievement, save(LINES, tmp_path), feed, tmp_path)
    regional = [["REGION_ODS_CODE", *LINES[0]], *(["Y56", *line] for line in LINES[1:])]
    again = take(qof_achievement, save(regional, tmp_path, "ACHIEVEMENT_2223.csv"), feed, tmp_path)
    assert again.rows == whole.rows


def test_a_table_without_its_kinds_of_figure_says_so(feed: Feed, tmp_path: Path):
    (problem,) = problems_of(
        qof_achievement, save([[*line[:2], line[3]] for line in LINES], tmp_path), feed, tmp_path
    )
    assert (problem.code, problem.where.column) == ("feed.missing-column", "MEASURE")
