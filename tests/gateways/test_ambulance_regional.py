"""Mean ambulance response by region. The rows here are invented in the table's layout."""

from collections.abc import Callable
from pathlib import Path

import pytest

from aimwell.domain.feeds import Feed
from aimwell.gateways import ambulance_regional
from tests.gateways.read_file import problems_of, take

TABLE = """\
\ufeffregion,month_key,month_start,is_winter,winter_label,cat1_mean_sec,cat2_mean_sec,cat1_incidents,cat2_incidents
Y56,201709,2017-09-01,false,,,,,
Y59,201808,2018-08-01,false,,441.5,1013.25,5832.0,49894.0
"""


@pytest.fixture
def feed(feed_of: Callable[[str], Feed]) -> Feed:
    return feed_of("ambulance_regional")


def saved(text: str, folder: Path) -> Path:
    path = folder / "table.csv"
    path.write_text(text, "utf-8")
    return path


def test_a_month_without_figures_is_missing(feed, tmp_path):
    taken = take(ambulance_regional, saved(TABLE, tmp_path), feed, tmp_path)
    assert taken.one(region="Y56")["status"] == "missing"
    south_east = taken.one(region="Y59", period="2018-08")
    assert (south_east["category_2_mean_seconds"], south_east["category_2_incidents"]) == (1_013.25, 49_894)


def test_a_missing_column_is_named(feed, tmp_path):
    renamed = saved(TABLE.replace("cat2_mean_sec", "cat2_mean_secs"), tmp_path)
    (problem,) = problems_of(ambulance_regional, renamed, feed, tmp_path)
    assert (problem.code, problem.where.column) == ("feed.changed-heading", "cat2_mean_sec")


def test_text_in_a_number_cell_refuses_its_row(feed, tmp_path):
    taken = take(ambulance_regional, saved(TABLE.replace("1013.25", "long"), tmp_path), feed, tmp_path)
    assert [problem.where.row for problem in taken.reading.refused] == [3]


@pytest.mark.shared
def test_every_region_has_every_month(shared_data, feed, tmp_path):
    path = shared_data / "diagnostics_ambulance" / "fact_ambulance_regional.csv"
    taken = take(ambulance_regional, path, feed, tmp_path)
    assert len(taken.rows) == 749
    assert len({(row["region"], row["period"]) for row in taken.rows}) == 7 * 107
    assert taken.reading.refused == ()
